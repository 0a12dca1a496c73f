namespace TensorDsl;

public static partial class Tensors
{
    /// <summary>A single label: a position along C.</summary>
    /// <inheritdoc cref="Labels{A, C}(int[], int?)" path="/exception"/>
    public static Tensor<Index<C>> Labels<C>(int label, int? ignoreIndex = null)
    {
        CheckLabels<C>([label], ignoreIndex);
        return new(label);
    }

    /// <summary>Labels for each element of [A]: positions along C. The memory is not copied.</summary>
    /// <param name="labels">The positions, checked here if C declares its size with [Dim], and by the functions that use them.</param>
    /// <param name="ignoreIndex">The only value that may lie outside, if any.</param>
    /// <exception cref="ArgumentOutOfRangeException">A label is outside the size that C declares.</exception>
    public static Tensor<Index<C>, A> Labels<A, C>(int[] labels, int? ignoreIndex = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return Labels<A, C>(labels.AsMemory(), ignoreIndex);
    }

    /// <inheritdoc cref="Labels{A, C}(int[], int?)"/>
    public static Tensor<Index<C>, A> Labels<A, C>(Memory<int> labels, int? ignoreIndex = null)
    {
        CheckLabels<C>(labels.Span, ignoreIndex);
        return new(new LabelMemory<C>(labels).Memory, labels.Length);
    }

    /// <summary>Labels for each element of [A, B]: positions along C. The memory is not copied.</summary>
    /// <inheritdoc cref="Labels{A, C}(int[], int?)" path="/exception"/>
    /// <exception cref="ShapeMismatchException">The sizes do not multiply to the number of labels.</exception>
    public static Tensor<Index<C>, A, B> Labels<A, B, C>(int[] labels, int size0, int size1, int? ignoreIndex = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return Labels<A, B, C>(labels.AsMemory(), size0, size1, ignoreIndex);
    }

    /// <inheritdoc cref="Labels{A, B, C}(int[], int, int, int?)"/>
    public static Tensor<Index<C>, A, B> Labels<A, B, C>(Memory<int> labels, int size0, int size1, int? ignoreIndex = null)
    {
        CheckLabels<C>(labels.Span, ignoreIndex);
        return new(new LabelMemory<C>(labels).Memory, size0, size1);
    }

    /// <summary>Labels for each element of [A1, A2, A3]: positions along C. The memory is not copied.</summary>
    /// <inheritdoc cref="Labels{A, C}(int[], int?)" path="/exception"/>
    /// <exception cref="ShapeMismatchException">The sizes do not multiply to the number of labels.</exception>
    public static Tensor<Index<C>, A1, A2, A3> Labels<A1, A2, A3, C>(int[] labels, int size0, int size1, int size2, int? ignoreIndex = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return Labels<A1, A2, A3, C>(labels.AsMemory(), size0, size1, size2, ignoreIndex);
    }

    /// <inheritdoc cref="Labels{A1, A2, A3, C}(int[], int, int, int, int?)"/>
    public static Tensor<Index<C>, A1, A2, A3> Labels<A1, A2, A3, C>(
        Memory<int> labels, int size0, int size1, int size2, int? ignoreIndex = null)
    {
        CheckLabels<C>(labels.Span, ignoreIndex);
        return new(new LabelMemory<C>(labels).Memory, size0, size1, size2);
    }

    /// <summary>Labels for each element of [A1, A2, A3, A4]: positions along C. The memory is not copied.</summary>
    /// <inheritdoc cref="Labels{A, C}(int[], int?)" path="/exception"/>
    /// <exception cref="ShapeMismatchException">The sizes do not multiply to the number of labels.</exception>
    public static Tensor<Index<C>, A1, A2, A3, A4> Labels<A1, A2, A3, A4, C>(
        int[] labels, int size0, int size1, int size2, int size3, int? ignoreIndex = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return Labels<A1, A2, A3, A4, C>(labels.AsMemory(), size0, size1, size2, size3, ignoreIndex);
    }

    /// <inheritdoc cref="Labels{A1, A2, A3, A4, C}(int[], int, int, int, int, int?)"/>
    public static Tensor<Index<C>, A1, A2, A3, A4> Labels<A1, A2, A3, A4, C>(
        Memory<int> labels, int size0, int size1, int size2, int size3, int? ignoreIndex = null)
    {
        CheckLabels<C>(labels.Span, ignoreIndex);
        return new(new LabelMemory<C>(labels).Memory, size0, size1, size2, size3);
    }

    private static void CheckLabels<C>(ReadOnlySpan<int> labels, int? ignoreIndex)
    {
        if (DimSize<C>.Fixed is not { } classes) return;
        if (ignoreIndex is { } ignored) Shapes.Labels("Tensors.Labels", "labels", labels, classes, DimSize<C>.Name, ignored);
        else Shapes.Labels("Tensors.Labels", "labels", labels, classes, DimSize<C>.Name);
    }
}
