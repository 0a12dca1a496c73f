namespace TensorDsl.Hlsl;

/// <summary>
/// The walk over all tiles of a pass: one stretch of rows and columns after the other, of which there is one only, unless tiles are kept in panels
/// of bounded size. At least one, even of nothing: a reduction of nothing has a value too.
/// </summary>
public readonly struct GpuTiles
{
    private readonly long _panelRows, _panelColumns, _segment, _segments;

    /// <param name="rows">The rows of the pass.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="tileColumns">The columns of a tile.</param>
    /// <param name="panels">How many tile values are kept in panels.</param>
    /// <param name="wholeRows">A panel has all columns of its rows.</param>
    public GpuTiles(long rows, long columns, int tileColumns, int panels = 0, bool wholeRows = false)
    {
        Rows = rows;
        Columns = columns;
        (_panelRows, _panelColumns) = panels == 0 ? (Math.Max(1, rows), Math.Max(1, columns))
            : wholeRows ? (GpuPartition.PanelRows(rows, columns, panels), Math.Max(1, columns))
            : GpuPartition.Panel(rows, columns, panels);
        _segment = GpuPartition.Segment(_panelRows, _panelColumns, tileColumns);
        _segments = GpuPartition.Segments(_panelColumns, _segment);
    }

    /// <summary>The rows of the pass.</summary>
    public long Rows { get; }

    /// <summary>The columns of the pass.</summary>
    public long Columns { get; }

    /// <summary>The rows of a panel.</summary>
    public long PanelRows => _panelRows;

    /// <summary>The elements of a panel.</summary>
    public long PanelLength => _panelRows * _panelColumns;

    /// <summary>The parts that each row's reduction has.</summary>
    public long Slots => _segments * Math.Max(1, (Columns + _panelColumns - 1) / _panelColumns);

    /// <summary>The parts that a reduction over everything has.</summary>
    public long Parts
    {
        get
        {
            long last = Rows % _panelRows, full = Rows / _panelRows;
            return Slots * (full * GpuPartition.Blocks(_panelRows) + GpuPartition.Blocks(last));
        }
    }

    /// <summary>The stretches, rows outermost.</summary>
    public IEnumerable<GpuTile> Walk()
    {
        long part = 0;
        for (long row = 0; row == 0 || row < Rows; row += _panelRows)
        {
            long slot = 0, rowTo = Math.Min(Rows, row + _panelRows);
            for (long column = 0; column == 0 || column < Columns; column += _panelColumns)
            {
                long groups = GpuPartition.Blocks(rowTo - row) * _segments;
                yield return new((uint)row, (uint)rowTo, (uint)column, (uint)Math.Min(Columns, column + _panelColumns), (uint)_segment, (uint)slot, (uint)part, groups);
                slot += _segments;
                part += groups;
            }
        }
    }
}

/// <summary>A stretch of tiles that one dispatch works on.</summary>
/// <param name="RowFrom">The first row.</param>
/// <param name="RowTo">Behind the last row.</param>
/// <param name="ColumnFrom">The first column.</param>
/// <param name="ColumnTo">Behind the last column.</param>
/// <param name="Segment">The columns that one group walks.</param>
/// <param name="Slot">The first part of its rows' reductions.</param>
/// <param name="Part">The first part of its reductions over everything.</param>
/// <param name="Groups">The groups of its sweep.</param>
public readonly record struct GpuTile(uint RowFrom, uint RowTo, uint ColumnFrom, uint ColumnTo, uint Segment, uint Slot, uint Part, long Groups)
{
    /// <summary>The number of rows.</summary>
    public uint Height => RowTo - RowFrom;

    /// <summary>The number of columns.</summary>
    public uint Width => ColumnTo - ColumnFrom;

    /// <summary>1 if sums over columns go on from an earlier stretch.</summary>
    public uint AddsToRows => ColumnFrom > 0 ? 1u : 0u;

    /// <summary>1 if sums over rows go on from an earlier stretch.</summary>
    public uint AddsToColumns => RowFrom > 0 ? 1u : 0u;

    /// <summary>The groups of a sum of tiles that keeps rows: their blocks are tall.</summary>
    /// <param name="width">The columns of its result.</param>
    public long RowSumGroups(long width) => GpuPartition.Blocks(Height, GpuPartition.LongTile) * GpuPartition.Blocks(width);

    /// <summary>The groups of a sum of tiles that keeps columns: their blocks are tall.</summary>
    /// <param name="width">The columns of its result.</param>
    public long ColumnSumGroups(long width) => GpuPartition.Blocks(Width, GpuPartition.LongTile) * GpuPartition.Blocks(width);
}
