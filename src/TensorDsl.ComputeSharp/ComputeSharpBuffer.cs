using System.Threading;
using ComputeSharp;

// What touches Direct3D is reached only with a device, and there is one only on Windows.
#pragma warning disable CA1416

namespace TensorDsl;

/// <summary>A buffer of ComputeSharp's: one from the device's pool, or one that somebody else owns.</summary>
internal sealed class ComputeSharpBuffer : GpuBuffer
{
    private readonly bool _isPooled;
    private ReadWriteBuffer<float>? _resource;

    public ComputeSharpBuffer(ComputeSharpDevice device, ReadWriteBuffer<float> resource, long length, bool isPooled)
        : base(device, length)
    {
        _resource = resource;
        _isPooled = isPooled;
    }

    ~ComputeSharpBuffer() => Dispose(false);

    public override bool IsDisposed => _resource is null;

    /// <exception cref="System.ObjectDisposedException">It was given back.</exception>
    public ReadWriteBuffer<float> Resource => _resource ?? throw new System.ObjectDisposedException(nameof(GpuBuffer));

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _resource, null) is { } resource && _isPooled) ((ComputeSharpDevice)Device).Return(resource, Length, disposing);
    }
}
