using System.Collections.Generic;
using System.Threading;
using TensorDsl.Hlsl;

// What touches Direct3D is reached only with a device, and there is one only on Windows.
#pragma warning disable CA1416

namespace TensorDsl;

/// <summary>A buffer of ComputeSharp's: one from the device's pool, or one that somebody else owns.</summary>
internal sealed class ComputeSharpBuffer : GpuBuffer
{
    private readonly Dictionary<int, Stack<ComputeSharpMemory>>? _pool;
    private ComputeSharpMemory? _memory;

    /// <param name="device">The device.</param>
    /// <param name="memory">The memory.</param>
    /// <param name="length">The elements asked for.</param>
    /// <param name="pool">Where the memory goes back to, by its length; null for memory that somebody else owns.</param>
    public ComputeSharpBuffer(
        ComputeSharpDevice device, ComputeSharpMemory memory, long length, Dictionary<int, Stack<ComputeSharpMemory>>? pool)
        : base(device, length)
    {
        _memory = memory;
        _pool = pool;
    }

    ~ComputeSharpBuffer() => Dispose(false);

    public override bool IsDisposed => _memory is null;

    /// <exception cref="System.ObjectDisposedException">It was given back.</exception>
    public ComputeSharpMemory Memory => _memory ?? throw new System.ObjectDisposedException(nameof(GpuBuffer));

    public override bool IsSameMemory(GpuBuffer other) => other is ComputeSharpBuffer own && ReferenceEquals(own.Memory.Resource, Memory.Resource);

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _memory, null) is { } memory && _pool is { } pool)
            ((ComputeSharpDevice)Device).Return(pool, memory, Length, disposing);
    }
}
