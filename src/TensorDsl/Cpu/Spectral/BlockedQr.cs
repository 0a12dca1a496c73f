namespace TensorDsl.Cpu;

/// <summary>
/// The triangle of a QR decomposition, without Q. Rows are taken in blocks: each is reflected into the triangle of those before it, so that
/// only the triangle and one block are in memory, whatever the number of rows.
/// </summary>
internal static unsafe class BlockedQr
{
    /// <summary>Rows of a block: a column of it is a contiguous run of a kilobyte.</summary>
    public const int Rows = 128;

    /// <summary>
    /// triangle = R, upper triangular, row after row, with RᵀR = AᵀA, where A is scale·x, or its transpose if x is wider than it is high.
    /// </summary>
    /// <param name="x">One matrix, dense.</param>
    /// <param name="shape">Its extents; the rank is A's number of columns.</param>
    /// <param name="scale">What each element is multiplied by.</param>
    /// <param name="triangle">Dense [rank, rank], overwritten; below the diagonal it is 0.</param>
    /// <param name="block">Room for rank · <see cref="Rows"/> elements.</param>
    public static void Run<T>(T* x, MatrixBatch shape, double scale, double* triangle, double* block)
        where T : unmanaged
    {
        int rank = shape.Rank;
        Partials.Fill(triangle, (nint)rank * rank, 0.0);
        for (nint first = 0; rank > 0 && first < shape.Length; first += Rows)
        {
            int rows = (int)Math.Min(Rows, shape.Length - first);
            Load(x, shape, scale, first, rows, block);
            for (int j = 0; j < rank; j++)
            {
                Reflect(triangle + (nint)j * rank, block, rows, j, rank);
            }
        }
    }

    /// <summary>Brings rows of A into the block, column after column.</summary>
    private static void Load<T>(T* x, MatrixBatch shape, double scale, nint first, int rows, double* block)
        where T : unmanaged
    {
        bool isWide = shape.Columns > shape.Rows;
        int rank = shape.Rank;
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < rank; j++)
            {
                nint at = isWide ? j * shape.Columns + first + i : (first + i) * shape.Columns + j;
                block[(nint)j * rows + i] = Number.Read(x + at) * scale;
            }
        }
    }

    /// <summary>One Householder reflection of row j of the triangle and the block that makes column j of the block 0.</summary>
    private static void Reflect(double* row, double* block, int rows, int j, int rank)
    {
        double* column = block + (nint)j * rows;
        double square = Row.Dot(column, column, rows);
        if (square == 0)
        {
            return;
        }

        double alpha = row[j];
        double beta = -Math.CopySign(Math.Sqrt(alpha * alpha + square), alpha);
        double tau = (beta - alpha) / beta;
        Row.Scale(column, 1 / (alpha - beta), rows);
        for (int k = j + 1; k < rank; k++)
        {
            double* other = block + (nint)k * rows;
            double sum = tau * (row[k] + Row.Dot(column, other, rows));
            row[k] -= sum;
            Row.AddScaled(other, -sum, column, rows);
        }

        row[j] = beta;
    }
}
