using System.Diagnostics;

namespace TensorDsl.Benchmarks;

/// <summary>The time of work on a device.</summary>
internal static class GpuTime
{
    /// <summary>Seconds until what is recorded has written a buffer.</summary>
    public static double Of(GpuBuffer result, Action record)
    {
        long start = Stopwatch.GetTimestamp();
        record();
        // Reading an element waits for all kernels before it.
        result.Device.Download(result, stackalloc byte[4]);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
