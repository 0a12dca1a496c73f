namespace TensorDsl.Cpu;

/// <summary>The gradient of <see cref="SingularValues"/>: U·diag(σ̄)·Vᵀ for each matrix U·diag(σ)·Vᵀ of a batch.</summary>
public static unsafe class SingularValuesGradient
{
    /// <summary>
    /// How many roundings of the elements a singular value must stand above, in the norm that such roundings have, to count as not 0: see
    /// the remarks of <see cref="Run"/>.
    /// </summary>
    private const double Roundings = 8;

    /// <summary>Elements of a row of A that are worked on at once where A is the transpose of the matrix.</summary>
    private const int Width = 256;

    /// <summary>
    /// output[b, :, :] = Σ_j upstream[b, j]·u_j·v_jᵀ over the singular values of x[b, :, :] that are not 0. A matrix with a NaN or an infinity
    /// among its elements gives NaN in all places, and does not touch the others of the batch.
    /// </summary>
    /// <remarks>
    /// Where a singular value is 0 its vectors are arbitrary, and it has no derivative; it contributes 0. It counts as 0 up to
    /// 8·ε·√k times the largest one, with ε the distance from 1 to the next number of the type and k the smaller extent: rounding the elements
    /// of a matrix to that type moves singular values by up to half of ε·√k times the largest one, so nothing smaller can be told from 0.
    /// Where singular values tie, their vectors are any of the space they span: the result is what the derivative is where the upstreams
    /// of those that tie are equal, as in a sum of singular values.
    /// </remarks>
    /// <param name="x">Dense [batch, rows, columns].</param>
    /// <param name="upstream">Dense [batch, columns]; places beyond the smaller of rows and columns are not read.</param>
    /// <param name="batch">How many matrices there are; threads share them out.</param>
    /// <param name="rows">Rows of a matrix.</param>
    /// <param name="columns">Columns of a matrix.</param>
    /// <param name="output">Dense [batch, rows, columns], overwritten.</param>
    /// <exception cref="ArgumentOutOfRangeException">An extent is negative, or the smaller of rows and columns does not fit an int.</exception>
    public static void Run<T>(T* x, T* upstream, nint batch, nint rows, nint columns, T* output)
        where T : unmanaged
    {
        var frame = new Frame<T> { X = x, Upstream = upstream, Shape = new(batch, rows, columns), Output = output };
        Threads.For(frame.Shape.Chunks, &Chunk<T>, &frame);
    }

    private static void Chunk<T>(void* state, int chunk)
        where T : unmanaged
    {
        var frame = (Frame<T>*)state;
        MatrixBatch shape = frame->Shape;
        nint rank = shape.Rank;
        using ScratchLease lease = Scratch.Rent(
            checked(Decomposition.Size(shape) + Scratch.Size<double>(rank * rank) + Scratch.Size<double>(rank * Width) + Scratch.Size<double>(Math.Max(rank, Width))));
        byte* cursor = lease.Pointer;
        var decomposition = new Decomposition(shape, ref cursor);
        double* factor = Scratch.Take<double>(ref cursor, rank * rank);
        double* block = Scratch.Take<double>(ref cursor, rank * Width);
        double* sum = Scratch.Take<double>(ref cursor, Math.Max(rank, Width));
        var (first, last) = shape.Range(chunk);
        for (nint b = first; b < last; b++)
        {
            nint offset = b * shape.Rows * shape.Columns;
            if (!decomposition.Run(frame->X + offset))
            {
                Partials.Fill(frame->Output + offset, shape.Rows * shape.Columns, Number.As<T>(double.NaN));
                continue;
            }

            Factor(decomposition, shape, frame->Upstream + b * shape.Columns, factor);
            if (shape.Columns <= shape.Rows)
            {
                MultiplyRight(frame->X + offset, shape, decomposition.Scale, factor, block, sum, frame->Output + offset);
            }
            else
            {
                MultiplyLeft(frame->X + offset, shape, decomposition.Scale, factor, block, sum, frame->Output + offset);
            }
        }
    }

    /// <summary>
    /// factor = V·diag(σ̄/σ)·Vᵀ, so that A·factor = U·diag(σ̄)·Vᵀ. Forming U this way is as accurate as the gradient is well defined: a
    /// perturbation of the elements moves it by as much, divided by σ.
    /// </summary>
    private static void Factor<T>(Decomposition decomposition, MatrixBatch shape, T* upstream, double* factor)
        where T : unmanaged
    {
        nint rank = shape.Rank;
        Partials.Fill(factor, rank * rank, 0.0);
        double threshold = rank == 0 ? 0 : Roundings * Number.Epsilon<T>() * Math.Sqrt(rank) * decomposition.ScaledValue(0);
        for (nint j = 0; j < rank; j++)
        {
            double value = decomposition.ScaledValue(j);
            if (value <= threshold)
            {
                return;
            }

            double* vector = decomposition.ScaledVector(j);
            Row.Scale(vector, 1 / value, rank);
            double weight = Number.Read(upstream + j) / value;
            for (nint i = 0; i < rank; i++)
            {
                Row.AddScaled(factor + i * rank, weight * vector[i], vector, rank);
            }
        }
    }

    /// <summary>output = scale·x·factor, row by row.</summary>
    private static void MultiplyRight<T>(T* x, MatrixBatch shape, double scale, double* factor, double* row, double* sum, T* output)
        where T : unmanaged
    {
        nint rank = shape.Rank;
        for (nint i = 0; i < shape.Rows; i++)
        {
            for (nint j = 0; j < rank; j++)
            {
                row[j] = Number.Read(x + i * rank + j) * scale;
            }

            Partials.Fill(sum, rank, 0.0);
            for (nint j = 0; j < rank; j++)
            {
                Row.AddScaled(sum, row[j], factor + j * rank, rank);
            }

            for (nint j = 0; j < rank; j++)
            {
                Number.Write(output + i * rank + j, sum[j]);
            }
        }
    }

    /// <summary>output = factor·scale·x, some columns at a time.</summary>
    private static void MultiplyLeft<T>(T* x, MatrixBatch shape, double scale, double* factor, double* block, double* sum, T* output)
        where T : unmanaged
    {
        nint rank = shape.Rank;
        for (nint first = 0; first < shape.Columns; first += Width)
        {
            nint width = Math.Min(Width, shape.Columns - first);
            for (nint j = 0; j < rank; j++)
            {
                for (nint c = 0; c < width; c++)
                {
                    block[j * width + c] = Number.Read(x + j * shape.Columns + first + c) * scale;
                }
            }

            for (nint i = 0; i < rank; i++)
            {
                Partials.Fill(sum, width, 0.0);
                for (nint j = 0; j < rank; j++)
                {
                    Row.AddScaled(sum, factor[i * rank + j], block + j * width, width);
                }

                for (nint c = 0; c < width; c++)
                {
                    Number.Write(output + i * shape.Columns + first + c, sum[c]);
                }
            }
        }
    }

    private struct Frame<T>
        where T : unmanaged
    {
        public T* X;
        public T* Upstream;
        public MatrixBatch Shape;
        public T* Output;
    }
}
