namespace TensorDsl;

/// <summary>A vector of the wrapped memory. The dims are part of the type.</summary>
public sealed class Tensor<T, A> : DenseTensor<T>
    where T : unmanaged
{
    private static readonly NamedDim[] s_dims = [NamedDim.Of<A>()];

    /// <summary>Wraps an array, without copying it.</summary>
    /// <exception cref="ShapeMismatchException">The sizes do not fit the data, or not what a dim declares.</exception>
    public Tensor(T[] data, int size0)
        : this(NotNull(data), size0)
    {
    }

    /// <summary>Wraps memory, without copying it.</summary>
    /// <exception cref="ShapeMismatchException">The sizes do not fit the data, or not what a dim declares.</exception>
    public Tensor(Memory<T> data, int size0)
        : base(data, s_dims, [size0])
    {
    }

    /// <summary>The size of the only axis, A.</summary>
    public int Size0 => Size(0);

    /// <summary>An element, by reference.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A position is outside its axis.</exception>
    public ref T this[int i]
    {
        get
        {
            Check(axis: 0, i, nameof(i));
            return ref Span[i];
        }
    }

    /// <summary>The same memory with other dims.</summary>
    /// <exception cref="ShapeMismatchException">A size differs from what its new dim declares.</exception>
    public Tensor<T, A2> Rename<A2>() => new(Memory, Size0);
}
