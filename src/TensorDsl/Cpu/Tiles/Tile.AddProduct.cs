using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

public static unsafe partial class Tile<T, V, O>
{
    /// <summary>
    /// output[r, j] += Σ over k of g[r, k] · y[k, j]: the gradient of the rows, tile · Y with gStepStride 1, and of the columns, tileᵀ · X
    /// with
    /// gRowStride 1 and the tile's stride as gStepStride.
    /// </summary>
    /// <param name="g">Element [r, k] is g[r · gRowStride + k · gStepStride].</param>
    /// <param name="gRowStride">Elements between the rows of g.</param>
    /// <param name="gStepStride">Elements between the steps of g.</param>
    /// <param name="rows">Rows of g and of the output.</param>
    /// <param name="depth">Columns of g, rows of y.</param>
    /// <param name="y">Row-major [depth, width].</param>
    /// <param name="yRowStride">Elements between the rows of y.</param>
    /// <param name="width">Columns of y and of the output.</param>
    /// <param name="output">Row-major [rows, width], added to.</param>
    /// <param name="outputRowStride">Elements between the rows of the output.</param>
    public static void AddProduct(
        T* g, nint gRowStride, nint gStepStride, int rows, int depth, T* y, nint yRowStride, nint width, T* output, nint outputRowStride)
    {
        if (gStepStride == 1 || width < MinColumnsToTranspose)
        {
            AddProductInPlace(g, gRowStride, gStepStride, rows, depth, y, yRowStride, width, output, outputRowStride);
            return;
        }

        // Every strip of y would walk the columns of g again, a page each; as rows they are read as the other product reads its own.
        nint stride = DepthBlock + Scratch.Alignment / sizeof(T);
        using ScratchLease lease = Scratch.Rent(Scratch.Size<T>(Math.Min(rows, ProductRows) * stride));
        var copy = (T*)lease.Pointer;
        for (int r = 0; r < rows; r += ProductRows)
        {
            int count = Math.Min(ProductRows, rows - r);
            for (int k = 0; k < depth; k += DepthBlock)
            {
                int block = Math.Min(DepthBlock, depth - k);
                TransposeBlock(g + r * gRowStride + k * gStepStride, gRowStride, gStepStride, count, block, copy, stride);
                AddProductInPlace(copy, stride, 1, count, block, y + k * yRowStride, yRowStride, width, output + r * outputRowStride, outputRowStride);
            }
        }
    }

    /// <summary>Rows of a transposed g that are brought into order at a time: with the depth block 128 KiB of floats.</summary>
    private const int ProductRows = 128;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddProductInPlace(
        T* g, nint gRowStride, nint gStepStride, int rows, int depth, T* y, nint yRowStride, nint width, T* output, nint outputRowStride)
    {
        byte* padding = stackalloc byte[DepthBlock * KernelRows * sizeof(T)];
        byte* unaligned = stackalloc byte[DepthBlock * 2 * sizeof(V) + Scratch.Alignment];
        byte* strip = (byte*)(((nint)unaligned + Scratch.Alignment - 1) & -(nint)Scratch.Alignment);
        int tail = rows % KernelRows;
        for (int k = 0; k < depth; k += DepthBlock)
        {
            int block = Math.Min(DepthBlock, depth - k);
            T* gBlock = g + k * gStepStride;
            if (tail > 0)
            {
                PadRows(gBlock + (rows - tail) * gRowStride, gRowStride, gStepStride, tail, KernelRows, block, (T*)padding);
            }

            for (nint j = 0; j < width; j += PanelColumns)
            {
                int columns = (int)Math.Min(PanelColumns, width - j);
                T* from = y + k * yRowStride + j;
                bool readOnce = rows <= KernelRows && columns == PanelColumns; // then a copy would only be one more pass
                if (!readOnce)
                {
                    PackStrip(from, yRowStride, block, columns, (T*)strip);
                }

                Panel(
                    default(InnerProduct<T, V, O>), gBlock, gRowStride, gStepStride, rows, (T*)padding,
                    readOnce ? (byte*)from : strip, readOnce ? yRowStride * sizeof(T) : 2 * sizeof(V), block,
                    output + j, outputRowStride, columns, first: false, (byte*)(from + PanelColumns), yRowStride * sizeof(T));
            }
        }
    }

    /// <summary>
    /// One panel's columns of a row-major block, beside each other: the kernels visit them once for every few rows, and rows far apart cost
    /// a page-table look-up each, and cache sets where the distance is a power of two. Missing columns are 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackStrip(T* y, nint rowStride, int depth, int columns, T* strip)
    {
        if (columns == PanelColumns)
        {
            for (; depth > 0; depth--)
            {
                V y0 = *(V*)y;
                V y1 = *((V*)y + 1);
                *(V*)strip = y0;
                *((V*)strip + 1) = y1;
                y += rowStride;
                strip += PanelColumns;
            }

            return;
        }

        new Span<T>(strip, depth * PanelColumns).Clear();
        Copy(y, rowStride, strip, PanelColumns, depth, columns);
    }
}
