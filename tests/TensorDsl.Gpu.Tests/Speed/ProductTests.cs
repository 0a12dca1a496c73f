using System.Diagnostics;
using TensorDsl.LossTests.Execution;

namespace TensorDsl.LossTests.Speed;

/// <summary>Tests of speed run when no other test has the device.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>What tiling is for.</summary>
[Collection(nameof(Alone))]
public class ProductTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private const int Size = 512;
    private const double Least = 2.5;

    private abstract class Rows;

    private abstract class Columns;

    private abstract class Width;

    /// <summary>The best of several runs of each, in turns, so that what else the machine does meets both.</summary>
    [GpuFact]
    public void A_product_in_tiles_is_faster_than_one_without()
    {
        var device = GpuDevices.Shared;
        using var x = new Tensor<float, Rows, Width>([.. Enumerable.Range(0, Size * Size).Select(i => i % 13 - 6f)], Size, Size).ToGpu(device);
        using var y = new Tensor<float, Columns, Width>([.. Enumerable.Range(0, Size * Size).Select(i => i % 11 - 5f)], Size, Size).ToGpu(device);
        using var tiled = new GpuTensor<float, Rows, Columns>(device, Size, Size);
        using var naive = new GpuTensor<float, Rows, Columns>(device, Size, Size);
        double best = double.MaxValue, bestNaive = double.MaxValue;
        for (int i = 0; i < 10; i++)
        {
            best = Math.Min(best, Time(tiled, () => Similarities.DotMatrixInto(x, y, tiled)));
            bestNaive = Math.Min(bestNaive, Time(naive, () => device.Dispatch<NaiveProduct>([x.Buffer, y.Buffer, naive.Buffer], [Size, Size, Size], Size * Size / 256)));
        }
        Assert.Equal(naive.ToCpu().Span.ToArray(), tiled.ToCpu().Span.ToArray());
        output.WriteLine($"{Size}³ on {device.Name}: {best * 1e3:F1} ms in tiles, {bestNaive * 1e3:F1} ms without");
        Assert.True(bestNaive >= Least * best, $"{best * 1e3:F1} ms in tiles, {bestNaive * 1e3:F1} ms without");
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
