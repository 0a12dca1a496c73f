using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

public static unsafe partial class Tile<T, V, O>
{
    /// <summary>
    /// tile[i, j] = the fold of inner.Step over k from inner.Start, with a[i, k] and column j of the packed operand.
    /// </summary>
    /// <param name="inner">The operation, such as <see cref="InnerProduct{T, V, O}"/>.</param>
    /// <param name="a">Element [i, k] is a[i · aRowStride + k · aStepStride].</param>
    /// <param name="aRowStride">Elements between the rows of a.</param>
    /// <param name="aStepStride">Elements between the steps of a; 1 for a row-major operand.</param>
    /// <param name="rows">Rows of the tile.</param>
    /// <param name="panels">
    /// What <see cref="Pack(T*, nint, nint, nint, nint, T*)"/> made, from the panel of the tile's first column on, which must begin a
    /// panel.
    /// </param>
    /// <param name="depth">The extent of the reduced dim; 0 gives Start everywhere.</param>
    /// <param name="columns">Columns of the tile.</param>
    /// <param name="tile">Overwritten. Columns up to the next multiple of <see cref="PanelColumns"/> get unspecified values.</param>
    /// <param name="tileStride">
    /// Elements between the tile's rows: at least columns rounded up to <see cref="PanelColumns"/>. See <see cref="TileShape.Stride"/>.
    /// </param>
    /// <param name="after">
    /// Memory that is read after this, as much as the panels have, and that is on its way meanwhile; it need not exist.
    /// </param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Contract<TInner>(
        in TInner inner, T* a, nint aRowStride, nint aStepStride, int rows, T* panels, nint depth, int columns, T* tile, nint tileStride,
        T* after = null)
        where TInner : struct, IInner<V>
    {
        if (aStepStride != 1 && columns >= MinColumnsToTranspose)
        {
            ContractTransposed(inner, a, aRowStride, aStepStride, rows, panels, depth, columns, tile, tileStride);
            return;
        }

        byte* padding = stackalloc byte[DepthBlock * KernelRows * sizeof(T)];
        nint k = 0;
        do
        {
            nint block = Math.Min(DepthBlock, depth - k);
            ContractBlock(
                inner, a + k * aStepStride, aRowStride, aStepStride, rows, (T*)padding, panels + k * PanelColumns, depth, block, columns,
                tile, tileStride, k == 0, after == null ? null : after + k * PanelColumns);
            k += block;
        }
        while (k < depth);
    }

    /// <summary>
    /// The same with a block of a brought into rows first. Its steps may be whole rows of a tensor apart, and every few columns of the
    /// tile would walk them again, a page and often the same cache set each.
    /// </summary>
    [SkipLocalsInit]
    private static void ContractTransposed<TInner>(
        in TInner inner, T* a, nint aRowStride, nint aStepStride, int rows, T* panels, nint depth, int columns, T* tile, nint tileStride)
        where TInner : struct, IInner<V>
    {
        nint stride = DepthBlock + Scratch.Alignment / sizeof(T);
        byte* padding = stackalloc byte[DepthBlock * KernelRows * sizeof(T)];
        using ScratchLease lease = Scratch.Rent(Scratch.Size<T>(Math.Min(rows, RowBlock) * stride));
        var copy = (T*)lease.Pointer;
        for (int r = 0; r < rows; r += RowBlock)
        {
            int count = Math.Min(RowBlock, rows - r);
            nint k = 0;
            do
            {
                nint block = Math.Min(DepthBlock, depth - k);
                TransposeBlock(a + r * aRowStride + k * aStepStride, aRowStride, aStepStride, count, block, copy, stride);
                ContractBlock(
                    inner, copy, stride, 1, count, (T*)padding, panels + k * PanelColumns, depth, block, columns,
                    tile + r * tileStride, tileStride, k == 0);
                k += block;
            }
            while (k < depth);
        }
    }

    /// <summary>One block of the depth for all columns of the tile: each panel's part stays in the first-level cache over all rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ContractBlock<TInner>(
        TInner inner, T* a, nint aRowStride, nint aStepStride, int rows, T* padding, T* panels, nint depth, nint block, int columns,
        T* tile, nint tileStride, bool first, T* after = null)
        where TInner : struct, IInner<V>
    {
        int tail = rows % KernelRows;
        if (tail > 0)
        {
            PadRows(a + (rows - tail) * aRowStride, aRowStride, aStepStride, tail, KernelRows, block, padding);
        }

        for (int j = 0; j < columns; j += PanelColumns)
        {
            T* panel = panels + j * depth;
            T* next = after == null ? panel + PanelColumns * depth : after + j * depth;
            Panel(
                inner, a, aRowStride, aStepStride, rows, padding, (byte*)panel, 2 * sizeof(V), block,
                tile + j, tileStride, PanelColumns, first, (byte*)next, 2 * sizeof(V));
        }
    }

    /// <summary>to[i, k] = a[i, k], with the steps beside each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeBlock(T* a, nint rowStride, nint stepStride, int rows, nint depth, T* to, nint toStride)
    {
        int i = 0;
        if (rowStride == 1 && Transpose.Lanes<T>() > 1)
        {
            for (; i + Transpose.Lanes<T>() <= rows; i += Transpose.Lanes<T>())
            {
                nint k = 0;
                for (; k + Transpose.Lanes<T>() <= depth; k += Transpose.Lanes<T>())
                {
                    Transpose.Block(a + i + k * stepStride, stepStride, to + i * toStride + k, toStride);
                }

                CopyElements(a + i + k * stepStride, 1, stepStride, Transpose.Lanes<T>(), depth - k, to + i * toStride + k, toStride);
            }
        }

        CopyElements(a + i * rowStride, rowStride, stepStride, rows - i, depth, to + i * toStride, toStride);
    }

    private static void CopyElements(T* a, nint rowStride, nint stepStride, int rows, nint depth, T* to, nint toStride)
    {
        for (int i = 0; i < rows; i++)
        {
            for (nint k = 0; k < depth; k++)
            {
                to[i * toStride + k] = a[i * rowStride + k * stepStride];
            }
        }
    }
}
