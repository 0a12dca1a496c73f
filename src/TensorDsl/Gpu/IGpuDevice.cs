using TensorDsl.Hlsl;

namespace TensorDsl;

/// <summary>
/// A GPU, or what stands for one: memory, and kernels that run on it in the order in which they are dispatched.
/// </summary>
/// <remarks>
/// <para>Dispatches are recorded and not waited for. <see cref="Download"/> waits for what was recorded before it; nothing else needs
/// to.</para>
/// <para>Members may be called from several threads; the order in which the calls arrive is the order of the work.</para>
/// <para>After <see cref="GpuDeviceLostException"/> all members but Dispose throw it again, and <see cref="IsUsable"/> is false.</para>
/// </remarks>
public interface IGpuDevice : IDisposable
{
    /// <summary>The device's name, as its driver gives it.</summary>
    string Name { get; }

    /// <summary>What the device allows.</summary>
    GpuLimits Limits { get; }

    /// <summary>The device is neither disposed nor lost.</summary>
    bool IsUsable { get; }

    /// <summary>What was done and what is held, at this moment.</summary>
    GpuStatistics Statistics { get; }

    /// <summary>Lets <see cref="GpuStatistics.PeakRentedBytes"/> start anew from what is rented now.</summary>
    void ResetPeak();

    /// <summary>Memory of a number of elements of four bytes. What it holds at first is undefined.</summary>
    /// <param name="elements">0 is allowed: such a buffer can be bound, but has nothing to read.</param>
    /// <returns>A buffer from the device's pool, to which Dispose returns it; kernels dispatched before may still use it then.</returns>
    /// <exception cref="GpuOutOfMemoryException">There is not so much memory, or a buffer cannot be so large.</exception>
    GpuBuffer Rent(long elements);

    /// <summary>Copies from the host; later dispatches see the data, earlier ones do not. The data can be changed after the call. If it
    /// throws, what the buffer holds is undefined.</summary>
    /// <param name="destination">A buffer of this device; its first elements are written.</param>
    /// <param name="data">A multiple of four bytes, at most as many as the buffer has.</param>
    void Upload(GpuBuffer destination, ReadOnlySpan<byte> data);

    /// <summary>Copies to the host what is in a buffer after all dispatches so far, for which it waits.</summary>
    /// <param name="source">A buffer of this device; its first elements are read.</param>
    /// <param name="data">A multiple of four bytes, at most as many as the buffer has.</param>
    void Download(GpuBuffer source, Span<byte> data);

    /// <summary>Records a run of a kernel.</summary>
    /// <typeparam name="TKernel">The kernel.</typeparam>
    /// <param name="buffers">Buffers of this device, in the order of the kernel's bindings. A written one must not be bound twice.</param>
    /// <param name="constants">The bits of the constants, in the order of the kernel's constants.</param>
    /// <param name="groups">The size of the grid; of 0 groups nothing is recorded.</param>
    /// <exception cref="ShaderCompilationException">The kernel cannot be compiled for this device.</exception>
    /// <exception cref="GpuException">The device's limits are exceeded.</exception>
    void Dispatch<TKernel>(ReadOnlySpan<GpuBuffer> buffers, ReadOnlySpan<uint> constants, long groups)
        where TKernel : struct, IGpuKernel;

    /// <summary>Hands what was recorded to the device, without waiting for it.</summary>
    void Flush();
}
