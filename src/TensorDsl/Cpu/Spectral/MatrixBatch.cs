namespace TensorDsl.Cpu;

/// <summary>The extents of a dense batch of matrices, and how it is cut into chunks of matrices.</summary>
internal readonly struct MatrixBatch
{
    /// <summary>Multiplications that are worth a chunk of their own: some tens of microseconds.</summary>
    private const double ChunkWork = 64 * 1024;

    private const int MaxChunks = 1024;

    /// <exception cref="ArgumentOutOfRangeException">An extent is negative, or the smaller of rows and columns does not fit an int.</exception>
    public MatrixBatch(nint batch, nint rows, nint columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Min(rows, columns), int.MaxValue);
        Batch = batch;
        Rows = rows;
        Columns = columns;
        Rank = (int)Math.Min(rows, columns);
        double work = batch * ((double)rows * columns + 1) * (Rank + 1);
        Chunks = (int)Math.Min(batch, Math.Clamp(work / ChunkWork, 1, MaxChunks));
    }

    public nint Batch { get; }

    public nint Rows { get; }

    public nint Columns { get; }

    /// <summary>How many singular values a matrix has: the smaller of its extents.</summary>
    public int Rank { get; }

    /// <summary>The larger extent.</summary>
    public nint Length => Math.Max(Rows, Columns);

    /// <summary>How many chunks there are, each of at least one matrix.</summary>
    public int Chunks { get; }

    /// <summary>The matrices of a chunk.</summary>
    public (nint First, nint Last) Range(int chunk)
        => ((nint)((Int128)Batch * chunk / Chunks), (nint)((Int128)Batch * (chunk + 1) / Chunks));
}
