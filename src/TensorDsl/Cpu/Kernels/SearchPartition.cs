namespace TensorDsl.Cpu;

/// <summary>
/// How a search is cut: rows into blocks, and the columns of few rows into parts, so that 64 queries feed as many threads as 64,000 do.
/// Like every partition it depends on extents only.
/// </summary>
public static class SearchPartition
{
    private const nint MostRows = 96;

    /// <summary>Chunks that a search should have, so that threads which start late find work left.</summary>
    private const nint Chunks = 64;

    /// <summary>Scores that a chunk should have at least.</summary>
    private const nint ChunkScores = 64 * 1024;

    /// <summary>Entries that the lists of all parts may have together.</summary>
    private const nint MostEntries = 4 << 20;

    /// <summary>Elements of the packed columns of a tile: 256 KiB of floats, beside which the rows and the tile fit a second-level cache.</summary>
    private const nint PackedElements = 64 * 1024;

    /// <summary>Rows of a block.</summary>
    public static nint Rows(nint rows) => Math.Clamp(rows, 1, MostRows);

    /// <summary>Parts that the columns are cut into; each part has lists of its own.</summary>
    /// <param name="rows">How many rows are searched for.</param>
    /// <param name="columns">How many columns each is compared with.</param>
    /// <param name="k">Entries of a list.</param>
    public static nint Parts(nint rows, nint columns, nint k)
    {
        nint wanted = Partition.Blocks(Chunks, Math.Max(1, Partition.Blocks(rows, MostRows)));
        nint byWork = columns / Math.Max(1, ChunkScores / Rows(rows));
        nint byMemory = MostEntries / Math.Max(1, checked(rows * k));
        return Math.Max(1, Math.Min(wanted, Math.Min(byWork, byMemory)));
    }

    /// <summary>Columns of a part; the last one may have fewer, and none may be left for it.</summary>
    public static nint Columns(nint columns, nint parts) => Math.Max(1, Partition.Blocks(columns, parts));

    /// <summary>Columns of a tile that is contracted over so many steps: whole panels of every instruction set.</summary>
    public static nint TileColumns(nint depth) => Math.Clamp(PackedElements / Math.Max(1, depth) / 32 * 32, 32, 256);
}
