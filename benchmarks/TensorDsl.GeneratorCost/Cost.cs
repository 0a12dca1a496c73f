using System.Diagnostics;

namespace TensorDsl.GeneratorCost;

/// <summary>
/// Milliseconds that something took: on the clock, and of processors (all threads, collections included). Limits are held against the
/// latter, which other processes of a busy machine change little.
/// </summary>
internal readonly record struct Cost(double Clock, double Processor)
{
    public static Cost Of(Action run)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        run();
        return new(watch.Elapsed.TotalMilliseconds, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
    }
}
