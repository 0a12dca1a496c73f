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

    private const double SlowSeconds = 2;
    private const int FewRounds = 3;

    /// <summary>The threads of the last contender, which wait for more work by spinning, have given up by then.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Seconds per call, [contender][round]. Who is slow and not needed in each round takes part in the first few only.</summary>
    public static double[][] Run(IReadOnlyList<IContender> contenders, int rounds, Func<IContender, bool> isNeeded, Disturbance disturbance)
    {
        var calibrated = contenders.Select(Calibrate).ToList();
        int[] calls = [.. calibrated.Select(seconds => Math.Max(1, (int)Math.Ceiling(TurnSeconds / Math.Max(seconds, 1e-6))))];
        double[][] seconds = [.. contenders.Select((c, i) => new double[calibrated[i] > SlowSeconds && !isNeeded(c) ? Math.Min(FewRounds, rounds) : rounds])];
        for (int round = 0; round < rounds; round++)
        {
            for (int turn = 0; turn < contenders.Count; turn++)
            {
                int c = (round + turn) % contenders.Count;
                if (round >= seconds[c].Length) continue;
                // What a peer has allocated isn't collected in the turn of another.
                GC.Collect();
                Thread.Sleep(s_pause);
                seconds[c][round] = disturbance.Watch(contenders[c].ProcessId, () => contenders[c].Time(calls[c])) / calls[c];
            }
        }

        return seconds;
    }

    /// <summary>Calls until the code is at its best (tier 1 comes after 30 calls and 100 ms); the seconds of the last call.</summary>
    private static double Calibrate(IContender contender)
    {
        double all = 0, last = 0;
        for (int calls = 0; all < WarmSeconds || calls < 2 || (calls < WarmCalls && all < LongestWarmSeconds); calls++)
        {
            last = contender.Time(1);
            all += last;
            if (calls > 0 && all > LongestWarmSeconds) break;
        }

        return last;
    }
}
