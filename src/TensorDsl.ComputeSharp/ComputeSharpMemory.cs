using System;
using System.Runtime.InteropServices;
using ComputeSharp;
using ComputeSharp.Resources;

// What touches Direct3D is reached only with a device, and there is one only on Windows.
#pragma warning disable CA1416

namespace TensorDsl.Hlsl;

/// <summary>A buffer of ComputeSharp's, whatever its elements of four bytes are and whether shaders may write it.</summary>
internal abstract class ComputeSharpMemory
{
    /// <summary>The buffer.</summary>
    public abstract IGraphicsResource Resource { get; }

    /// <summary>Its elements.</summary>
    public abstract int Length { get; }

    /// <summary>Shaders can only read it.</summary>
    public abstract bool IsReadOnly { get; }

    /// <summary>
    /// Whether the last recording into a context of the caller's that touched it wrote it; null if there was none. Nobody tells whether what is
    /// recorded next goes into the same context.
    /// </summary>
    public bool? WrittenInContext { get; set; }

    /// <summary>Lets what is recorded next wait for all that touches it.</summary>
    public abstract void Barrier(ref readonly ComputeContext context);

    /// <summary>Copies from the host, at once.</summary>
    public abstract void Write(ReadOnlySpan<byte> data);

    /// <summary>Copies to the host, at once.</summary>
    public abstract void Read(Span<byte> data);

    /// <summary>Frees it.</summary>
    public abstract void Dispose();
}

/// <inheritdoc/>
internal sealed class ComputeSharpMemory<T> : ComputeSharpMemory
    where T : unmanaged
{
    private readonly StructuredBuffer<T> _buffer;

    public ComputeSharpMemory(StructuredBuffer<T> buffer) => _buffer = buffer;

    public override IGraphicsResource Resource => _buffer;

    public override int Length => _buffer.Length;

    public override bool IsReadOnly => _buffer is not ReadWriteBuffer<T>;

    public override void Barrier(ref readonly ComputeContext context)
    {
        // What nobody can write is never waited for.
        if (_buffer is ReadWriteBuffer<T> writable) context.Barrier(writable);
    }

    public override void Write(ReadOnlySpan<byte> data) => _buffer.CopyFrom(MemoryMarshal.Cast<byte, T>(data));

    public override void Read(Span<byte> data) => _buffer.CopyTo(MemoryMarshal.Cast<byte, T>(data));

    public override void Dispose() => _buffer.Dispose();
}
