using System.Runtime.InteropServices;
using TensorDsl.Vulkan.Tests.Kernels;

namespace TensorDsl.Vulkan.Tests.Support;

/// <summary>Short forms for what tests do with devices.</summary>
internal static class Run
{
    public static GpuBuffer Upload(this IGpuDevice device, params ReadOnlySpan<float> values)
    {
        var buffer = device.Rent(values.Length);
        device.Upload(buffer, MemoryMarshal.AsBytes(values));
        return buffer;
    }

    public static T[] Download<T>(this IGpuDevice device, GpuBuffer buffer, int? count = null)
        where T : unmanaged
    {
        var values = new T[count ?? (int)buffer.Length];
        device.Download(buffer, MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    public static void Increment(this IGpuDevice device, GpuBuffer x)
        => device.Dispatch<Increment>([x], [(uint)x.Length], (x.Length + 63) / 64);

    public static void Copy(this IGpuDevice device, GpuBuffer to, GpuBuffer from)
        => device.Dispatch<CopyOver>([to, from], [(uint)to.Length], (to.Length + 63) / 64);

    public static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value);
}
