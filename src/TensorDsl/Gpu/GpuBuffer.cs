namespace TensorDsl;

/// <summary>Memory on a device: a number of elements of four bytes each.</summary>
public abstract class GpuBuffer : IDisposable
{
    /// <summary>A buffer of a device.</summary>
    protected GpuBuffer(IGpuDevice device, long length)
    {
        Device = device;
        Length = length;
    }

    /// <summary>The device whose memory it is.</summary>
    public IGpuDevice Device { get; }

    /// <summary>The number of elements.</summary>
    public long Length { get; }

    /// <summary>The memory was given back.</summary>
    public abstract bool IsDisposed { get; }

    /// <summary>Another buffer, or this one, lies in the same memory: what is written to the one is read from the other.</summary>
    public virtual bool IsSameMemory(GpuBuffer other) => ReferenceEquals(this, other);

    /// <summary>
    /// Gives the memory back to the device's pool. Kernels that were dispatched before may still use it; calls after the first do nothing.
    /// </summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the memory back.</summary>
    /// <param name="disposing">False in a finalizer.</param>
    protected abstract void Dispose(bool disposing);
}
