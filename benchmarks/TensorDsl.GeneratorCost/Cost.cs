using System.Diagnostics;

namespace TensorDsl.GeneratorCost;

/// <summary>
/// Milliseconds that something took: on the clock, which limits are held against, and of processors (all threads, collections and background
/// compilation included), which a busy machine changes less and so tells whether to believe the clock.
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
