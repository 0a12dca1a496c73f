using System.Collections.Generic;
using System.Threading;
using ComputeSharp;

// What touches Direct3D is reached only with a device, and there is one only on Windows.
#pragma warning disable CA1416

namespace TensorDsl;

/// <summary>A buffer of ComputeSharp's: one from the device's pool, or one that somebody else owns.</summary>
internal sealed class ComputeSharpBuffer : GpuBuffer
{
    private readonly Dictionary<int, Stack<ReadWriteBuffer<float>>>? _pool;
    private ReadWriteBuffer<float>? _resource;

    /// <param name="device">The device.</param>
    /// <param name="resource">The memory.</param>
    /// <param name="length">The elements asked for.</param>
    /// <param name="pool">Where the memory goes back to, by its length; null for memory that somebody else owns.</param>
    public ComputeSharpBuffer(
        ComputeSharpDevice device, ReadWriteBuffer<float> resource, long length, Dictionary<int, Stack<ReadWriteBuffer<float>>>? pool)
        : base(device, length)
    {
        _resource = resource;
        _pool = pool;
    }

    ~ComputeSharpBuffer() => Dispose(false);

    public override bool IsDisposed => _resource is null;

    /// <exception cref="System.ObjectDisposedException">It was given back.</exception>
    public ReadWriteBuffer<float> Resource => _resource ?? throw new System.ObjectDisposedException(nameof(GpuBuffer));

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _resource, null) is { } resource && _pool is { } pool)
            ((ComputeSharpDevice)Device).Return(pool, resource, Length, disposing);
    }
}
