using TensorDsl.LossTests.Execution;

namespace TensorDsl.LossTests.Sizes;

/// <summary>Sizes at which grids are folded, tiles are kept in several panels, and reductions have many parts; and two runs that agree in every bit.</summary>
public class LargeTests
{
    private abstract class Rows;

    private abstract class Columns;

    private abstract class Width;

    private static float[] Random(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.5))];
    }

    private static void Close(ReadOnlySpan<float> expected, ReadOnlySpan<float> got, float tolerance)
    {
        Assert.Equal(expected.Length, got.Length);
        float scale = 0;
        foreach (float x in expected) scale = Math.Max(scale, Math.Abs(x));
        for (int i = 0; i < expected.Length; i++)
            if (!(Math.Abs(expected[i] - got[i]) <= tolerance * scale)) Assert.Fail($"[{i}]: {got[i]:R} instead of {expected[i]:R} (largest {scale:G3})");
    }

    /// <summary>More elements than 65535 groups of 256 threads have, which is where a grid gets a second axis.</summary>
    [GpuFact]
    public void Elements_beyond_65535_groups()
    {
        const int N = 65537, D = 257;
        var x = new Tensor<float, Rows, Width>(Random(N * D, 1), N, D);
        var y = new Tensor<float, Rows, Width>(Random(N * D, 2), N, D);
        using var gx = x.ToGpu(GpuDevices.Shared);
        using var gy = y.ToGpu(GpuDevices.Shared);
        using var result = Losses.MseEach(gx, gy);
        Close(Losses.MseEach(x, y).Span, result.ToCpu().Span, 1e-6f);
        using var loss = Losses.Mse(gx, gy);
        Assert.Equal(Losses.Mse(x, y), loss.Read(), 1e-5f);
    }

    /// <summary>More segments than one axis of a grid has groups.</summary>
    [GpuFact]
    public void Segments_beyond_65535_groups()
    {
        const int N = 5, C = 70001;
        var logits = new Tensor<float, Rows, Columns>(Random(N * C, 3), N, C);
        var labels = new Tensor<Index<Columns>, Rows>([new(0), new(69999), new(70000), new(3), new(69999)], N);
        var weight = new Tensor<float, Columns>([.. Random(C, 4).Select(w => w + 1)], C);
        var expected = Tensors.Zeros<float, Columns>(C);
        Losses.CrossEntropyGradient(logits, labels, weight, null, expected);
        using var got = new GpuTensor<float, Columns>(GpuDevices.Shared, C);
        using var gl = logits.ToGpu(GpuDevices.Shared);
        using var gt = labels.ToGpu(GpuDevices.Shared);
        using var gw = weight.ToGpu(GpuDevices.Shared);
        using var value = Losses.CrossEntropyGradient(gl, gt, gw, null, got);
        Close(expected.Span, got.ToCpu().Span, 1e-4f);
    }

    /// <summary>64 MiB hold 4096² tiles' elements: here sums of tiles go on from panel to panel along both sides.</summary>
    [GpuFact]
    public void Sums_of_tiles_over_several_panels()
    {
        const int N = 4200, D = 3;
        var x = new Tensor<float, Rows, Width>(Random(N * D, 5), N, D);
        var y = new Tensor<float, Rows, Width>(Random(N * D, 6), N, D);
        var (wantX, wantY) = (Tensors.Zeros<float, Rows, Width>(N, D), Tensors.Zeros<float, Rows, Width>(N, D));
        float want = Losses.InfoNceGradient(x, y, wantX, wantY);
        var (value, gx, gy) = InfoNce(x, y);
        Assert.Equal(want, value, 1e-4f * Math.Abs(want));
        Close(wantX.Span, gx, 1e-3f);
        Close(wantY.Span, gy, 1e-3f);
    }

    [GpuFact]
    public void Two_runs_agree_in_every_bit()
    {
        const int N = 333, D = 65;
        var x = new Tensor<float, Rows, Width>(Random(N * D, 7), N, D);
        var y = new Tensor<float, Rows, Width>(Random(N * D, 8), N, D);
        var first = InfoNce(x, y);
        var second = InfoNce(x, y);
        Assert.Equal(BitConverter.SingleToInt32Bits(first.Value), BitConverter.SingleToInt32Bits(second.Value));
        Assert.Equal(first.X, second.X);
        Assert.Equal(first.Y, second.Y);
    }

    private static (float Value, float[] X, float[] Y) InfoNce(Tensor<float, Rows, Width> x, Tensor<float, Rows, Width> y)
    {
        using var gx = x.ToGpu(GpuDevices.Shared);
        using var gy = y.ToGpu(GpuDevices.Shared);
        using var gradX = new GpuTensor<float, Rows, Width>(GpuDevices.Shared, x.Size0, x.Size1);
        using var gradY = new GpuTensor<float, Rows, Width>(GpuDevices.Shared, x.Size0, x.Size1);
        using var value = Losses.InfoNceGradient(gx, gy, gradX, gradY);
        return (value.Read(), gradX.ToCpu().Span.ToArray(), gradY.ToCpu().Span.ToArray());
    }

    /// <summary>Only what is asked for is written, and to ask for less changes no bit of it.</summary>
    [GpuFact]
    public void Gradients_that_are_not_asked_for_are_left_out()
    {
        const int N = 100, D = 20;
        var x = new Tensor<float, Rows, Width>(Random(N * D, 9), N, D);
        var y = new Tensor<float, Rows, Width>(Random(N * D, 10), N, D);
        var both = InfoNce(x, y);
        using var gx = x.ToGpu(GpuDevices.Shared);
        using var gy = y.ToGpu(GpuDevices.Shared);
        using var gradY = new GpuTensor<float, Rows, Width>(GpuDevices.Shared, N, D);
        using var value = Losses.InfoNceGradient(gx, gy, null, gradY);
        Assert.Equal(both.Y, gradY.ToCpu().Span.ToArray());
        using var alone = Losses.InfoNceGradient(gx, gy, null, null);
        Assert.Equal(both.Value, alone.Read());
    }

    [GpuFact]
    public void Shapes_are_checked_as_on_the_CPU_before_anything_runs()
    {
        using var x = new GpuTensor<float, Rows, Width>(GpuDevices.Shared, 4, 3);
        using var y = new GpuTensor<float, Rows, Width>(GpuDevices.Shared, 4, 2);
        var onGpu = Assert.Throws<ShapeMismatchException>(() => Losses.InfoNce(x, y));
        var onCpu = Assert.Throws<ShapeMismatchException>(() => Losses.InfoNce(Tensors.Zeros<float, Rows, Width>(4, 3), Tensors.Zeros<float, Rows, Width>(4, 2)));
        Assert.Equal(onCpu.Message, onGpu.Message);
        using var short3 = new GpuTensor<float, Rows, Width>(GpuDevices.Shared, 3, 3);
        Assert.Throws<ShapeMismatchException>(() => Losses.InfoNceGradient(x, x, short3, null));
        Assert.Throws<ArgumentException>(() => Losses.InfoNceGradient(x, x, x, null));
    }
}
