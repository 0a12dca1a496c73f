using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using TensorDsl.Vulkan.Interop;
using TensorDsl.Vulkan.Tests.Kernels;
using TensorDsl.Vulkan.Tests.Support;

namespace TensorDsl.Vulkan.Tests;

/// <summary>What fails below is an exception of its own kind, and nothing leaks or hangs after it.</summary>
public sealed class FaultTests
{
    /// <summary>Every call of Vulkan that can fail is let fail once, in each way, in a run that uses all of the device.</summary>
    [GpuTheory]
    [InlineData(false, VkResult.OutOfDeviceMemory)]
    [InlineData(true, VkResult.OutOfDeviceMemory)]
    [InlineData(false, VkResult.OutOfHostMemory)]
    [InlineData(false, VkResult.DeviceLost)]
    [InlineData(true, VkResult.DeviceLost)]
    [InlineData(true, VkResult.InitializationFailed)]
    public void Whatever_call_fails_nothing_leaks(bool staging, object result)
    {
        int failed = 0;
        for (int at = 0; ; at++)
        {
            var api = new SpyVulkan();
            int position = at;
            api.Fault = (_, n) => n == position ? (VkResult)result : VkResult.Success;
            bool isDone = Scenario(api, staging, out var error);
            Assert.Empty(api.Live);
            if (error != null)
            {
                failed++;
                AssertKind((VkResult)result, error);
            }
            Assert.Equal(isDone, error is null);
            if (at >= api.Fallible) break; // nothing was left to fail
        }
        Assert.InRange(failed, 20, 200);
    }

    [GpuTheory]
    [InlineData("QueueSubmit")]
    [InlineData("WaitForFences")]
    [InlineData("GetFenceStatus")]
    public void A_lost_device_says_so_from_then_on(string function)
    {
        using var device = new TestDevice();
        VulkanDevice d = device;
        using var x = d.Upload(1);
        using var y = d.Upload(1);
        d.Increment(x);
        if (function == "GetFenceStatus") d.Flush();
        device.Api.Fault = (name, _) => name == function ? VkResult.DeviceLost : VkResult.Success;
        float[] values = [123];
        var error = Assert.Throws<GpuDeviceLostException>(() =>
        {
            d.Upload(x, new byte[4]); // asks what has run
            d.Download(x, MemoryMarshal.AsBytes(values.AsSpan()));
        });
        Assert.Contains(d.Name, error.Message);
        Assert.Equal([123], values); // nothing half-read
        Assert.False(d.IsUsable);
        device.Api.Fault = null;
        Assert.Throws<GpuDeviceLostException>(() => d.Increment(y));
        Assert.Throws<GpuDeviceLostException>(() => d.Rent(1));
        Assert.Throws<GpuDeviceLostException>(() => d.Flush());
        x.Dispose(); // still gives back, and does not throw
    }

    [GpuFact]
    public void A_submission_that_finds_no_memory_is_tried_again()
    {
        using var device = new TestDevice();
        using var x = device.Device.Upload(1);
        device.Device.Increment(x);
        device.Api.Fault = (name, _) => name == "QueueSubmit" ? VkResult.OutOfDeviceMemory : VkResult.Success;
        Assert.Throws<GpuOutOfMemoryException>(() => device.Device.Flush());
        Assert.True(device.Device.IsUsable);
        device.Api.Fault = null;
        device.Device.Increment(x);
        Assert.Equal([3], device.Device.Download<float>(x));
    }

    [GpuFact]
    public void The_shared_device_is_replaced_when_it_is_lost()
    {
        var opened = new List<TestDevice>();
        Gpu.Register("Test", Probe);
        try
        {
            Assert.True(Gpu.TryGetDevice(out var first, out string reason), reason);
            Assert.Same(first, Gpu.GetDevice());
            opened[0].Api.Fault = (name, _) => name == "QueueSubmit" ? VkResult.DeviceLost : VkResult.Success;
            using var x = first.Upload(1);
            first.Increment(x);
            Assert.Throws<GpuDeviceLostException>(first.Flush);
            Assert.NotSame(first, Gpu.GetDevice());
            Assert.Equal(2, opened.Count);
        }
        finally
        {
            Gpu.Register("Test", Nothing);
            opened.ForEach(d => d.Dispose());
        }
        Assert.False(Gpu.TryGetDevice(out _, out string why));
        Assert.Equal("Test: the test is over", why);
        Assert.Equal(why, Assert.Throws<GpuUnavailableException>(() => Gpu.GetDevice()).Message);

        bool Probe([NotNullWhen(true)] out IGpuDevice? device, out string reason)
        {
            opened.Add(new TestDevice());
            device = opened[^1].Device;
            reason = "";
            return true;
        }

        static bool Nothing([NotNullWhen(true)] out IGpuDevice? device, out string reason)
        {
            device = null;
            reason = "the test is over";
            return false;
        }
    }

    private static void AssertKind(VkResult result, GpuException error)
    {
        var kinds = result switch
        {
            VkResult.DeviceLost => new[] { typeof(GpuDeviceLostException), typeof(GpuUnavailableException) },
            VkResult.OutOfDeviceMemory or VkResult.OutOfHostMemory => [typeof(GpuOutOfMemoryException), typeof(GpuUnavailableException)],
            _ => [typeof(GpuException), typeof(GpuUnavailableException)],
        };
        Assert.Contains(error.GetType(), kinds);
        Assert.Contains(result.ToString(), error is GpuDeviceLostException ? "DeviceLost" : error.Message);
    }

    /// <summary>Opens a device, uploads, runs two kernels, reads back. True if all went well, with the right result.</summary>
    private static bool Scenario(SpyVulkan api, bool staging, out GpuException? error)
    {
        error = null;
        VulkanDevice? device = null;
        try
        {
            device = VulkanDevice.Create(new VulkanOptions { ForceStaging = staging, Validation = false }, api, null);
            using var x = device.Upload(1, 2, 3);
            using var y = device.Rent(3);
            device.Copy(y, x);
            device.Increment(y);
            device.Upload(x, new byte[12]);
            Assert.Equal([2, 3, 4], device.Download<float>(y));
            device.Flush();
            return true;
        }
        catch (GpuException e)
        {
            error = e;
            return false;
        }
        finally
        {
            device?.Dispose();
        }
    }
}
