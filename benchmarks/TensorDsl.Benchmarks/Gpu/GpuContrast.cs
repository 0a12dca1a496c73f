using TensorDsl.Vulkan;

namespace TensorDsl.Benchmarks;

/// <summary>InfoNCE with both gradients on a GPU: time, and memory on the device.</summary>
/// <param name="Rows">Pairs.</param>
/// <param name="Width">The size of an embedding.</param>
/// <param name="Best">Seconds of the fastest run.</param>
/// <param name="Median">Seconds of the run in the middle.</param>
/// <param name="Runs">The runs behind the first, which compiles.</param>
/// <param name="TensorBytes">Operands, gradients and the value.</param>
/// <param name="ScratchBytes">What is rented during the call beyond those.</param>
/// <param name="Dispatches">The kernels of a call.</param>
internal sealed record GpuContrast(int Rows, int Width, double Best, double Median, int Runs, long TensorBytes, long ScratchBytes, long Dispatches)
{
    private const float Temperature = 0.07f;

    /// <summary>Operations that the call must do if it does not keep the matrix of all pairs: that matrix twice, and a product for each gradient.</summary>
    public double Operations => 4 * 2.0 * Rows * Rows * Width;

    /// <summary>The memory of a matrix over all pairs.</summary>
    public double PairBytes => 4.0 * Rows * Rows;

    /// <summary>Compares a small one with the CPU, then measures.</summary>
    /// <exception cref="InvalidOperationException">The device computes something else.</exception>
    public static GpuContrast Measure(VulkanDevice device, int rows, int width, int runs)
    {
        Verify(device, Math.Min(rows, 200), Math.Min(width, 50));
        using var x = Tensors.Normal<float, Batch, Embed>(rows, width, seed: 1).ToGpu(device);
        using var y = Tensors.Normal<float, Batch, Embed>(rows, width, seed: 2).ToGpu(device);
        using var gradX = new GpuTensor<float, Batch, Embed>(device, rows, width);
        using var gradY = new GpuTensor<float, Batch, Embed>(device, rows, width);
        long before = device.Statistics.RentedBytes;
        var times = new double[runs];
        long scratch = 0, dispatches = 0;
        for (int i = -1; i < runs; i++)
        {
            device.ResetPeak();
            long done = device.Statistics.Dispatches;
            double time = GpuTime.Of(gradY.Buffer, () => Losses.InfoNceGradient(x, y, gradX, gradY, Temperature).Dispose());
            scratch = device.Statistics.PeakRentedBytes - before - sizeof(float);
            dispatches = device.Statistics.Dispatches - done;
            if (i >= 0) times[i] = time;
        }
        Array.Sort(times);
        return new(rows, width, times[0], times[runs / 2], runs, before + sizeof(float), scratch, dispatches);
    }

    private static void Verify(VulkanDevice device, int rows, int width)
    {
        var x = Tensors.Normal<float, Batch, Embed>(rows, width, seed: 3);
        var y = Tensors.Normal<float, Batch, Embed>(rows, width, seed: 4);
        var expected = Tensors.Zeros<float, Batch, Embed>(rows, width);
        float wanted = Losses.InfoNceGradient(x, y, expected, null, Temperature);
        using var gx = x.ToGpu(device);
        using var gy = y.ToGpu(device);
        using var gradient = new GpuTensor<float, Batch, Embed>(device, rows, width);
        using var value = Losses.InfoNceGradient(gx, gy, gradient, null, Temperature);
        float scale = expected.Span.ToArray().Max(MathF.Abs);
        float[] got = gradient.ToCpu().Span.ToArray();
        bool isRight = MathF.Abs(value.Read() - wanted) <= 1e-3f * MathF.Abs(wanted);
        for (int i = 0; i < got.Length; i++) isRight &= MathF.Abs(got[i] - expected.Span[i]) <= 1e-3f * scale;
        if (!isRight) throw new InvalidOperationException($"{device.Name} computes another InfoNCE than the CPU");
    }
}
