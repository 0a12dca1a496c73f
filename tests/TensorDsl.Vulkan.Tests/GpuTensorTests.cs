using TensorDsl.Vulkan.Tests.Support;

namespace TensorDsl.Vulkan.Tests;

public sealed class GpuTensorTests
{
    private abstract class N;

    [Dim(3)]
    private abstract class D;

    private abstract class Classes;

    [GpuTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Tensors_of_all_ranks_and_elements_go_there_and_back(bool staging)
    {
        using var device = new TestDevice(staging);
        VulkanDevice d = device;
        using var scalar = new Tensor<float>(4.5f).ToGpu(d);
        Assert.Equal((4.5f, 4.5f), (scalar.Read(), scalar.ToCpu().Value));
        float[] values = [.. Enumerable.Range(0, 24).Select(i => i * -.25f)];
        using var vector = new Tensor<float, N>(values, 24).ToGpu(d);
        using var matrix = new Tensor<float, N, D>(values, 8, 3).ToGpu(d);
        using var cube = new Tensor<float, N, N, D>(values, 4, 2, 3).ToGpu(d);
        using var four = new Tensor<float, N, N, N, D>(values, 2, 2, 2, 3).ToGpu(d);
        Assert.Equal(values, vector.ToCpu().ToArray());
        Assert.Equal(values, matrix.ToCpu().ToArray());
        Assert.Equal(values, cube.ToCpu().ToArray());
        Assert.Equal(values, four.ToCpu().ToArray());
        Assert.Equal((2, 2, 2, 3), (four.Size0, four.Size1, four.Size2, four.Size3));
        bool[] truths = [true, false, true, true, false];
        using var mask = new Tensor<bool, N>(truths, 5).ToGpu(d);
        Assert.Equal(truths, mask.ToCpu().ToArray());
        Assert.Equal([1u, 0, 1, 1, 0], d.Download<uint>(mask.Buffer));
        using var labels = new Tensor<Index<Classes>, N>(new Index<Classes>[] { 4, 0, -1 }, 3).ToGpu(d);
        Assert.Equal([4, 0, -1], labels.ToCpu().Positions().ToArray());
        Assert.Equal([4, 0, -1], d.Download<int>(labels.Buffer));
    }

    [GpuFact]
    public void Copies_go_into_tensors_that_are_there()
    {
        using var device = new TestDevice();
        using var x = new GpuTensor<float, N, D>(device.Device, 2, 3);
        x.CopyFrom(new Tensor<float, N, D>([1, 2, 3, 4, 5, 6], 2, 3));
        var back = Tensors.Zeros<float, N, D>(2, 3);
        x.CopyTo(back);
        Assert.Equal([1, 2, 3, 4, 5, 6], back.ToArray());
        var wrong = Tensors.Zeros<float, N, D>(3, 3);
        string message = Assert.Throws<ShapeMismatchException>(() => x.CopyTo(wrong)).Message;
        Assert.Contains("GpuTensor<float>[N=2, D=3] and Tensor<float>[N=3, D=3] differ", message);
        Assert.Throws<ShapeMismatchException>(() => x.CopyFrom(wrong));
    }

    [GpuFact]
    public void Empty_tensors_are_tensors()
    {
        using var device = new TestDevice();
        using var x = Tensors.Zeros<float, N, D>(0, 3).ToGpu(device.Device);
        Assert.Equal((0L, 0), (x.Length, x.Size0));
        Assert.Empty(x.ToCpu().ToArray());
        Assert.Equal(0, x.Buffer.Length);
    }

    [GpuFact]
    public void A_renamed_tensor_is_the_same_memory_and_does_not_own_it()
    {
        using var device = new TestDevice();
        var x = new Tensor<float, N, D>([1, 2, 3], 1, 3).ToGpu(device.Device);
        var renamed = x.Rename<Classes, D>();
        renamed.Dispose();
        Assert.Equal("GpuTensor<float>[Classes=1, D=3]", renamed.ToString());
        Assert.Same(x.Buffer, renamed.Buffer);
        Assert.Equal([1, 2, 3], renamed.ToCpu().ToArray());
        Assert.Throws<ShapeMismatchException>(() => x.Rename<D, N>());
        x.Dispose();
        x.Dispose();
        Assert.Throws<ObjectDisposedException>(() => renamed.ToCpu());
        Assert.Throws<ObjectDisposedException>(() => x.Buffer);
        Assert.Equal(0, device.Device.Statistics.RentedBuffers);
    }

    [GpuFact]
    public void A_tensor_may_lie_in_a_buffer_of_somebody_else_s()
    {
        using var device = new TestDevice();
        using var buffer = device.Device.Upload(1, 2, 3, 4);
        var x = new GpuTensor<float, N, D>(buffer, 1, 3);
        Assert.Equal([1, 2, 3], x.ToCpu().ToArray());
        Assert.Equal(1, new GpuTensor<float>(buffer).Read());
        x.Dispose();
        Assert.False(buffer.IsDisposed);
        Assert.Contains("has 6 elements but the buffer has 4", Assert.Throws<ShapeMismatchException>(() => new GpuTensor<float, N, D>(buffer, 2, 3)).Message);
    }

    [GpuFact]
    public void Shapes_and_elements_are_checked_as_on_the_CPU()
    {
        using var device = new TestDevice();
        VulkanDevice d = device;
        Assert.Contains(
            "GpuTensor<float>[N=2, D=4]: dimension D is declared [Dim(3)] but is 4 here",
            Assert.Throws<ShapeMismatchException>(() => new GpuTensor<float, N, D>(d, 2, 4)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new GpuTensor<float, N>(d, -1));
        Assert.Contains("float, bool or Index<…>", Assert.Throws<NotSupportedException>(() => new GpuTensor<double, N>(d, 1)).Message);
        Assert.Throws<GpuOutOfMemoryException>(() => new GpuTensor<float, N, N, N, N>(d, int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue));
        Assert.Throws<GpuOutOfMemoryException>(() => new GpuTensor<float, N, N>(d, int.MaxValue, int.MaxValue));
        Assert.Throws<ArgumentNullException>(() => new GpuTensor<float>((IGpuDevice)null!));
        Assert.Equal(0, d.Statistics.RentedBuffers);
    }

    [GpuFact]
    public void A_failed_upload_keeps_no_memory()
    {
        using var device = new TestDevice(staging: true);
        device.Api.Fault = (name, _) => name == "BeginCommandBuffer" ? Interop.VkResult.OutOfHostMemory : Interop.VkResult.Success;
        Assert.Throws<GpuOutOfMemoryException>(() => new Tensor<float>(1f).ToGpu(device.Device));
        device.Api.Fault = null;
        Assert.Equal(0, device.Device.Statistics.RentedBuffers);
        using var x = new Tensor<float>(2f).ToGpu(device.Device);
        Assert.Equal(2, x.Read());
    }

    [GpuFact]
    public void Tensors_of_two_devices_do_not_meet()
    {
        using var first = new TestDevice();
        using var second = new TestDevice();
        using var x = new GpuTensor<float, N>(first.Device, 1);
        using var y = new GpuTensor<bool, N>(second.Device, 1);
        Shapes.SameDevice("F", x, "x", x, "z");
        string message = Assert.Throws<ArgumentException>(() => Shapes.SameDevice("F", x, "x", y, "y")).Message;
        Assert.Contains("F: 'x' is on the device", message);
        Assert.Contains("but 'y' on another one", message);
    }

    [GpuFact]
    public void A_destination_is_not_an_input()
    {
        using var device = new TestDevice();
        using var x = new GpuTensor<float, N>(device.Device, 4);
        using var y = new GpuTensor<float, N>(device.Device, 4);
        Shapes.NoOverlap("F", x, "x", y, "y");
        Assert.Contains("F: 'gradX' overlaps the memory of 'x'", Assert.Throws<ArgumentException>(() => Shapes.NoOverlap("F", x, "gradX", x, "x")).Message);
        Assert.Throws<ArgumentException>(() => Shapes.NoOverlap("F", x.Rename<Classes>(), "gradX", x, "x"));
    }
}
