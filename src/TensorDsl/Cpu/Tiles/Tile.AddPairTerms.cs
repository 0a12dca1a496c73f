using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

public static unsafe partial class Tile<T, V, O>
{
    /// <summary>Columns whose rows of y and sums are beside each other in the first-level cache while all rows go by.</summary>
    private const int PairColumns = 128;

    /// <summary>
    /// Both gradients of a pairwise distance such as |x − y|, whose terms differ by no more than a sign: each is computed once. With
    /// t = term.Of(g[r, c], x[r, j], y[c, j]), rowSums[r, j] takes t for all columns c, and columnSums[c, j] for all rows r, in their order: the
    /// same bits as <see cref="AddPairwise"/> gives for one and for the other.
    /// </summary>
    /// <param name="term">The operation.</param>
    /// <param name="g">Row-major [rows, columns].</param>
    /// <param name="gStride">Elements between the rows of g.</param>
    /// <param name="rows">Rows of g, x and the row sums.</param>
    /// <param name="columns">Columns of g, rows of y and the column sums.</param>
    /// <param name="x">Row-major [rows, width].</param>
    /// <param name="y">Row-major [columns, width].</param>
    /// <param name="width">Elements of a row that are worked on; threads may share out the width.</param>
    /// <param name="rowSums">Row-major [rows, width], updated.</param>
    /// <param name="columnSums">Row-major [columns, width], updated. Neither sums overlap anything else.</param>
    /// <param name="stride">Elements between the rows of x, y and the sums.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddPairTerms<TTerm>(
        in TTerm term, T* g, nint gStride, int rows, int columns, T* x, T* y, nint width, T* rowSums, T* columnSums, nint stride)
        where TTerm : struct, IPairTerm<V>
    {
        byte* unaligned = stackalloc byte[2 * PairColumns * 2 * sizeof(V) + Scratch.Alignment];
        byte* strip = (byte*)(((nint)unaligned + Scratch.Alignment - 1) & -(nint)Scratch.Alignment);
        byte* sums = strip + PairColumns * 2 * sizeof(V);
        byte* xBlock = stackalloc byte[PairRows * 2 * sizeof(V)];
        byte* rowBlock = stackalloc byte[PairRows * 2 * sizeof(V)];
        TTerm step = term;
        for (nint j = 0; j < width; j += PanelColumns)
        {
            int lanes = (int)Math.Min(PanelColumns, width - j);
            for (int c = 0; c < columns; c += PairColumns)
            {
                int block = Math.Min(PairColumns, columns - c);
                PackStrip(y + c * stride + j, stride, block, lanes, (T*)strip);
                PackStrip(columnSums + c * stride + j, stride, block, lanes, (T*)sums);
                for (int r = 0; r < rows; r += PairRows)
                {
                    int count = Math.Min(PairRows, rows - r);
                    T* left = x + r * stride + j;
                    T* right = rowSums + r * stride + j;
                    for (int next = r + count; next < Math.Min(rows, r + count + PairRows); next++)
                    {
                        FetchRows((byte*)(g + next * gStride + c), CacheLine, CacheLine, block * sizeof(T) / CacheLine);
                    }

                    if (lanes == PanelColumns)
                    {
                        PairTerms(step, g + r * gStride + c, gStride, count, left, right, stride, strip, sums, block);
                        continue;
                    }

                    Copy(left, stride, (T*)xBlock, PanelColumns, count, lanes);
                    Copy(right, stride, (T*)rowBlock, PanelColumns, count, lanes);
                    PairTerms(step, g + r * gStride + c, gStride, count, (T*)xBlock, (T*)rowBlock, PanelColumns, strip, sums, block);
                    Copy((T*)rowBlock, PanelColumns, right, stride, count, lanes);
                }

                Copy((T*)sums, PanelColumns, columnSums + c * stride + j, stride, block, lanes);
            }
        }
    }

    /// <summary>A few rows: all that a kernel takes, or one after the other, because a row that does not exist would count in the columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PairTerms<TTerm>(
        TTerm term, T* g, nint gStride, int rows, T* x, T* rowSums, nint stride, byte* y, byte* columnSums, nint depth)
        where TTerm : struct, IPairTerm<V>
    {
        if (rows == PairRows)
        {
            Terms3(term, (byte*)g, gStride * sizeof(T), (byte*)x, (byte*)rowSums, stride * sizeof(T), y, columnSums, depth);
            return;
        }

        for (int r = 0; r < rows; r++)
        {
            Terms1(term, (byte*)(g + r * gStride), (byte*)(x + r * stride), (byte*)(rowSums + r * stride), y, columnSums, depth);
        }
    }
}
