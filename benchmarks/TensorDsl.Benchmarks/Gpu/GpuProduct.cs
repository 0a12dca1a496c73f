using TensorDsl.Vulkan;

namespace TensorDsl.Benchmarks;

/// <summary>A matrix product on the GPU by the kernel that templates get, and one that reads every operand from memory: what tiling is for.</summary>
/// <param name="Size">Rows, columns and what is summed over.</param>
/// <param name="Tiled">Seconds of the one.</param>
/// <param name="Naive">Seconds of the other.</param>
internal sealed record GpuProduct(int Size, double Tiled, double Naive)
{
    private abstract class Rows;

    private abstract class Columns;

    private abstract class Width;

    /// <summary>Operations a second of the tiled product; a multiplication and an addition are two.</summary>
    public double Rate => 2.0 * Size * Size * Size / Tiled;

    /// <summary>Best of several runs of each, in turns, so that what else the machine does meets both.</summary>
    /// <exception cref="InvalidOperationException">The two differ.</exception>
    public static GpuProduct Measure(VulkanDevice device, int size, int runs)
    {
        // Small whole numbers, so that any order of summation gives the same bits.
        using var x = new Tensor<float, Rows, Width>([.. Enumerable.Range(0, size * size).Select(i => i % 13 - 6f)], size, size).ToGpu(device);
        using var y = new Tensor<float, Columns, Width>([.. Enumerable.Range(0, size * size).Select(i => i % 11 - 5f)], size, size).ToGpu(device);
        using var tiled = new GpuTensor<float, Rows, Columns>(device, size, size);
        using var naive = new GpuTensor<float, Rows, Columns>(device, size, size);
        double best = double.MaxValue, bestNaive = double.MaxValue;
        for (int i = 0; i <= runs; i++)
        {
            double t = GpuTime.Of(tiled.Buffer, () => Similarities.DotMatrixInto(x, y, tiled));
            double n = GpuTime.Of(naive.Buffer, () =>
                device.Dispatch<NaiveProduct>([x.Buffer, y.Buffer, naive.Buffer], [(uint)size, (uint)size, (uint)size], ((long)size * size + 255) / 256));
            // The first run compiles.
            if (i > 0) (best, bestNaive) = (Math.Min(best, t), Math.Min(bestNaive, n));
        }
        if (!naive.ToCpu().Span.SequenceEqual(tiled.ToCpu().Span)) throw new InvalidOperationException("the two products differ");
        return new(size, best, bestNaive);
    }
}
