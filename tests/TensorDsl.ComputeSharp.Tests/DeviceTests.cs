using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using ComputeSharp;
using TensorDsl.Hlsl;
using TensorDsl.Vulkan.Tests.Kernels;

namespace TensorDsl.BridgeTests;

public sealed class DeviceTests
{
    [BridgeFact]
    public void Kernels_run_and_read_their_buffers_and_constants()
    {
        using var bridge = new BridgeDevice();
        var d = bridge.Device;
        using var a = Upload(d, [.. Enumerable.Range(0, 1000).Select(i => (float)i)]);
        using var b = Upload(d, [.. Enumerable.Range(0, 1000).Select(i => 2f * i)]);
        using var sum = d.Rent(1000);
        d.Dispatch<AddScaled>([a, b, sum], [1000, BitConverter.SingleToUInt32Bits(.5f)], 16);
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => 2f * i), Download(d, sum));
        var dispatch = Assert.Single(bridge.StandIn.Dispatches);
        Assert.Equal(20, dispatch.ConstantBufferSize);
        Assert.Equal($"bytecode of AddScaled: {dispatch.Hlsl.Length}", Encoding.UTF8.GetString(dispatch.Bytecode));
    }

    [BridgeFact]
    public void Constants_of_all_types_lie_where_the_cbuffer_has_them()
    {
        using var bridge = new BridgeDevice();
        using var bits = bridge.Device.Rent(16);
        var constants = new uint[GpuKernel.MaxConstants];
        (constants[0], constants[1], constants[2], constants[^1]) = (0x80000000, unchecked((uint)-7), uint.MaxValue, 0x7FC00000);
        bridge.Device.Dispatch<Echo>([bits], constants, 1);
        Assert.Equal([constants[0], constants[1], constants[2], constants[^1]], Download<uint>(bridge.Device, bits)[..4]);
        // D3D12 has 64 words for constants and, one each, buffers.
        Assert.Equal(128, Assert.Single(bridge.StandIn.Dispatches).Constants.Length);
    }

    [BridgeFact]
    public void Bindings_of_all_kinds_and_shared_memory_and_folded_grids_work()
    {
        using var bridge = new BridgeDevice();
        var d = bridge.Device;
        using var labels = Upload(d, MemoryMarshal.Cast<int, float>([5, -6, 7]));
        using var mask = Upload(d, MemoryMarshal.Cast<uint, float>([1, 0, 1]));
        using var flags = d.Rent(3);
        using var chosen = d.Rent(3);
        d.Dispatch<Choose>([flags, labels, mask, chosen], [3], 1);
        Assert.Equal([5, -1, 7], Download(d, chosen));
        float[] values = [.. Enumerable.Range(0, 1000).Select(i => (float)(i % 17))];
        using var x = Upload(d, values);
        using var sums = d.Rent(16);
        d.Dispatch<SumGroups>([x, sums], [1000], 16);
        Assert.Equal(values.Chunk(64).Select(c => c.Sum()), Download(d, sums));
        using var visits = Upload(d, new float[70_001]);
        d.Dispatch<CountGroups>([visits], [], 70_000);
        uint[] found = Download<uint>(d, visits);
        Assert.All(found[..^1], v => Assert.Equal(1u, v));
        Assert.Equal(0u, found[^1]);
    }

    [BridgeFact]
    public void A_chain_is_one_context_with_barriers_where_they_are_needed()
    {
        using var bridge = new BridgeDevice();
        var d = bridge.Device;
        using var a = Upload(d, [1]);
        using var b = Upload(d, [0]);
        using var c = Upload(d, [0]);
        d.Dispatch<CopyOver>([b, a], [1], 1);
        d.Dispatch<CopyOver>([c, a], [1], 1);
        d.Dispatch<Increment>([b], [1], 1);
        d.Dispatch<Increment>([b], [1], 1);
        d.Dispatch<CopyOver>([c, b], [1], 1);
        d.Dispatch<Increment>([a], [1], 1);
        Assert.Equal(0, bridge.StandIn.Contexts);
        Assert.Equal([3], Download(d, c));
        // b twice, then b and c, then a, which was read.
        Assert.Equal((1, 5, 5L, 1L), (bridge.StandIn.Contexts, bridge.StandIn.Barriers, d.Statistics.Barriers, d.Statistics.Submissions));
        Assert.Equal([2], Download(d, a));
        Assert.Equal(1, bridge.StandIn.Contexts);
    }

    [BridgeFact]
    public void Uploads_and_reused_memory_keep_their_order()
    {
        using var bridge = new BridgeDevice();
        var d = bridge.Device;
        using var x = Upload(d, [1]);
        using var first = d.Rent(1);
        using var second = d.Rent(1);
        d.Dispatch<CopyOver>([first, x], [1], 1);
        d.Upload(x, BitConverter.GetBytes(5f));
        var temporary = d.Rent(1);
        d.Dispatch<CopyOver>([temporary, x], [1], 1);
        d.Dispatch<CopyOver>([second, temporary], [1], 1);
        temporary.Dispose();
        using var again = Upload(d, [9]);
        Assert.Equal((1f, 5f, 9f), (Download(d, first)[0], Download(d, second)[0], Download(d, again)[0]));
        Assert.Equal((16, 4), (d.Statistics.RentedBytes, d.Statistics.RentedBuffers));
    }

    [BridgeFact]
    public void A_buffer_of_the_user_s_is_used_and_not_disposed()
    {
        using var bridge = new BridgeDevice();
        using var resource = bridge.Graphics.AllocateReadWriteBuffer<float>(4);
        resource.CopyFrom<float>([1, 2, 3, 4]);
        var wrapped = bridge.Device.Wrap(resource);
        bridge.Device.Dispatch<Increment>([wrapped], [4], 1);
        bridge.Device.Flush();
        wrapped.Dispose();
        var values = new float[4];
        resource.CopyTo<float>(values);
        Assert.Equal([2, 3, 4, 5], values);
        using var other = new BridgeDevice();
        Assert.Throws<ArgumentException>(() => other.Device.Wrap(resource));
        Assert.Throws<ArgumentException>(() => other.Device.Dispatch<Increment>([bridge.Device.Wrap(resource)], [4], 1));
    }

    [BridgeFact]
    public void A_context_of_the_user_s_takes_kernels_up_and_runs_them_with_its_own()
    {
        using var bridge = new BridgeDevice();
        var d = bridge.Device;
        using var x = Upload(d, [1]);
        using var y = Upload(d, [0]);
        d.Dispatch<Increment>([x], [1], 1);
        d.Flush();
        for (int i = 0; i < 2; i++)
        {
            using ComputeContext context = bridge.Graphics.CreateComputeContext();
            d.Record(in context, () =>
            {
                using var temporary = d.Rent(1);
                d.Dispatch<CopyOver>([temporary, x], [1], 1);
                d.Dispatch<Increment>([temporary], [1], 1);
                d.Dispatch<CopyOver>([y, temporary], [1], 1);
                Assert.Throws<InvalidOperationException>(() => d.Upload(temporary, new byte[4]));
                Assert.Throws<InvalidOperationException>(() => Download(d, y));
                Assert.Throws<InvalidOperationException>(d.Flush);
            });
        }
        // Two in each context, and two in the second for memory that the first wrote: nobody tells that it is another context.
        Assert.Equal((3, 6), (bridge.StandIn.Contexts, bridge.StandIn.Barriers));
        Assert.Equal([3], Download(d, y));
        Assert.Equal(3, bridge.StandIn.Contexts);
        using var other = new BridgeDevice();
        using ComputeContext foreign = other.Graphics.CreateComputeContext();
        bool isRefused = false;
        try
        {
            d.Record(in foreign, () => { });
        }
        catch (ArgumentException)
        {
            isRefused = true;
        }
        Assert.True(isRefused);
    }

    /// <summary>The memory that the first call needed between its kernels serves the second one, in the same context.</summary>
    [BridgeFact]
    public void Calls_that_record_into_one_context_share_memory_with_barriers()
    {
        using var bridge = new BridgeDevice();
        var d = bridge.Device;
        using var x = Upload(d, [1]);
        using var y = Upload(d, [0]);
        using (ComputeContext context = bridge.Graphics.CreateComputeContext())
        {
            for (int i = 0; i < 2; i++)
            {
                d.Record(in context, () =>
                {
                    using var temporary = d.Rent(1);
                    d.Dispatch<CopyOver>([temporary, x], [1], 1);
                    d.Dispatch<Increment>([temporary], [1], 1);
                    d.Dispatch<CopyOver>([y, temporary], [1], 1);
                });
            }
        }
        Assert.Equal([2], Download(d, y));
    }

    /// <summary>The context may run long after its temporary memory was given back: an upload must not get that memory.</summary>
    [BridgeFact]
    public void Temporary_memory_of_a_user_s_context_is_not_given_to_uploads()
    {
        using var bridge = new BridgeDevice();
        var d = bridge.Device;
        using var x = Upload(d, [1]);
        using (ComputeContext context = bridge.Graphics.CreateComputeContext())
        {
            d.Record(in context, () =>
            {
                using var temporary = d.Rent(1);
                d.Dispatch<CopyOver>([temporary, x], [1], 1);
            });
        }
        object used = bridge.StandIn.Dispatches[^1].Buffers[0].Memory;
        using var uploaded = Upload(d, [5]);
        d.Dispatch<Increment>([uploaded], [1], 1);
        d.Flush();
        Assert.NotSame(used, bridge.StandIn.Dispatches[^1].Buffers[0].Memory);
    }

    [BridgeFact]
    public void Empty_buffers_and_grids_are_fine()
    {
        using var bridge = new BridgeDevice();
        using var empty = bridge.Device.Rent(0);
        using var other = bridge.Device.Rent(0);
        using var x = Upload(bridge.Device, [1, 2]);
        bridge.Device.Dispatch<Increment>([empty], [0], 0);
        bridge.Device.Dispatch<AddScaled>([empty, other, x], [0, 0], 1);
        bridge.Device.Upload(empty, []);
        bridge.Device.Download(empty, []);
        Assert.Equal([1, 2], Download(bridge.Device, x));
    }

    [BridgeFact]
    public void Too_little_memory_and_a_lost_device_are_exceptions_of_their_own()
    {
        using var bridge = new BridgeDevice();
        var d = bridge.Device;
        using var x = Upload(d, [1]);
        bridge.StandIn.Before = what => { if (what == "Allocate") throw new Win32Exception(unchecked((int)0x8007000E)); };
        Assert.Throws<GpuOutOfMemoryException>(() => d.Rent(1000));
        bridge.StandIn.Before = null;
        d.Rent(1000).Dispose();
        d.Dispatch<Increment>([x], [1], 1);
        bridge.StandIn.Before = what => { if (what == "End") throw new Win32Exception(unchecked((int)0x887A0005)); };
        Assert.Contains("stand-in was lost", Assert.Throws<GpuDeviceLostException>(() => Download(d, x)).Message);
        Assert.False(d.IsUsable);
        bridge.StandIn.Before = null;
        Assert.Throws<GpuDeviceLostException>(() => d.Rent(1));
    }

    [BridgeFact]
    public void The_event_of_a_lost_device_is_heard()
    {
        using var bridge = new BridgeDevice();
        bridge.Graphics.Lose(DeviceLostReason.DeviceHung);
        Assert.Contains("DeviceHung", Assert.Throws<GpuDeviceLostException>(() => bridge.Device.Rent(1)).Message);
    }

    [BridgeFact]
    public void What_the_compiler_refuses_is_told_where_the_kernel_is_used()
    {
        using var bridge = new BridgeDevice();
        using var x = Upload(bridge.Device, [1]);
        var compiler = ComputeSharpDevice.Compiler;
        ComputeSharpDevice.Compiler = (name, hlsl) => name == "Broken" ? throw new ShaderCompilationException($"{name} is refused") : compiler(name, hlsl);
        Assert.Equal("Broken is refused", Assert.Throws<ShaderCompilationException>(() => bridge.Device.Dispatch<Broken>([x], [], 1)).Message);
        bridge.Device.Dispatch<Increment>([x], [1], 1);
        Assert.Equal([2], Download(bridge.Device, x));
        ComputeSharpDevice.Compiler = compiler;
    }

    [Fact]
    public void Without_Windows_there_is_a_reason_and_no_exception()
    {
        if (OperatingSystem.IsWindows()) return;
        Assert.False(ComputeSharpDevice.TryCreate(out var device, out string reason));
        Assert.Null(device);
        Assert.Contains("Windows", reason);
        Assert.Contains("d3dcompiler_47.dll", Assert.Throws<ShaderCompilationException>(() => FxcCompiler.Compile("K", "")).Message);
    }

    private static GpuBuffer Upload(IGpuDevice device, params ReadOnlySpan<float> values)
    {
        var buffer = device.Rent(values.Length);
        device.Upload(buffer, MemoryMarshal.AsBytes(values));
        return buffer;
    }

    private static float[] Download(IGpuDevice device, GpuBuffer buffer) => Download<float>(device, buffer);

    private static T[] Download<T>(IGpuDevice device, GpuBuffer buffer)
        where T : unmanaged
    {
        var values = new T[buffer.Length];
        device.Download(buffer, MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
