namespace TensorDsl;

/// <summary>A single value: a scalar result or a learnable scalar.</summary>
public sealed class Tensor<T> : DenseTensor<T>
    where T : unmanaged
{
    /// <summary>Holds the value in memory of its own.</summary>
    public Tensor(T value)
        : this(new T[] { value })
    {
    }

    /// <summary>Wraps an array of one element, without copying it.</summary>
    /// <exception cref="ShapeMismatchException">It does not have exactly one element.</exception>
    public Tensor(T[] data)
        : this(NotNull(data))
    {
    }

    /// <summary>Wraps memory of one element, without copying it.</summary>
    /// <exception cref="ShapeMismatchException">It does not have exactly one element.</exception>
    public Tensor(Memory<T> data)
        : base(data, [], [])
    {
    }

    /// <summary>The value, by reference.</summary>
    public ref T Value => ref Span[0];
}
