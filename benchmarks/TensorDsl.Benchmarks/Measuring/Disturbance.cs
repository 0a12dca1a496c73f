namespace TensorDsl.Benchmarks.Measuring;

/// <summary>
/// What else the machine did while contenders ran: each turn counts the processor time of everything but the contender whose turn it was.
/// A contender that goes on spinning in another's turn counts as well.
/// </summary>
internal sealed class Disturbance
{
    private double _others, _stolen, _seconds;

    /// <summary>The part of the machine's processor time in the turns that others had, other guests of the host included.</summary>
    public double Share => _seconds > 0 ? Math.Max(0, _others + _stolen) / (_seconds * Environment.ProcessorCount) : 0;

    /// <summary>Counts a turn of a process.</summary>
    public double Watch(int process, Func<double> turn)
    {
        var before = CpuTimes.Now(process);
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        double result = turn();
        _seconds += System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds;
        var after = CpuTimes.Now(process);
        _others += after.Busy - before.Busy - (after.OfProcess - before.OfProcess);
        _stolen += after.Stolen - before.Stolen;
        return result;
    }
}
