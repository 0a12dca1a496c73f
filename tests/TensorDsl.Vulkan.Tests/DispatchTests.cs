using System.Runtime.InteropServices;
using TensorDsl.Hlsl;
using TensorDsl.Vulkan.Tests.Kernels;
using TensorDsl.Vulkan.Tests.Support;

namespace TensorDsl.Vulkan.Tests;

/// <summary>Kernels compute what they say, with and without staging memory.</summary>
public sealed class DispatchTests
{
    [GpuTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_kernel_reads_its_buffers_and_constants(bool staging)
    {
        using var device = new TestDevice(staging);
        float[] a = [.. Enumerable.Range(0, 1000).Select(i => i * .5f)], b = [.. Enumerable.Range(0, 1000).Select(i => 3f - i)];
        using var x = device.Device.Upload(a);
        using var y = device.Device.Upload(b);
        using var sum = device.Device.Rent(1000);
        device.Device.Dispatch<AddScaled>([x, y, sum], [1000, Run.Bits(.25f)], 16);
        Assert.Equal(a.Zip(b, (p, q) => p + .25f * q), device.Device.Download<float>(sum));
    }

    [GpuFact]
    public void Constants_of_all_types_arrive_up_to_the_last_and_threads_are_numbered_x_first()
    {
        using var device = new TestDevice();
        using var bits = device.Device.Rent(16);
        var constants = new uint[GpuKernel.MaxConstants];
        constants[0] = Run.Bits(-0f);
        constants[1] = unchecked((uint)-7);
        constants[2] = uint.MaxValue;
        constants[^1] = Run.Bits(float.NaN);
        device.Device.Dispatch<Echo>([bits], constants, 1);
        uint[] found = device.Device.Download<uint>(bits);
        Assert.Equal([constants[0], constants[1], constants[2], constants[^1]], found[..4]);
        Assert.Equal([0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121], found[4..].Select(v => (int)v));
    }

    [GpuFact]
    public void Bindings_of_both_kinds_and_all_element_types_may_stand_in_any_order()
    {
        using var device = new TestDevice();
        using var labels = device.Device.Rent(3);
        using var mask = device.Device.Rent(3);
        device.Device.Upload(labels, MemoryMarshal.AsBytes<int>([5, -6, 7]));
        device.Device.Upload(mask, MemoryMarshal.AsBytes<uint>([1, 0, 1]));
        using var flags = device.Device.Rent(3);
        using var chosen = device.Device.Rent(3);
        device.Device.Dispatch<Choose>([flags, labels, mask, chosen], [3], 1);
        Assert.Equal([5, -1, 7], device.Device.Download<float>(chosen));
        Assert.Equal([0u, 1, 0], device.Device.Download<uint>(flags));
    }

    [GpuFact]
    public void Threads_of_a_group_share_memory_and_meet_at_barriers()
    {
        using var device = new TestDevice();
        float[] values = [.. Enumerable.Range(0, 1000).Select(i => (float)(i % 17))];
        using var x = device.Device.Upload(values);
        using var sums = device.Device.Rent(16);
        device.Device.Dispatch<SumGroups>([x, sums], [1000], 16);
        Assert.Equal(values.Chunk(64).Select(c => c.Sum()), device.Device.Download<float>(sums));
    }

    [GpuTheory]
    [InlineData(1)]
    [InlineData(65535)]
    [InlineData(65536)]
    [InlineData(65537)]
    [InlineData(200_003)]
    public void Every_group_of_a_grid_runs_once_also_beyond_65535_groups(int groups)
    {
        using var device = new TestDevice();
        using var visits = device.Device.Rent(groups + 1);
        device.Device.Upload(visits, new byte[(groups + 1) * 4]);
        device.Device.Dispatch<CountGroups>([visits], [], groups);
        uint[] found = device.Device.Download<uint>(visits);
        Assert.All(found[..^1], v => Assert.Equal(1u, v));
        Assert.Equal(0u, found[^1]);
    }

    [GpuFact]
    public void A_grid_without_groups_and_buffers_without_elements_are_fine()
    {
        using var device = new TestDevice();
        using var empty = device.Device.Rent(0);
        device.Device.Upload(empty, []);
        device.Device.Download(empty, []);
        device.Device.Increment(empty);
        Assert.Equal(0, device.Device.Statistics.Dispatches);
        using var x = device.Device.Upload(1, 2);
        device.Device.Dispatch<AddScaled>([empty, empty, x], [0, 0], 1);
        Assert.Equal([1, 2], device.Device.Download<float>(x));
    }

    /// <summary>Vulkan promises a little less (zero, or an element of the same block); Mesa's device, on which tests run, keeps this.</summary>
    [GpuFact]
    public void What_lies_outside_a_buffer_is_not_another_buffer()
    {
        using var device = new TestDevice();
        using var x = device.Device.Upload(1, 2, 3);
        using var neighbour = device.Device.Upload([.. Enumerable.Repeat(77f, 64)]);
        using var value = device.Device.Rent(1);
        foreach (uint at in new uint[] { 3, 64, 65, 1 << 20, uint.MaxValue })
        {
            device.Device.Dispatch<ReadAt>([x, value], [at], 1);
            Assert.Equal(0f, Assert.Single(device.Device.Download<float>(value)));
        }
    }

    [GpuFact]
    public void Kernels_with_the_same_text_are_compiled_once()
    {
        using var device = new TestDevice(cache: "");
        using var x = device.Device.Upload(1);
        device.Device.Dispatch<Increment>([x], [1], 1);
        device.Device.Dispatch<IncrementAgain>([x], [1], 1);
        Assert.Equal([3], device.Device.Download<float>(x));
        Assert.Equal((1, 1), (device.Device.Statistics.Pipelines, device.Device.Statistics.Compilations));
    }

    [GpuFact]
    public void Wrong_arguments_are_refused_before_anything_is_recorded()
    {
        using var device = new TestDevice();
        using var other = new TestDevice();
        using var x = device.Device.Upload(1, 2);
        using var y = other.Device.Upload(1, 2);
        var gone = device.Device.Rent(2);
        gone.Dispose();
        gone.Dispose();
        VulkanDevice d = device;
        Assert.Contains("1 buffers are given but it has 3", Assert.Throws<ArgumentException>(() => d.Dispatch<AddScaled>([x], [2, 0], 1)).Message);
        Assert.Contains("1 constants are given but it has 2", Assert.Throws<ArgumentException>(() => d.Dispatch<AddScaled>([x, x, x], [2], 1)).Message);
        Assert.Contains("bound as 'sum', which is written, and as 'a'", Assert.Throws<ArgumentException>(() => d.Dispatch<AddScaled>([x, x, x], [2, 0], 1)).Message);
        Assert.Contains("on another device", Assert.Throws<ArgumentException>(() => d.Dispatch<Increment>([y], [2], 1)).Message);
        Assert.Throws<ObjectDisposedException>(() => d.Dispatch<Increment>([gone], [2], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => d.Dispatch<Increment>([x], [2], -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => d.Dispatch<Increment>([x], [2], 65535L * 65535 + 1));
        Assert.Throws<ArgumentException>(() => d.Upload(x, new byte[12]));
        Assert.Throws<ArgumentException>(() => d.Download(x, new byte[3]));
        Assert.Contains("shared memory, but", Assert.Throws<GpuException>(() => d.Dispatch<TooMuchShared>([x], [], 1)).Message);
        Assert.Equal(0, d.Statistics.Dispatches);
    }

    [GpuFact]
    public void A_disposed_device_says_so()
    {
        var device = new TestDevice();
        var x = device.Device.Upload(1);
        device.Dispose();
        device.Dispose();
        Assert.False(device.Device.IsUsable);
        Assert.Throws<ObjectDisposedException>(() => device.Device.Rent(1));
        Assert.Throws<ObjectDisposedException>(() => device.Device.Dispatch<Increment>([x], [1], 1));
        x.Dispose();
    }
}
