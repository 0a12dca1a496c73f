using System.Runtime.InteropServices;

namespace TensorDsl;

/// <summary>Makes tensors: from arrays, from rows, filled, random, and labels from int positions.</summary>
public static partial class Tensors
{
    /// <summary>A copy of the rows as a matrix.</summary>
    /// <exception cref="ShapeMismatchException">The rows differ in length, or a size differs from what its dim declares.</exception>
    public static Tensor<float, A, B> FromRows<A, B>(float[][] rows) => Stack<float, A, B>(rows);

    /// <inheritdoc cref="FromRows{A, B}(float[][])"/>
    public static Tensor<double, A, B> FromRows<A, B>(double[][] rows) => Stack<double, A, B>(rows);

    /// <summary>The positions of labels as plain integers: the same memory.</summary>
    public static Span<int> Positions<C>(this DenseTensor<Index<C>> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return MemoryMarshal.Cast<Index<C>, int>(labels.Span);
    }

    private static Tensor<T, A, B> Stack<T, A, B>(T[][] rows)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(rows);
        // Without a row nothing says how long rows are, except what the dim declares.
        int width = rows.Length > 0 ? Row(rows, 0).Length : DimSize<B>.Fixed ?? 0;
        var tensor = Zeros<T, A, B>(rows.Length, width);
        for (int i = 0; i < rows.Length; i++)
        {
            if (Row(rows, i).Length != width)
                throw new ShapeMismatchException($"FromRows: row {i} has {rows[i].Length} elements but row 0 has {width}", nameof(rows));
            rows[i].CopyTo(tensor.Span[(i * width)..]);
        }
        return tensor;
    }

    private static T[] Row<T>(T[][] rows, int i) => rows[i] ?? throw new ArgumentException($"FromRows: row {i} is null", nameof(rows));

    private static T[] Allocate<T>(params ReadOnlySpan<int> sizes)
    {
        long length = 1;
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] < 0) throw new ArgumentOutOfRangeException($"size{i}", sizes[i], "a size is negative");
            length = checked(length * sizes[i]);
        }
        return new T[length];
    }
}
