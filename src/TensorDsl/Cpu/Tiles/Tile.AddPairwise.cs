using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

public static unsafe partial class Tile<T, V, O>
{
    private const int PairRows = 3;

    /// <summary>
    /// output[r, j] = the fold of outer.Step over k from output[r, j], with g[r, k], x[r, j] and y[k, j]: the gradient of a pairwise
    /// distance such as |x − y|, which is no matrix product.
    /// </summary>
    /// <param name="outer">The operation.</param>
    /// <param name="g">Element [r, k] is g[r · gRowStride + k · gStepStride].</param>
    /// <param name="gRowStride">Elements between the rows of g.</param>
    /// <param name="gStepStride">Elements between the steps of g.</param>
    /// <param name="rows">Rows of g, x and the output.</param>
    /// <param name="depth">Columns of g, rows of y.</param>
    /// <param name="x">Row-major [rows, width].</param>
    /// <param name="xRowStride">Elements between the rows of x.</param>
    /// <param name="y">Row-major [depth, width].</param>
    /// <param name="yRowStride">Elements between the rows of y.</param>
    /// <param name="width">Columns of x, y and the output.</param>
    /// <param name="output">Row-major [rows, width], updated; it must not overlap x or y.</param>
    /// <param name="outputRowStride">Elements between the rows of the output.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddPairwise<TOuter>(
        in TOuter outer, T* g, nint gRowStride, nint gStepStride, int rows, int depth, T* x, nint xRowStride, T* y, nint yRowStride,
        nint width, T* output, nint outputRowStride)
        where TOuter : struct, IOuter<V>
    {
        byte* padding = stackalloc byte[DepthBlock * PairRows * sizeof(T)];
        byte* strip = stackalloc byte[DepthBlock * 2 * sizeof(V)];
        TOuter step = outer;
        int tail = rows % PairRows;
        for (int k = 0; k < depth; k += DepthBlock)
        {
            int block = Math.Min(DepthBlock, depth - k);
            T* gBlock = g + k * gStepStride;
            if (tail > 0)
            {
                PadRows(gBlock + (rows - tail) * gRowStride, gRowStride, gStepStride, tail, PairRows, block, (T*)padding);
            }

            for (nint j = 0; j < width; j += PanelColumns)
            {
                int columns = (int)Math.Min(PanelColumns, width - j);
                PackStrip(y + k * yRowStride + j, yRowStride, block, columns, (T*)strip);
                PairPanel(
                    step, gBlock, gRowStride, gStepStride, rows, (T*)padding, x + j, xRowStride, strip, block,
                    output + j, outputRowStride, columns);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PairPanel<TOuter>(
        TOuter outer, T* g, nint gRowStride, nint gStepStride, int rows, T* padded, T* x, nint xStride, byte* strip, nint depth,
        T* output, nint outputStride, int width)
        where TOuter : struct, IOuter<V>
    {
        for (int r = 0; r < rows; r += PairRows)
        {
            int count = Math.Min(PairRows, rows - r);
            bool whole = count == PairRows;
            byte* group = whole ? (byte*)(g + r * gRowStride) : (byte*)padded;
            nint rowBytes = whole ? gRowStride * sizeof(T) : sizeof(T);
            nint stepBytes = whole ? gStepStride * sizeof(T) : PairRows * sizeof(T);
            if (whole && width == PanelColumns)
            {
                Pairs3(
                    outer, group, rowBytes, stepBytes, (byte*)(x + r * xStride), xStride * sizeof(T), strip, 2 * sizeof(V), depth,
                    (byte*)(output + r * outputStride), outputStride * sizeof(T));
            }
            else
            {
                PairEdge(
                    outer, group, rowBytes, stepBytes, x + r * xStride, xStride, strip, depth,
                    output + r * outputStride, outputStride, count, width);
            }
        }
    }

    /// <summary>A kernel's block of which only rows × width elements exist.</summary>
    private static void PairEdge<TOuter>(
        TOuter outer, byte* g, nint rowBytes, nint stepBytes, T* x, nint xStride, byte* strip, nint depth,
        T* output, nint outputStride, int rows, int width)
        where TOuter : struct, IOuter<V>
    {
        byte* xBlock = stackalloc byte[PairRows * 2 * sizeof(V)];
        byte* block = stackalloc byte[PairRows * 2 * sizeof(V)];
        Copy(x, xStride, (T*)xBlock, PanelColumns, rows, width);
        Copy(output, outputStride, (T*)block, PanelColumns, rows, width);
        Pairs3(outer, g, rowBytes, stepBytes, xBlock, 2 * sizeof(V), strip, 2 * sizeof(V), depth, block, 2 * sizeof(V));
        Copy((T*)block, PanelColumns, output, outputStride, rows, width);
    }
}
