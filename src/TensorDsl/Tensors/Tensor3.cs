namespace TensorDsl;

/// <summary>
/// A tensor of three axes, row-major: element (i, j, k) is at (i · Size1 + j) · Size2 + k of the wrapped memory. The dims are part of
/// the type.
/// </summary>
public sealed class Tensor<T, A, B, C> : DenseTensor<T>
    where T : unmanaged
{
    private static readonly NamedDim[] s_dims = [NamedDim.Of<A>(), NamedDim.Of<B>(), NamedDim.Of<C>()];

    /// <summary>Wraps an array, without copying it.</summary>
    /// <exception cref="ShapeMismatchException">The sizes do not fit the data, or not what a dim declares.</exception>
    public Tensor(T[] data, int size0, int size1, int size2)
        : this(NotNull(data), size0, size1, size2)
    {
    }

    /// <summary>Wraps memory, without copying it.</summary>
    /// <exception cref="ShapeMismatchException">The sizes do not fit the data, or not what a dim declares.</exception>
    public Tensor(Memory<T> data, int size0, int size1, int size2)
        : base(data, s_dims, [size0, size1, size2])
    {
    }

    /// <summary>The size of the first axis, A.</summary>
    public int Size0 => Size(0);

    /// <summary>The size of the second axis, B.</summary>
    public int Size1 => Size(1);

    /// <summary>The size of the last axis, C.</summary>
    public int Size2 => Size(2);

    /// <summary>An element, by reference.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A position is outside its axis.</exception>
    public ref T this[int i, int j, int k]
    {
        get
        {
            Check(axis: 0, i, nameof(i));
            Check(axis: 1, j, nameof(j));
            Check(axis: 2, k, nameof(k));
            return ref Span[(i * Size1 + j) * Size2 + k];
        }
    }

    /// <summary>The same memory with other dims.</summary>
    /// <exception cref="ShapeMismatchException">A size differs from what its new dim declares.</exception>
    public Tensor<T, A2, B2, C2> Rename<A2, B2, C2>() => new(Memory, Size0, Size1, Size2);
}
