using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace TensorDsl.Cpu;

/// <summary>
/// Asks for memory before it is read. The processor does so too, within a page and only once it has seen a pattern: rows of a few kilobytes
/// begin anew again and again. Where the machine has no such instruction, nothing happens.
/// </summary>
public static unsafe class Prefetch
{
    /// <summary>Bytes of a row that leave room for the next one, and for what is computed from it, in a second-level cache.</summary>
    private const nint LongestRow = 128 * 1024;

    /// <summary>
    /// Elements from one row to the one that is asked for meanwhile: the next one, or the same one, to no effect, where rows are so long that
    /// the next one would push this one out of the cache.
    /// </summary>
    public static nint Distance(nint rowElements, int elementBytes) => rowElements <= LongestRow / elementBytes ? rowElements : 0;

    /// <summary>Asks for the cache line at an address, which need not exist.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Line(void* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }
}
