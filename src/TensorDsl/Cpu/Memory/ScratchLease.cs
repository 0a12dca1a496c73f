namespace TensorDsl.Cpu;

/// <summary>Native memory that belongs to its holder until it is disposed, once. Its contents are unspecified at first.</summary>
public readonly unsafe struct ScratchLease : IDisposable
{
    internal ScratchLease(byte* pointer, nint capacity)
    {
        Pointer = pointer;
        Capacity = capacity;
    }

    /// <summary>The first byte, aligned to 64; not null, even for a lease of 0 bytes.</summary>
    public byte* Pointer { get; }

    /// <summary>How many bytes there are: at least what was asked for.</summary>
    public nint Capacity { get; }

    /// <summary>Gives the memory back. Neither the lease nor any copy of it may be used or disposed afterwards.</summary>
    /// <exception cref="InvalidOperationException">The memory was given back before, and the pool noticed.</exception>
    public void Dispose()
    {
        if (Pointer != null)
        {
            Scratch.Return(this);
        }
    }
}
