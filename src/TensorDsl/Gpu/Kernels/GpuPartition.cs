namespace TensorDsl.Hlsl;

/// <summary>
/// How generated code cuts work into groups: by the extents alone, so that the order of every reduction, and with it every bit of a result, is the
/// same each time.
/// </summary>
public static class GpuPartition
{
    /// <summary>The threads of a group in all generated kernels.</summary>
    public const int GroupSize = 256;

    /// <summary>The rows and columns of a tile.</summary>
    public const int Tile = 64;

    /// <summary>The longer side of a tile that is wide or tall: more of what a thread reads is used twice, where registers have room for its results.</summary>
    public const int LongTile = 128;

    /// <summary>What panels of tiles may take together: 64 MiB.</summary>
    private const long PanelElements = 1L << 24;

    /// <summary>What partial results of a dispatch may take: 16 MiB.</summary>
    private const long PartElements = 1L << 22;

    /// <summary>A grid has at least so many groups where there is so much to share, to fill a large device.</summary>
    private const long EnoughGroups = 512;

    /// <summary>How many threads share a row: a power of two, so that each has about four elements.</summary>
    public static int Lanes(long elements)
    {
        int lanes = 1;
        while (lanes < GroupSize && lanes * 4L < elements) lanes *= 2;
        return lanes;
    }

    /// <summary>The groups for a number of rows.</summary>
    public static long RowGroups(long rows, int lanes)
    {
        long height = GroupSize / lanes;
        return (rows + height - 1) / height;
    }

    /// <summary>The groups for rows of which each slot keeps a part of a size: fewer, so that the parts stay small. Each works on several rows.</summary>
    public static long PartGroups(long rows, int lanes, long size)
    {
        long slots = Math.Max(1, PartElements / Math.Max(1, size));
        return Math.Min(RowGroups(rows, lanes), Math.Clamp(slots * lanes / GroupSize, 1, 1024));
    }

    /// <summary>The rows that groups work on at a time.</summary>
    public static long Slots(long groups, int lanes) => groups * (GroupSize / lanes);

    /// <summary>How many threads share the combination of one result.</summary>
    public static int CombineLanes(long size, long count)
    {
        int lanes = 1;
        while (lanes < GroupSize && size * lanes < EnoughGroups * 4 && lanes < count) lanes *= 2;
        return lanes;
    }

    /// <summary>The blocks of a size that cover a range.</summary>
    public static long Blocks(long extent, int size = Tile) => (extent + size - 1) / size;

    /// <summary>The columns that one group of a sweep walks: a multiple of those of its tiles.</summary>
    public static long Segment(long rows, long columns, int tileColumns)
    {
        long most = Math.Max(1, Blocks(columns, tileColumns)), wanted = Math.Clamp(EnoughGroups / Math.Max(1, Blocks(rows)), 1, most);
        return (most + wanted - 1) / wanted * tileColumns;
    }

    /// <summary>The ranges of columns of a sweep; at least one, because a reduction of nothing has a value too.</summary>
    public static long Segments(long columns, long segment) => Math.Max(1, (columns + segment - 1) / segment);

    /// <summary>The segments of a segment sum that one group owns: several where there are many, because each group reads all labels.</summary>
    public static long Segments(long segments) => Math.Clamp(segments / EnoughGroups, 1, GroupSize);

    /// <summary>
    /// How much of what a product sums over one group takes: all of it, or, where its results are too few groups, parts of at least 256 and a multiple
    /// of 16.
    /// </summary>
    public static long PartDepth(long groups, long depth)
    {
        long parts = Math.Clamp(EnoughGroups / Math.Max(1, groups), 1, Math.Max(1, depth / 256));
        return Math.Max(16, ((depth + parts - 1) / parts + 15) / 16 * 16);
    }

    /// <summary>The rows and columns of a panel, of which so many are kept at a time.</summary>
    public static (long Rows, long Columns) Panel(long rows, long columns, int panels)
    {
        long budget = PanelElements / panels;
        long height = Math.Max(1, rows), width = Math.Max(1, columns);
        if (height * (double)width <= budget) return (height, width);
        // As square as it may be: then both sums over it have much to share.
        long side = Math.Max(Tile, (long)Math.Sqrt(budget) / Tile * Tile);
        if (width <= side) return (Math.Max(Tile, budget / width / Tile * Tile), width);
        if (height <= side) return (height, Math.Max(Tile, budget / height / Tile * Tile));
        return (side, side);
    }

    /// <summary>The rows of a panel that holds all columns.</summary>
    public static long PanelRows(long rows, long columns, int panels)
    {
        long budget = PanelElements / panels / Math.Max(1, columns);
        return Math.Min(Math.Max(1, rows), Math.Max(1, budget >= Tile ? budget / Tile * Tile : budget));
    }
}
