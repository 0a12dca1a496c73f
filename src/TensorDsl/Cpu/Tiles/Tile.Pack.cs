using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TensorDsl.Cpu;

public static unsafe partial class Tile<T, V, O>
{
    /// <summary>How many panels so many columns fill; the last one may be partly empty.</summary>
    public static nint PanelCount(nint columns) => (columns + PanelColumns - 1) / PanelColumns;

    /// <summary>Elements that <see cref="Pack(T*, nint, nint, nint, nint, T*)"/> writes.</summary>
    /// <exception cref="OverflowException">More elements than the address space has.</exception>
    public static nint PackedLength(nint columns, nint depth) => checked(PanelCount(columns) * PanelColumns * depth);

    /// <summary>
    /// Lays an operand out as <see cref="Contract"/> reads it: [panel][depth][<see cref="PanelColumns"/>], with 0 for the columns missing
    /// in the last panel.
    /// </summary>
    /// <param name="b">Element k of column j is b[j · columnStride + k · stepStride].</param>
    /// <param name="columnStride">Elements between columns of the tile: the row stride of a row-major [columns, depth] operand.</param>
    /// <param name="stepStride">Elements between steps of the reduced dim: 1 for such an operand.</param>
    /// <param name="columns">Columns of the tile.</param>
    /// <param name="depth">The extent of the reduced dim.</param>
    /// <param name="panels">Room for <see cref="PackedLength"/> elements.</param>
    /// <remarks>The panels are shared out to threads.</remarks>
    public static void Pack(T* b, nint columnStride, nint stepStride, nint columns, nint depth, T* panels)
    {
        nint count = PanelCount(columns);
        var work = new Packing
        {
            B = b, ColumnStride = columnStride, StepStride = stepStride, Columns = columns, Depth = depth, Panels = panels,
            ChunkPanels = Partition.Rows(count, PanelColumns * depth),
        };
        Threads.For((int)Partition.Blocks(count, work.ChunkPanels), &PackChunk, &work);
    }

    private struct Packing
    {
        public T* B, Panels;
        public nint ColumnStride, StepStride, Columns, Depth, ChunkPanels;
    }

    private static void PackChunk(void* frame, int chunk)
    {
        var work = (Packing*)frame;
        nint first = chunk * work->ChunkPanels, last = Math.Min(PanelCount(work->Columns), first + work->ChunkPanels);
        Pack(work->B, work->ColumnStride, work->StepStride, work->Columns, work->Depth, work->Panels, first, last);
    }

    /// <summary>
    /// The part of <see cref="Pack(T*, nint, nint, nint, nint, T*)"/> that writes the panels from <paramref name="firstPanel"/> up to and
    /// without
    /// <paramref name="lastPanel"/>, so that threads can share the work. All other arguments are those of the whole.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(
        T* b, nint columnStride, nint stepStride, nint columns, nint depth, T* panels, nint firstPanel, nint lastPanel)
    {
        for (nint p = firstPanel; p < lastPanel; p++)
        {
            nint first = p * PanelColumns;
            int count = (int)Math.Min(PanelColumns, columns - first);
            T* from = b + first * columnStride;
            T* panel = panels + first * depth;
            if (count == PanelColumns && columnStride == 1)
            {
                CopySteps(from, stepStride, depth, panel);
                continue;
            }

            if (count < PanelColumns)
            {
                NativeMemory.Clear(panel, (nuint)(depth * PanelColumns * sizeof(T)));
            }

            int c = 0;
            if (stepStride == 1)
            {
                for (; c + TransposeLanes <= count; c += TransposeLanes)
                {
                    TransposeColumns(from + c * columnStride, columnStride, depth, panel + c);
                }
            }

            for (; c < count; c++)
            {
                T* column = from + c * columnStride;
                for (nint k = 0; k < depth; k++)
                {
                    panel[k * PanelColumns + c] = column[k * stepStride];
                }
            }
        }
    }

    /// <summary>Columns that <see cref="TransposeColumns"/> takes at a time.</summary>
    private static int TransposeLanes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => PanelColumns >= Transpose.Lanes<T>() ? Transpose.Lanes<T>() : 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopySteps(T* from, nint stepStride, nint depth, T* panel)
    {
        for (; depth > 0; depth--)
        {
            V b0 = *(V*)from;
            V b1 = *((V*)from + 1);
            *(V*)panel = b0;
            *((V*)panel + 1) = b1;
            from += stepStride;
            panel += PanelColumns;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeColumns(T* from, nint columnStride, nint depth, T* to)
    {
        nint k = 0;
        if (TransposeLanes > 1)
        {
            for (; k + TransposeLanes <= depth; k += TransposeLanes)
            {
                Transpose.Block(from + k, columnStride, to + k * PanelColumns, PanelColumns);
            }
        }

        for (; k < depth; k++)
        {
            for (int c = 0; c < TransposeLanes; c++)
            {
                to[k * PanelColumns + c] = from[c * columnStride + k];
            }
        }
    }
}
