namespace TensorDsl.Cpu;

/// <summary>
/// How passes are cut into chunks. Chunks depend on extents only, never on the number of threads, and partial results are combined in
/// chunk order: that is what makes results bitwise equal for any number of threads.
/// </summary>
public static class Partition
{
    /// <summary>Elements that a chunk should have at least: some tens of microseconds of work.</summary>
    private const nint ChunkElements = 32 * 1024;

    /// <summary>The most chunks that each keep a partial result of their own which is larger than a scalar.</summary>
    public const int MostPartials = 16;

    /// <summary>Bytes that tiles kept for column sums may take.</summary>
    private const nint PanelBytes = 16 << 20;

    /// <summary>The most chunks of sums for rows and columns: each reads the panel of tiles again.</summary>
    private const nint MostPairChunks = 8;

    /// <summary>The fewest of their panels, of which half as many threads as there are panels already do more than summing apart would.</summary>
    private const nint FewestPairPanels = 4;

    /// <summary>From so many bytes on a result is written past the caches: it could not stay in them until somebody reads it.</summary>
    private const nint PastCaches = 32 << 20;

    /// <summary>Whether a result of so many elements is written past the caches.</summary>
    public static bool IsPastCaches(nint elements, int elementBytes) => elements > PastCaches / elementBytes;

    /// <summary>Rows of a chunk, of rows with so many elements.</summary>
    public static nint Rows(nint rows, nint elements) => Math.Clamp(ChunkElements / Math.Max(1, elements), 1, Math.Max(1, rows));

    /// <summary>Rows of a chunk where each chunk keeps partial arrays: at most <see cref="MostPartials"/> chunks.</summary>
    public static nint RowsForPartials(nint rows, nint elements)
        => Math.Max(Rows(rows, elements), Blocks(rows, MostPartials));

    /// <summary>Elements of a chunk of an element-wise pass.</summary>
    public static nint Elements(nint elements) => Math.Min(ChunkElements, Math.Max(1, elements));

    /// <summary>How many blocks of a size cover an extent.</summary>
    public static nint Blocks(nint extent, nint size) => size <= 0 ? 0 : (extent + size - 1) / size;

    /// <summary>Rows of a tile: full blocks where there are many rows, smaller ones where few rows should still feed several threads.</summary>
    public static nint TileRows(nint rows) => Math.Clamp((Blocks(rows, 8) + 5) / 6 * 6, 6, 96);

    /// <summary>Columns of a tile, in units of the first column axis; the others are whole in every tile.</summary>
    public static nint TileColumns(nint extent, nint inner) => Math.Clamp(256 / Math.Max(1, inner), 1, Math.Max(1, extent));

    /// <summary>Rows of a panel of tiles that are kept for sums over rows: a multiple of the tile's rows within the budget.</summary>
    public static nint PanelRows(nint rows, nint columns, nint tileRows, int elementBytes)
    {
        nint blocks = Math.Clamp(PanelBytes / Math.Max(1, columns * tileRows * elementBytes), 1, MostPartials);
        return Math.Min(blocks * tileRows, Math.Max(1, Blocks(rows, tileRows) * tileRows));
    }

    /// <summary>
    /// Elements of the width that a chunk takes of sums whose terms count for rows and for columns, in whole panels; 0 where the width is too
    /// small to be shared out, so that the one and the other are better summed apart.
    /// </summary>
    public static nint PairShare(nint width, int panelColumns)
    {
        nint panels = Blocks(width, panelColumns);
        return panels < FewestPairPanels ? 0 : Blocks(panels, MostPairChunks) * panelColumns;
    }

    /// <summary>Rows of a panel whose blocks keep partial results per column.</summary>
    public static nint PanelRowsForPartials(nint rows, nint tileRows) => Math.Min(MostPartials, Math.Max(1, Blocks(rows, tileRows))) * tileRows;
}
