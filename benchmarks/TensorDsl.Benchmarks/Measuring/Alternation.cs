namespace TensorDsl.Benchmarks.Measuring;

using TensorDsl.Benchmarks.Contests;

/// <summary>
/// Contenders in turns, in one run, so that a machine that slows down slows all of them. Who begins changes from round to round.
/// </summary>
internal static class Alternation
{
    /// <summary>A turn repeats short calls until it is as long as this.</summary>
    private const double TurnSeconds = 0.06;

    private const double WarmSeconds = 0.4, LongestWarmSeconds = 3;
    private const int WarmCalls = 40;

    /// <summary>The threads of the last contender, which wait for more work by spinning, have given up by then.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Seconds per call, [contender][round].</summary>
    public static double[][] Run(IReadOnlyList<IContender> contenders, int rounds, Disturbance disturbance)
    {
        int[] calls = [.. contenders.Select(Calibrate)];
        double[][] seconds = [.. contenders.Select(_ => new double[rounds])];
        for (int round = 0; round < rounds; round++)
        {
            for (int turn = 0; turn < contenders.Count; turn++)
            {
                int c = (round + turn) % contenders.Count;
                // What a peer has allocated isn't collected in the turn of another.
                GC.Collect();
                Thread.Sleep(s_pause);
                seconds[c][round] = disturbance.Watch(contenders[c].ProcessId, () => contenders[c].Time(calls[c])) / calls[c];
            }
        }

        return seconds;
    }

    /// <summary>Calls until the code is at its best (tier 1 comes after 30 calls and 100 ms); how many calls make a turn.</summary>
    private static int Calibrate(IContender contender)
    {
        double all = 0, last = 0;
        for (int calls = 0; all < WarmSeconds || calls < 2 || (calls < WarmCalls && all < LongestWarmSeconds); calls++)
        {
            last = contender.Time(1);
            all += last;
            if (calls > 0 && all > LongestWarmSeconds) break;
        }

        return Math.Max(1, (int)Math.Ceiling(TurnSeconds / Math.Max(last, 1e-6)));
    }
}
