using System.Diagnostics;
using TensorDsl.Vulkan;

namespace TensorDsl.Benchmarks;

/// <summary>What tiling is for: a matrix product on the GPU by the kernel that templates get, against one that reads every operand from memory.</summary>
internal static class GpuProduct
{
    private const int Runs = 10;

    private abstract class Rows;

    private abstract class Columns;

    private abstract class Width;

    /// <summary>Best of several runs of each, in turns, so that what else the machine does meets both; the exit code.</summary>
    public static int Run(int size)
    {
        if (!VulkanDevice.TryCreate(out var device, out string reason))
        {
            Console.Error.WriteLine($"no GPU: {reason}");
            return 1;
        }

        using (device)
        {
            using var x = new Tensor<float, Rows, Width>([.. Enumerable.Range(0, size * size).Select(i => i % 13 - 6f)], size, size).ToGpu(device);
            using var y = new Tensor<float, Columns, Width>([.. Enumerable.Range(0, size * size).Select(i => i % 11 - 5f)], size, size).ToGpu(device);
            using var tiled = new GpuTensor<float, Rows, Columns>(device, size, size);
            using var naive = new GpuTensor<float, Rows, Columns>(device, size, size);
            double best = double.MaxValue, bestNaive = double.MaxValue;
            for (int i = 0; i < Runs; i++)
            {
                best = Math.Min(best, Time(tiled, () => Similarities.DotMatrixInto(x, y, tiled)));
                bestNaive = Math.Min(bestNaive, Time(naive, () =>
                    device.Dispatch<NaiveProduct>([x.Buffer, y.Buffer, naive.Buffer], [(uint)size, (uint)size, (uint)size], (long)size * size / 256)));
            }
            if (!naive.ToCpu().Span.SequenceEqual(tiled.ToCpu().Span))
            {
                Console.Error.WriteLine("the two products differ");
                return 1;
            }
            Console.WriteLine($"{size}³ on {device.Name}: {best * 1e3:F1} ms in tiles, {bestNaive * 1e3:F1} ms without: {bestNaive / best:F2}×");
            return 0;
        }
    }

    private static double Time(GpuTensor<float, Rows, Columns> result, Action record)
    {
        long start = Stopwatch.GetTimestamp();
        record();
        // Reading an element waits for the kernel that wrote it.
        result.Device.Download(result.Buffer, stackalloc byte[4]);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
