using ComputeSharp;

namespace TensorDsl.BridgeTests;

/// <summary>The loss library, compiled without ComputeSharp, runs on the bridge.</summary>
public sealed class LibraryTests
{
    private abstract class N;

    private abstract class D;

    [BridgeFact]
    public void A_loss_and_its_gradients_are_those_of_the_CPU()
    {
        using var bridge = new BridgeDevice();
        var x = Tensors.Normal<float, N, D>(37, 19, seed: 1);
        var y = Tensors.Normal<float, N, D>(37, 19, seed: 2);
        var (gradX, gradY) = (Tensors.Zeros<float, N, D>(37, 19), Tensors.Zeros<float, N, D>(37, 19));
        float expected = Losses.InfoNceGradient(x, y, gradX, gradY);

        using var gpuX = x.ToGpu(bridge.Device);
        using var gpuY = y.ToGpu(bridge.Device);
        using var gpuGradX = new GpuTensor<float, N, D>(bridge.Device, 37, 19);
        using var gpuGradY = new GpuTensor<float, N, D>(bridge.Device, 37, 19);
        using var value = Losses.InfoNceGradient(gpuX, gpuY, gpuGradX, gpuGradY);
        Assert.Equal(0, bridge.StandIn.Contexts);
        Assert.Equal(expected, value.Read(), 1e-4f);
        Assert.Equal(1, bridge.StandIn.Contexts);
        AssertClose(gradX, gpuGradX.ToCpu());
        AssertClose(gradY, gpuGradY.ToCpu());
    }

    private static void AssertClose(Tensor<float, N, D> expected, Tensor<float, N, D> actual)
    {
        float scale = expected.Span.ToArray().Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected.Span[i], actual.Span[i], scale * 1e-4f);
    }
}
