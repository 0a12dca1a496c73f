using ComputeSharp.Interop;

namespace ComputeSharp;

/// <summary>
/// What stands in for Direct3D in tests. ComputeSharp has no such thing: without one, every member of the transcription that would reach a
/// device throws.
/// </summary>
internal abstract class StandIn
{
    public abstract string Name { get; }

    public virtual bool IsHardwareAccelerated => true;

    public abstract object Allocate(int bytes);

    public abstract void Free(object buffer);

    public abstract void Write(object buffer, ReadOnlySpan<byte> data);

    public abstract void Read(object buffer, Span<byte> data);

    /// <summary>A context was made.</summary>
    public abstract void Begin();

    /// <summary>A context waits for all that touches a buffer.</summary>
    public abstract void Barrier(object buffer);

    /// <summary>A context runs a shader.</summary>
    public abstract void Run(StandInDispatch dispatch);

    /// <summary>A context was disposed: what it recorded runs.</summary>
    public abstract void End();
}

/// <summary>What ComputeSharp reads of a shader when it runs one.</summary>
internal sealed record StandInDispatch(
    Type Shader,
    string Hlsl,
    byte[] Bytecode,
    int ConstantBufferSize,
    byte[] Constants,
    IReadOnlyList<ResourceDescriptorRange> Ranges,
    IReadOnlyList<(object Memory, bool IsReadOnly)> Buffers,
    (int X, int Y, int Z) Threads,
    (int X, int Y, int Z) Groups);

/// <summary>A buffer's memory, as the stand-in knows it.</summary>
internal interface INative
{
    object Native { get; }

    bool IsReadOnly { get; }
}
