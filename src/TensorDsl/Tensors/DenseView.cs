namespace TensorDsl;

/// <summary>
/// What a kernel sees of an argument, whether that is a <see cref="Tensor{T}"/> or a tensor span of the base class library: its elements in
/// row-major order without gaps, and its sizes. Generated methods make it (see <see cref="DenseViews"/>) and hand it to one body of code for
/// all their forms. A destination is one too; the kernel writes through the pinned address.
/// </summary>
public readonly ref struct DenseView<T>
    where T : unmanaged
{
    internal DenseView(ReadOnlySpan<T> elements, TensorSizes sizes)
    {
        Elements = elements;
        Sizes = sizes;
    }

    /// <summary>The elements in row-major order; none where there is no tensor.</summary>
    public ReadOnlySpan<T> Elements { get; }

    /// <summary>The sizes.</summary>
    public TensorSizes Sizes { get; }
}
