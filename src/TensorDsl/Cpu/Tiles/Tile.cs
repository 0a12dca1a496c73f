using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <summary>
/// Skeletons for everything over pairs of rows: a tile [rows, columns] is contracted from two operands, worked on by generated code, and
/// multiplied
/// back into gradients. Each runs on the calling thread, computes every element in an order that depends on the extents alone,
/// and lets NaN and infinity through as the plain loop would.
/// </summary>
/// <remarks>
/// Strides are in elements. Rows that do not fill a kernel are computed on a padded copy, so nothing outside the stated extents is read or
/// written
/// unless a method says so.
/// </remarks>
/// <typeparam name="T">The element, float or double.</typeparam>
/// <typeparam name="V">The vector of <typeparamref name="O"/>.</typeparam>
/// <typeparam name="O">The instruction set, such as <see cref="Float256"/>.</typeparam>
public static unsafe partial class Tile<T, V, O>
    where T : unmanaged
    where V : unmanaged
    where O : struct, ISimd<T, V>
{
    /// <summary>Columns of a panel, the two vectors that a kernel computes beside each other.</summary>
    public static int PanelColumns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * O.Count;
    }

    /// <summary>
    /// Steps of the reduced dim between two visits of the tile: a panel of so many stays in the first-level cache over all rows.
    /// </summary>
    private const int DepthBlock = 256;

    /// <summary>Rows of a transposed operand that are brought into order at a time; with the depth block about 100 KiB.</summary>
    private const int RowBlock = 96;

    /// <summary>From so many columns on the copy of a transposed operand is read often enough to pay.</summary>
    private const int MinColumnsToTranspose = 64;

    /// <summary>
    /// Rows of the kernel that every instruction set has the registers for; those with 32 wide ones begin with twice as many.
    /// </summary>
    private const int KernelRows = 6;

    private const int CacheLine = 64;

    /// <summary>
    /// output[r, j] for all rows of one panel: full groups in place, what is left over through padded copies. The last rows % 6 rows of a
    /// are in padded, as <see cref="PadRows"/> made them. Meanwhile the steps of the panel that comes after, nextStride bytes apart, are
    /// asked for, and what the kernel's next call begins with.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Panel<TInner>(
        TInner inner, T* a, nint aRowStride, nint aStepStride, int rows, T* padded, byte* b, nint bStride, nint depth,
        T* output, nint outputStride, int width, bool first, byte* next, nint nextStride)
        where TInner : struct, IInner<V>
    {
        int share = (int)Partition.Blocks(depth, Partition.Blocks(rows, KernelRows));
        nint rowBytes = aRowStride * sizeof(T);
        nint stepBytes = aStepStride * sizeof(T);
        nint outputBytes = outputStride * sizeof(T);
        bool inPlace = width == PanelColumns;
        int r = 0;
        if (sizeof(V) == 64 && inPlace)
        {
            for (; r + 2 * KernelRows <= rows; r += 2 * KernelRows)
            {
                next = FetchRows(next, nextStride, 2 * sizeof(V), 2 * share);
                FetchRows((byte*)(output + (r + 2 * KernelRows) * outputStride), outputBytes, 2 * sizeof(V), 2 * KernelRows);
                var group = (byte*)(a + r * aRowStride);
                Rows12(inner, group, rowBytes, stepBytes, b, bStride, depth, (byte*)(output + r * outputStride), outputBytes, first);
            }
        }

        for (; r + KernelRows <= rows; r += KernelRows)
        {
            next = FetchRows(next, nextStride, 2 * sizeof(V), share);
            FetchRows((byte*)(output + (r + KernelRows) * outputStride), outputBytes, 2 * sizeof(V), KernelRows);
            FetchRows((byte*)(a + (r + KernelRows) * aRowStride), rowBytes, 2 * sizeof(V), KernelRows);
            var group = (byte*)(a + r * aRowStride);
            T* target = output + r * outputStride;
            if (inPlace)
            {
                Rows6(inner, group, rowBytes, stepBytes, b, bStride, depth, (byte*)target, outputBytes, first);
            }
            else
            {
                Edge(inner, group, rowBytes, stepBytes, b, bStride, depth, target, outputStride, KernelRows, width, first);
            }
        }

        if (r < rows)
        {
            Edge(
                inner, (byte*)padded, sizeof(T), KernelRows * sizeof(T), b, bStride, depth,
                output + r * outputStride, outputStride, rows - r, width, first);
        }
    }

    /// <summary>
    /// Asks for so many bytes, at most two cache lines, of rows that lie a stride apart; rows that don't exist do no harm. Returns where the
    /// rows after them begin.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* FetchRows(byte* first, nint stride, int bytes, int rows)
    {
        for (; rows > 0; rows--)
        {
            Prefetch.Line(first);
            if (bytes > CacheLine)
            {
                Prefetch.Line(first + CacheLine);
            }

            first += stride;
        }

        return first;
    }

    /// <summary>A kernel's block of which only rows × width elements exist.</summary>
    private static void Edge<TInner>(
        TInner inner, byte* a, nint rowBytes, nint stepBytes, byte* b, nint bStride, nint depth,
        T* output, nint outputStride, int rows, int width, bool first)
        where TInner : struct, IInner<V>
    {
        byte* block = stackalloc byte[KernelRows * 2 * sizeof(V)];
        if (!first)
        {
            Copy(output, outputStride, (T*)block, PanelColumns, rows, width);
        }

        Rows6(inner, a, rowBytes, stepBytes, b, bStride, depth, block, 2 * sizeof(V), first);
        Copy((T*)block, PanelColumns, output, outputStride, rows, width);
    }

    /// <summary>The rows that are too few for a kernel, as [depth][kernelRows] with zeros for those missing.</summary>
    private static void PadRows(T* a, nint rowStride, nint stepStride, int rows, int kernelRows, nint depth, T* padded)
    {
        new Span<T>(padded, (int)depth * kernelRows).Clear();
        for (int r = 0; r < rows; r++)
        {
            T* from = a + r * rowStride;
            T* to = padded + r;
            for (nint k = 0; k < depth; k++)
            {
                to[k * kernelRows] = from[k * stepStride];
            }
        }
    }

    private static void Copy(T* from, nint fromStride, T* to, nint toStride, int rows, int width)
    {
        for (int r = 0; r < rows; r++)
        {
            T* source = from + r * fromStride;
            T* target = to + r * toStride;
            for (int j = 0; j < width; j++)
            {
                target[j] = source[j];
            }
        }
    }
}
