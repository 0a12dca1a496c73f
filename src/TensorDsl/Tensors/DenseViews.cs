using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TensorDsl;

/// <summary>
/// Makes <see cref="DenseView{T}"/>s of the arguments of generated methods, and refuses those that no kernel can read. Public for generated
/// code; nothing is copied.
/// </summary>
public static class DenseViews
{
    /// <summary>A tensor.</summary>
    /// <exception cref="ArgumentNullException">It is null; <paramref name="name"/> says which.</exception>
    public static DenseView<T> Of<T>(DenseTensor<T> tensor, [CallerArgumentExpression(nameof(tensor))] string name = "")
        where T : unmanaged
    {
        if (tensor is null) throw new ArgumentNullException(name.TrimStart('@'));
        return new(tensor.Span, tensor.Sizes);
    }

    /// <summary>Labels, as the positions that they are.</summary>
    /// <inheritdoc cref="Of{T}(DenseTensor{T}, string)" path="/exception"/>
    public static DenseView<int> OfLabels<C>(DenseTensor<Index<C>> labels, [CallerArgumentExpression(nameof(labels))] string name = "")
    {
        if (labels is null) throw new ArgumentNullException(name.TrimStart('@'));
        return new(labels.Positions(), labels.Sizes);
    }

    /// <summary>The destination of a gradient; null where it is not asked for.</summary>
    public static DenseView<T> OfGradient<T>(DenseTensor<T>? tensor)
        where T : unmanaged
        => tensor is null ? default : new(tensor.Span, tensor.Sizes);

    /// <summary>A variable as a scalar.</summary>
    public static DenseView<T> OfScalar<T>(ref T variable)
        where T : unmanaged
        => new(new ReadOnlySpan<T>(ref variable), new TensorSizes([]));

    /// <summary>An input over a tensor span.</summary>
    /// <param name="function">The function to name in messages.</param>
    /// <param name="name">The parameter to name.</param>
    /// <param name="dims">The declared dims, "N, D"; "" of a scalar, which is a vector of one element here.</param>
    /// <param name="span">The argument.</param>
    /// <exception cref="ShapeMismatchException">It has another rank.</exception>
    /// <exception cref="ArgumentException">It is a transposed, sliced or broadcast view, or larger than 2³¹ − 1 elements.</exception>
    public static DenseView<T> Input<T>(string function, string name, string dims, scoped in ReadOnlyTensorSpan<T> span)
        where T : unmanaged
        => View(function, name, dims, in span);

    /// <summary>A destination over a tensor span.</summary>
    /// <inheritdoc cref="Input{T}(string, string, string, in ReadOnlyTensorSpan{T})"/>
    public static DenseView<T> Destination<T>(string function, string name, string dims, scoped in TensorSpan<T> span)
        where T : unmanaged
        => View<T>(function, name, dims, span);

    /// <summary>The destination of a gradient over a tensor span; the default value where it is not asked for.</summary>
    /// <inheritdoc cref="Input{T}(string, string, string, in ReadOnlyTensorSpan{T})"/>
    public static DenseView<T> Gradient<T>(string function, string name, string dims, scoped in TensorSpan<T> span)
        where T : unmanaged
        => span.Rank == 0 && span.FlattenedLength == 0 ? default : View<T>(function, name, dims, span);

    private static DenseView<T> View<T>(string function, string name, string dims, scoped in ReadOnlyTensorSpan<T> span)
        where T : unmanaged
    {
        var lengths = span.Lengths;
        if (span.FlattenedLength > int.MaxValue)
            throw new ArgumentException($"{function}: '{name}' has {span.FlattenedLength} elements; at most {int.MaxValue} are supported", name);
        if (dims.Length == 0)
        {
            if (span.FlattenedLength != 1 || lengths.Length > 1) Shapes.Rank(function, name, "", 0, lengths.IsEmpty ? [0] : lengths);
            return new(MemoryMarshal.CreateReadOnlySpan(in span.GetPinnableReference(), 1), new TensorSizes([]));
        }

        Shapes.Rank(function, name, dims, Axes(dims), lengths);
        Shapes.Dense(function, name, dims, lengths, span.Strides);
        Span<int> sizes = stackalloc int[lengths.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            // Beside an axis of no elements there may be one of any size.
            if (lengths[i] > int.MaxValue)
                throw new ArgumentException($"{function}: axis {i} of '{name}' is {lengths[i]}; at most {int.MaxValue} is supported", name);
            sizes[i] = (int)lengths[i];
        }

        return new(MemoryMarshal.CreateReadOnlySpan(in span.GetPinnableReference(), (int)span.FlattenedLength), new TensorSizes(sizes));
    }

    private static int Axes(string dims)
    {
        int axes = 1;
        foreach (char c in dims) axes += c == ',' ? 1 : 0;
        return axes;
    }
}
