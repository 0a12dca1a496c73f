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
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Contract<TInner>(
        in TInner inner, T* a, nint aRowStride, nint aStepStride, int rows, T* panels, nint depth, int columns, T* tile, nint tileStride)
        where TInner : struct, IInner<V>
    {
        byte* padding = stackalloc byte[DepthBlock * KernelRows * sizeof(T)];
        TInner step = inner;
        int tail = rows % KernelRows;
        nint k = 0;
        do
        {
            nint block = Math.Min(DepthBlock, depth - k);
            T* aBlock = a + k * aStepStride;
            if (tail > 0)
            {
                PadRows(aBlock + (rows - tail) * aRowStride, aRowStride, aStepStride, tail, KernelRows, block, (T*)padding);
            }

            for (int j = 0; j < columns; j += PanelColumns)
            {
                var panel = (byte*)(panels + j * depth + k * PanelColumns);
                Panel(
                    step, aBlock, aRowStride, aStepStride, rows, (T*)padding, panel, 2 * sizeof(V), block,
                    tile + j, tileStride, PanelColumns, k == 0);
            }

            k += block;
        }
        while (k < depth);
    }
}
