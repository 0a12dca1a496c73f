namespace TensorDsl.Cpu;

/// <summary>The singular values of each matrix of a batch: the square roots of the eigenvalues of xᵀx.</summary>
/// <remarks>
/// Computed in double for float as well. In float a singular value would be known to within about 1e-7 of the largest one, and its
/// gradient, which divides by it, to within that times the condition number: small directions would be rounding, and the effective rank of
/// a matrix of rank one would be wrong by 1e-5. In double every singular value is within a few ulp of the largest one.
/// </remarks>
public static unsafe class SingularValues
{
    /// <summary>
    /// output[b, :] = the singular values of x[b, :, :], descending, and 0 beyond the smaller of the two extents. A matrix with a NaN or an
    /// infinity among its elements gives NaN in all places, and does not touch the others of the batch.
    /// </summary>
    /// <param name="x">Dense [batch, rows, columns].</param>
    /// <param name="batch">How many matrices there are; threads share them out.</param>
    /// <param name="rows">Rows of a matrix.</param>
    /// <param name="columns">Columns of a matrix.</param>
    /// <param name="output">Dense [batch, columns], overwritten.</param>
    /// <exception cref="ArgumentOutOfRangeException">An extent is negative, or the smaller of rows and columns does not fit an int.</exception>
    public static void Run<T>(T* x, nint batch, nint rows, nint columns, T* output)
        where T : unmanaged
    {
        var frame = new Frame<T> { X = x, Shape = new(batch, rows, columns), Output = output };
        Threads.For(frame.Shape.Chunks, &Chunk<T>, &frame);
    }

    private static void Chunk<T>(void* state, int chunk)
        where T : unmanaged
    {
        var frame = (Frame<T>*)state;
        MatrixBatch shape = frame->Shape;
        using ScratchLease lease = Scratch.Rent(Decomposition.Size(shape));
        byte* cursor = lease.Pointer;
        var decomposition = new Decomposition(shape, ref cursor);
        var (first, last) = shape.Range(chunk);
        for (nint b = first; b < last; b++)
        {
            T* values = frame->Output + b * shape.Columns;
            bool isFinite = decomposition.Run(frame->X + b * shape.Rows * shape.Columns);
            for (nint j = 0; j < shape.Columns; j++)
            {
                Number.Write(values + j, !isFinite ? double.NaN : j < shape.Rank ? decomposition.Value(j) : 0);
            }
        }
    }

    private struct Frame<T>
        where T : unmanaged
    {
        public T* X;
        public MatrixBatch Shape;
        public T* Output;
    }
}
