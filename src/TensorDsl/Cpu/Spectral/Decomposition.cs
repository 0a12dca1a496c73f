namespace TensorDsl.Cpu;

/// <summary>
/// Singular values σ and the right singular vectors V of A, where A is a matrix x or, if x is wider than it is high, its transpose: A has
/// no fewer rows than columns, and A = U·diag(σ)·Vᵀ.
/// </summary>
/// <remarks>
/// A Householder QR takes A to an upper triangle R with the same σ and V, a block of rows at a time, so that neither Q nor a copy of A is
/// kept; then a one-sided Jacobi iteration on Rᵀ makes its columns orthogonal: these become σ·v, so that V needs no product of rotations,
/// and starting from the triangle's transpose the iteration ends after fewer sweeps (Drmač and Veselić, New fast and accurate Jacobi SVD
/// algorithm, 2008).
/// </remarks>
internal readonly unsafe struct Decomposition
{
    private readonly MatrixBatch _shape;
    private readonly double* _triangle;
    private readonly double* _block;
    private readonly double* _values;
    private readonly int* _order;
    private readonly double* _scale;

    /// <summary>Carves its memory, of <see cref="Size"/> bytes, off a lease.</summary>
    public Decomposition(MatrixBatch shape, ref byte* cursor)
    {
        _shape = shape;
        int rank = shape.Rank;
        _triangle = Scratch.Take<double>(ref cursor, (nint)rank * rank);
        _block = Scratch.Take<double>(ref cursor, rank * BlockedQr.Rows);
        _values = Scratch.Take<double>(ref cursor, rank);
        _order = Scratch.Take<int>(ref cursor, rank);
        _scale = Scratch.Take<double>(ref cursor, 1);
    }

    public static nint Size(MatrixBatch shape)
    {
        nint rank = shape.Rank;
        return checked(Scratch.Size<double>(rank * rank) + Scratch.Size<double>(rank * BlockedQr.Rows) + Scratch.Size<double>(rank)
            + Scratch.Size<int>(rank) + Scratch.Size<double>(1));
    }

    /// <summary>The power of two by which <see cref="Run"/> multiplied the elements, so that no square overflows or vanishes.</summary>
    public double Scale => *_scale;

    /// <summary>Decomposes one matrix, dense [rows, columns]. False, with nothing decomposed, if an element is NaN or infinite.</summary>
    public bool Run<T>(T* x)
        where T : unmanaged
    {
        if (!TryScale(x, _shape.Rows * _shape.Columns, out *_scale))
        {
            return false;
        }

        int rank = _shape.Rank;
        BlockedQr.Run(x, _shape, Scale, _triangle, _block);
        OneSidedJacobi.Run(_triangle, rank, _values);
        for (int i = 0; i < rank; i++)
        {
            // Insertion: stable, and few are out of place, since the iteration tends to bring them into order.
            int at = i;
            for (; at > 0 && _values[_order[at - 1]] < _values[i]; at--)
            {
                _order[at] = _order[at - 1];
            }

            _order[at] = i;
        }

        return true;
    }

    /// <summary>Singular value number j, in descending order.</summary>
    public double Value(nint j) => _values[_order[j]] / Scale;

    /// <summary>Singular value number j of the scaled matrix.</summary>
    public double ScaledValue(nint j) => _values[_order[j]];

    /// <summary>σ·v of the scaled matrix for singular value number j: <see cref="MatrixBatch.Rank"/> elements.</summary>
    public double* ScaledVector(nint j) => _triangle + (nint)_order[j] * _shape.Rank;

    private static bool TryScale<T>(T* x, nint length, out double scale)
        where T : unmanaged
    {
        double largest = 0;
        scale = 1;
        for (nint i = 0; i < length; i++)
        {
            double size = Math.Abs(Number.Read(x + i));
            if (!(size <= double.MaxValue))
            {
                return false;
            }

            largest = Math.Max(largest, size);
        }

        // The inverse of a scale must be finite too; a matrix of denormals is left a little below 1.
        scale = largest == 0 ? 1 : Math.ScaleB(1, -Math.Clamp(Math.ILogB(largest), -1000, 1000));
        return true;
    }
}
