namespace TensorDsl.Cpu;

/// <summary>
/// The block of a pair space that is computed at a time: small enough that the tile stays in a core's second-level cache beside its
/// operands
/// (about 100 KiB of 512), large enough that packing and reading the operands do not count.
/// </summary>
public static unsafe class TileShape
{
    /// <summary>Rows of a tile: a multiple of every kernel's rows.</summary>
    public static int Rows<T, V, O>()
        where T : unmanaged
        where V : unmanaged
        where O : struct, ISimd<T, V> => 96;

    /// <summary>Columns of a tile, 1 KiB of elements: a multiple of every kernel's columns.</summary>
    public static int Columns<T, V, O>()
        where T : unmanaged
        where V : unmanaged
        where O : struct, ISimd<T, V> => 1024 / sizeof(T);

    /// <summary>
    /// Elements between the rows of a tile buffer with so many columns: room for whole panels, and an odd number of cache lines, because a
    /// tile is also read down its columns, and rows a power of two apart would all fall into the same few cache sets.
    /// </summary>
    public static nint Stride<T, V, O>(int columns)
        where T : unmanaged
        where V : unmanaged
        where O : struct, ISimd<T, V>
    {
        const int Line = 64;
        nint panel = 2 * O.Count;
        nint bytes = (columns + panel - 1) / panel * panel * sizeof(T);
        nint lines = (bytes + Line - 1) / Line;
        return (lines | 1) * Line / sizeof(T);
    }

    /// <summary>Below this depth a tile is contracted again in less time than it takes to write and read it.</summary>
    private const nint MinDepthToKeep = 16;

    /// <summary>
    /// Elements between the rows of tiles that are kept, or 0 where contracting them again is cheaper than memory: they do not fit, or the
    /// depth is too small to be worth it.
    /// </summary>
    /// <param name="rows">Rows of the whole value.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="depth">The extent that is contracted.</param>
    /// <param name="memory">Bytes that the elements may take; the padding of rows is not counted.</param>
    public static nint KeptStride<T, V, O>(nint rows, nint columns, nint depth, nint memory)
        where T : unmanaged
        where V : unmanaged
        where O : struct, ISimd<T, V>
    {
        bool fits = rows > 0 && columns > 0 && rows <= memory / sizeof(T) / columns;
        return fits && depth >= MinDepthToKeep ? Stride<T, V, O>((int)columns) : 0;
    }
}
