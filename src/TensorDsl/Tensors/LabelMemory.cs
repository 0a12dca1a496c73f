using System.Buffers;
using System.Runtime.InteropServices;

namespace TensorDsl;

/// <summary>
/// Plain integers seen as positions along C, without copying: both are four bytes, but <see cref="Memory{T}"/> has no cast of its
/// own.
/// </summary>
internal sealed class LabelMemory<C>(Memory<int> positions) : MemoryManager<Index<C>>
{
    public override Span<Index<C>> GetSpan() => MemoryMarshal.Cast<int, Index<C>>(positions.Span);

    public override unsafe MemoryHandle Pin(int elementIndex = 0) => positions[elementIndex..].Pin();

    // The handle that Pin returns releases the pin: there is nothing else to undo.
    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
