using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <summary>
/// Sums the rows of each class, the gradient of a row gather. A counting sort brings the rows of a class together, so that each output row
/// is
/// written once, by one thread, from registers: no atomics, and no one-hot product over [rows, classes, width].
/// </summary>
public static unsafe class SegmentSum
{
    /// <summary>Elements that are worth a chunk of their own: some tens of microseconds.</summary>
    private const long ChunkElements = 32 * 1024;

    private const int MaxChunks = 1024;

    /// <summary>
    /// output[c, :] = Σ of source[r, :] over the rows r with index[r] = c, added in ascending order of r whatever the number of threads. A
    /// class without rows
    /// gets 0; a row whose index is not in [0, <paramref name="classes"/>), such as an ignored label, is left out.
    /// </summary>
    /// <param name="source">Dense [rows, width].</param>
    /// <param name="index">[rows].</param>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="width">Elements of a row.</param>
    /// <param name="classes">Rows of the output.</param>
    /// <param name="output">Dense [classes, width], overwritten.</param>
    /// <exception cref="ArgumentOutOfRangeException">An extent is negative, or rows or classes does not fit an int.</exception>
    public static void Run<T, V, O>(T* source, int* index, nint rows, nint width, nint classes, T* output)
        where T : unmanaged
        where V : unmanaged
        where O : struct, ISimd<T, V>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        ArgumentOutOfRangeException.ThrowIfNegative(classes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, int.MaxValue);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, int.MaxValue);
        if (classes == 0 || width == 0)
        {
            return;
        }

        using ScratchLease lease = Scratch.Rent(Scratch.Size<int>(classes) + Scratch.Size<int>(rows));
        byte* cursor = lease.Pointer;
        int* ends = Scratch.Take<int>(ref cursor, classes);
        int* order = Scratch.Take<int>(ref cursor, rows);
        Sort(index, (int)rows, (int)classes, ends, order);

        // Classes are shared out first; where they are fewer than the chunks, each is cut by columns too.
        double elements = ((double)rows + classes) * width;
        int chunks = (int)Math.Clamp(elements / ChunkElements, 1, MaxChunks);
        int classParts = (int)Math.Min(chunks, classes);
        nint vectors = (width + 4 * O.Count - 1) / (4 * O.Count);
        int columnParts = (int)Math.Min(vectors, (chunks + classParts - 1) / classParts);
        var frame = new Frame<T>
        {
            Source = source,
            Ends = ends,
            Order = order,
            Width = width,
            Classes = (int)classes,
            ClassParts = classParts,
            ColumnParts = columnParts,
            Output = output,
        };
        Threads.For(classParts * columnParts, &SumPart<T, V, O>, &frame);
    }

    /// <summary>order lists the rows by class, in ascending order within a class; ends[c] is where the rows of class c end in it.</summary>
    private static void Sort(int* index, int rows, int classes, int* ends, int* order)
    {
        new Span<int>(ends, classes).Clear();
        for (int r = 0; r < rows; r++)
        {
            int c = index[r];
            if ((uint)c < (uint)classes)
            {
                ends[c]++;
            }
        }

        int next = 0;
        for (int c = 0; c < classes; c++)
        {
            int count = ends[c];
            ends[c] = next;
            next += count;
        }

        // Each class's start advances to its end while the rows are put down.
        for (int r = 0; r < rows; r++)
        {
            int c = index[r];
            if ((uint)c < (uint)classes)
            {
                order[ends[c]++] = r;
            }
        }
    }

    private static void SumPart<T, V, O>(void* state, int chunk)
        where T : unmanaged
        where V : unmanaged
        where O : struct, ISimd<T, V>
    {
        var frame = (Frame<T>*)state;
        int classPart = chunk / frame->ColumnParts;
        int columnPart = chunk % frame->ColumnParts;
        nint unit = 4 * O.Count;
        nint units = (frame->Width + unit - 1) / unit;
        nint firstColumn = units * columnPart / frame->ColumnParts * unit;
        nint lastColumn = Math.Min(frame->Width, units * (columnPart + 1) / frame->ColumnParts * unit);
        int first = FirstClass(frame, classPart);
        int last = FirstClass(frame, classPart + 1);
        for (int c = first; c < last; c++)
        {
            int begin = c == 0 ? 0 : frame->Ends[c - 1];
            SumRows<T, V, O>(
                frame->Source + firstColumn, frame->Width, frame->Order + begin, frame->Ends[c] - begin, lastColumn - firstColumn,
                frame->Output + c * frame->Width + firstColumn);
        }
    }

    /// <summary>The class at which a part begins, chosen so that the parts have about equally many rows to read and to write.</summary>
    private static int FirstClass<T>(Frame<T>* frame, int part)
        where T : unmanaged
    {
        long total = (long)frame->Ends[frame->Classes - 1] + frame->Classes;
        long target = total * part / frame->ClassParts;
        int low = 0;
        int high = frame->Classes;
        while (low < high)
        {
            int middle = low + (high - low) / 2;
            long before = middle == 0 ? 0 : (long)frame->Ends[middle - 1] + middle;
            if (before < target)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumRows<T, V, O>(T* source, nint stride, int* order, int count, nint width, T* output)
        where T : unmanaged
        where V : unmanaged
        where O : struct, ISimd<T, V>
    {
        nint j = 0;
        for (; j + 4 * O.Count <= width; j += 4 * O.Count)
        {
            V s0 = default, s1 = default, s2 = default, s3 = default;
            for (int i = 0; i < count; i++)
            {
                V* row = (V*)(source + order[i] * stride + j);
                s0 = O.Add(s0, row[0]);
                s1 = O.Add(s1, row[1]);
                s2 = O.Add(s2, row[2]);
                s3 = O.Add(s3, row[3]);
            }

            V* target = (V*)(output + j);
            target[0] = s0;
            target[1] = s1;
            target[2] = s2;
            target[3] = s3;
        }

        for (; j < width; j += O.Count)
        {
            V sum = default;
            for (int i = 0; i < count; i++)
            {
                sum = O.Add(sum, O.Load(source + order[i] * stride + j, width - j));
            }

            O.Store(output + j, sum, width - j);
        }
    }

    private struct Frame<T>
        where T : unmanaged
    {
        public T* Source;
        public int* Ends;
        public int* Order;
        public nint Width;
        public int Classes;
        public int ClassParts;
        public int ColumnParts;
        public T* Output;
    }
}
