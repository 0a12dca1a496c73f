using System.Numerics.Tensors;

namespace TensorDsl;

/// <summary>
/// A tensor over memory that it wraps and does not own, in row-major order without gaps: the last axis is contiguous. It has no
/// conversion to spans that C# would apply by itself: a call with mismatched dims must not bind to an overload over spans, which carry no
/// dims.
/// </summary>
public abstract class DenseTensor<T> : TensorBase
    where T : unmanaged
{
    private protected DenseTensor(Memory<T> data, NamedDim[] dims, ReadOnlySpan<int> sizes)
        : base(dims, sizes)
    {
        Memory = data;
        var length = CheckedLength(Type, dims, sizes);
        if (length != data.Length)
            throw new ShapeMismatchException(
                $"{Describe(Type, dims, sizes)} has {length} elements but the data has {data.Length}", nameof(data));
    }

    /// <summary>The wrapped memory.</summary>
    public Memory<T> Memory { get; }

    /// <summary>The elements in row-major order: the wrapped memory itself.</summary>
    public Span<T> Span => Memory.Span;

    /// <inheritdoc/>
    public sealed override long Length => Memory.Length;

    /// <summary>A copy of the elements in row-major order.</summary>
    public T[] ToArray() => Memory.ToArray();

    /// <summary>The same memory as a tensor span of the base class library, with this tensor's sizes.</summary>
    /// <remarks>The library has no tensor span of rank 0, so a scalar becomes a vector of one element.</remarks>
    public TensorSpan<T> AsTensorSpan()
    {
        if (Rank == 0) return new(Span);
        Span<nint> lengths = stackalloc nint[Rank];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = Size(i);
        return new(Span, lengths);
    }

    /// <summary>The same memory as a read-only tensor span of the base class library, with this tensor's sizes.</summary>
    /// <inheritdoc cref="AsTensorSpan" path="/remarks"/>
    public ReadOnlyTensorSpan<T> AsReadOnlyTensorSpan() => AsTensorSpan();

    private protected override string TypeText => Type;

    private static string Type => $"Tensor<{TypeName.Of(typeof(T))}>";

    private protected static Memory<T> NotNull(T[] data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data;
    }

    private protected void Check(int axis, int position, string parameter)
    {
        if ((uint)position >= (uint)Size(axis)) ThrowPosition(axis, position, parameter);
    }

    private void ThrowPosition(int axis, int position, string parameter)
        => throw new ArgumentOutOfRangeException(
            parameter, $"{this}: position {position} is outside [0, {Size(axis)}) of dimension {Dim(axis)}");
}
