using TensorDsl.Vulkan.Recording;
using TensorDsl.Vulkan.Tests.Kernels;
using TensorDsl.Vulkan.Tests.Support;

namespace TensorDsl.Vulkan.Tests;

/// <summary>Work runs in the order of the calls, is handed over late, and waits only where it must.</summary>
public sealed class OrderTests
{
    [GpuFact]
    public void A_chain_of_kernels_is_one_submission()
    {
        using var device = new TestDevice();
        using var x = device.Device.Upload(0, 10);
        for (int i = 0; i < 100; i++) device.Device.Increment(x);
        Assert.Equal(0, device.Device.Statistics.Submissions);
        Assert.Equal([100, 110], device.Device.Download<float>(x));
        Assert.Equal((1, 100, 99), (device.Device.Statistics.Submissions, device.Device.Statistics.Dispatches, device.Device.Statistics.Barriers));
        Assert.Equal(1, device.Api.Calls("QueueSubmit"));
    }

    [GpuFact]
    public void Kernels_wait_for_those_that_write_what_they_touch_and_for_no_others()
    {
        using var device = new TestDevice();
        VulkanDevice d = device;
        using var a = d.Upload(1);
        using var b = d.Upload(2);
        using var c = d.Upload(3);
        Assert.Equal(0, Barriers(() => d.Copy(b, a)));
        Assert.Equal(0, Barriers(() => d.Copy(c, a))); // two may read
        Assert.Equal(1, Barriers(() => d.Copy(c, b))); // reads what was written
        Assert.Equal(1, Barriers(() => d.Copy(b, a))); // writes what was read
        Assert.Equal(1, Barriers(() => d.Copy(b, a))); // writes what was written
        Assert.Equal(0, Barriers(() => d.Increment(c)));
        Assert.Equal([2], d.Download<float>(c));
        // Submissions of one queue are not ordered by themselves.
        Assert.Equal(1, Barriers(() => d.Increment(c)));
        d.Flush();
        Assert.Equal(1, Barriers(() => d.Increment(c)));
        Assert.Equal([4], d.Download<float>(c));

        long Barriers(Action action)
        {
            long before = d.Statistics.Barriers;
            action();
            return d.Statistics.Barriers - before;
        }
    }

    [GpuTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_upload_is_seen_by_later_kernels_only(bool staging)
    {
        using var device = new TestDevice(staging);
        VulkanDevice d = device;
        using var x = d.Upload(1);
        using var first = d.Upload(0);
        using var second = d.Upload(0);
        d.Copy(first, x);
        d.Upload(x, BitConverter.GetBytes(5f));
        d.Copy(second, x);
        Assert.Equal((1f, 5f), (d.Download<float>(first)[0], d.Download<float>(second)[0]));
        // The same with the device at work or done, instead of recorded.
        d.Copy(first, x);
        d.Flush();
        d.Upload(x, BitConverter.GetBytes(6f));
        d.Copy(second, x);
        Assert.Equal((5f, 6f), (d.Download<float>(first)[0], d.Download<float>(second)[0]));
    }

    [GpuTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_memory_of_a_disposed_buffer_is_reused_behind_the_kernels_that_use_it(bool staging)
    {
        using var device = new TestDevice(staging);
        VulkanDevice d = device;
        using var result = d.Upload(0);
        var results = new List<GpuBuffer>();
        for (int i = 0; i < 50; i++)
        {
            var x = d.Upload(i);
            var copy = d.Rent(1);
            d.Increment(x);
            d.Copy(copy, x);
            x.Dispose();
            results.Add(copy);
        }
        Assert.Equal(Enumerable.Range(1, 50).Select(i => (float)i), results.Select(r => d.Download<float>(r)[0]));
        results.ForEach(r => r.Dispose());
        Assert.Equal(1, d.Statistics.RentedBuffers);
    }

    [GpuTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Large_copies_go_in_pieces_and_hold_little_staging_memory(bool staging)
    {
        using var device = new TestDevice(staging);
        VulkanDevice d = device;
        const int Count = 26_000_003;
        var values = new float[Count];
        for (int i = 0; i < Count; i++) values[i] = i % 1_000_003;
        using var x = d.Upload(values);
        Assert.True(values.AsSpan().SequenceEqual(d.Download<float>(x)));
        Assert.InRange(d.Statistics.AllocatedBytes, Count * 4L, (128 << 20) + (80 << 20));
    }

    [GpuFact]
    public void Many_kernels_are_handed_over_before_anyone_waits()
    {
        using var device = new TestDevice();
        using var x = device.Device.Upload(0);
        const int Count = 3 * CommandStream.DispatchesOfASubmission + 7;
        for (int i = 0; i < Count; i++) device.Device.Increment(x);
        Assert.Equal(3, device.Device.Statistics.Submissions);
        Assert.Equal([Count], device.Device.Download<float>(x));
        Assert.Equal(4, device.Device.Statistics.Submissions);
    }

    [GpuFact]
    public void Objects_of_submissions_are_reused()
    {
        using var device = new TestDevice();
        using var x = device.Device.Upload(0);
        for (int i = 0; i < 40; i++)
        {
            device.Device.Increment(x);
            device.Device.Download<float>(x);
        }
        Assert.Equal((1, 1, 1), (device.Api.Calls("CreateFence"), device.Api.Calls("CreateCommandPool"), device.Api.Calls("CreateDescriptorPool")));
    }

    [GpuFact]
    public void Threads_may_share_a_device()
    {
        using var device = new TestDevice();
        VulkanDevice d = device;
        Parallel.For(0, 8, thread =>
        {
            for (int i = 0; i < 25; i++)
            {
                using var x = d.Upload(thread * 1000 + i);
                d.Increment(x);
                Assert.Equal([thread * 1000 + i + 1], d.Download<float>(x));
            }
        });
        Assert.Equal(0, d.Statistics.RentedBuffers);
    }
}
