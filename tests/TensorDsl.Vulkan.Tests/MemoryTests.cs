using System.Runtime.CompilerServices;
using TensorDsl.Vulkan.Interop;
using TensorDsl.Vulkan.Tests.Support;

namespace TensorDsl.Vulkan.Tests;

/// <summary>Memory is kept for the next buffer, is counted, and runs out without harm.</summary>
public sealed class MemoryTests
{
    [GpuFact]
    public void Small_buffers_share_an_allocation_and_do_not_overlap()
    {
        using var device = new TestDevice();
        VulkanDevice d = device;
        var buffers = Enumerable.Range(0, 200).Select(i => d.Upload([.. Enumerable.Repeat((float)i, 1 + i % 64)])).ToList();
        Assert.Equal(1, device.Api.Calls("AllocateMemory"));
        for (int i = 0; i < buffers.Count; i++) Assert.All(d.Download<float>(buffers[i]), v => Assert.Equal(i, v));
        buffers.ForEach(b => b.Dispose());
    }

    [GpuFact]
    public void What_is_given_back_serves_the_next_buffer_of_its_size()
    {
        using var device = new TestDevice();
        VulkanDevice d = device;
        for (int i = 0; i < 1000; i++) d.Rent(3_000_000 + i).Dispose();
        Assert.Equal(1, device.Api.Calls("AllocateMemory"));
        d.Trim();
        Assert.Equal((0, 0), (d.Statistics.AllocatedBytes, device.Api.Live.GetValueOrDefault("Memory")));
        d.Rent(1).Dispose();
        Assert.Equal(2, device.Api.Calls("AllocateMemory"));
    }

    [GpuFact]
    public void Bytes_are_counted_as_asked_for_and_their_peak_kept()
    {
        using var device = new TestDevice();
        VulkanDevice d = device;
        using var a = d.Rent(1000);
        var b = d.Rent(500);
        b.Dispose();
        Assert.Equal((4000, 6000, 1), (d.Statistics.RentedBytes, d.Statistics.PeakRentedBytes, d.Statistics.RentedBuffers));
        d.ResetPeak();
        Assert.Equal(4000, d.Statistics.PeakRentedBytes);
        d.Rent(1).Dispose();
        Assert.Equal((4000, 4004), (d.Statistics.RentedBytes, d.Statistics.PeakRentedBytes));
    }

    [GpuFact]
    public void A_buffer_that_nobody_disposes_comes_back_when_it_is_collected()
    {
        using var device = new TestDevice();
        Forget(device);
        Assert.Equal(1, device.Device.Statistics.RentedBuffers);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Equal((0, 0), (device.Device.Statistics.RentedBuffers, device.Device.Statistics.RentedBytes));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Forget(VulkanDevice device) => device.Rent(10);
    }

    [GpuFact]
    public void A_buffer_beyond_the_device_s_limit_is_refused()
    {
        using var device = new TestDevice();
        long largest = device.Device.Limits.MaxBufferBytes / 4;
        Assert.Contains($"{largest + 1} elements", Assert.Throws<GpuOutOfMemoryException>(() => device.Device.Rent(largest + 1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => device.Device.Rent(-1));
        Assert.Equal(0, device.Device.Statistics.AllocatedBytes);
    }

    [GpuFact]
    public void When_memory_is_short_what_the_pool_keeps_is_given_up_first()
    {
        using var device = new TestDevice();
        VulkanDevice d = device;
        d.Rent(3_000_000).Dispose();
        // A driver that has room for one allocation.
        device.Api.Fault = (name, _) => name == "AllocateMemory" && device.Api.Live.ContainsKey("Memory") ? VkResult.OutOfDeviceMemory : VkResult.Success;
        using var other = d.Rent(100_000);
        Assert.Equal(1, device.Api.Live["Memory"]);
        Assert.Throws<GpuOutOfMemoryException>(() => d.Rent(3_000_000));
        Assert.Equal(400_000, d.Statistics.RentedBytes);
        Assert.True(d.IsUsable);
    }

    [GpuFact]
    public void When_memory_is_short_sizes_are_not_rounded_up()
    {
        using var device = new TestDevice();
        VulkanDevice d = device;
        bool isShort = true;
        // The first try of a rent, which rounds up, fails; the second is exact.
        device.Api.Fault = (name, _) =>
        {
            if (name != "AllocateMemory") return VkResult.Success;
            isShort = !isShort;
            return isShort ? VkResult.Success : VkResult.OutOfDeviceMemory;
        };
        var exact = d.Rent(1_100_000);
        Assert.InRange(d.Statistics.AllocatedBytes, 4_400_000, 4_400_256);
        exact.Dispose();
        // A larger buffer of the same power of two does not fit into it; a smaller one does.
        device.Api.Fault = null;
        using var larger = d.Upload(new float[1_900_000]);
        using var smaller = d.Rent(1_050_000);
        Assert.InRange(d.Statistics.AllocatedBytes, 4_400_000 + 8_388_608, 4_400_256 + 8_388_608);
    }
}
