namespace TensorDsl;

/// <summary>What every tensor has, whatever its elements and dims are: sizes.</summary>
public abstract class TensorBase
{
    private readonly NamedDim[] _dims;

    private protected TensorBase(NamedDim[] dims, ReadOnlySpan<int> sizes)
    {
        _dims = dims;
        Sizes = new(sizes);
    }

    /// <summary>The number of axes, 0 to 4.</summary>
    public int Rank => _dims.Length;

    /// <summary>The sizes of all axes.</summary>
    public TensorSizes Sizes { get; }

    /// <summary>The number of elements: the product of the sizes, 1 for a scalar.</summary>
    public abstract long Length { get; }

    /// <summary>The size of an axis.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tensor has no such axis.</exception>
    public int Size(int axis)
    {
        if ((uint)axis >= (uint)Rank) ThrowAxis(axis);
        return Sizes[axis];
    }

    /// <summary>The name of an axis's dim: that of its marker type, "Embed" or "Prime&lt;Batch&gt;".</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tensor has no such axis.</exception>
    public string Dim(int axis)
    {
        if ((uint)axis >= (uint)Rank) ThrowAxis(axis);
        return _dims[axis].Name;
    }

    /// <summary>Elements, dims and sizes, such as "Tensor&lt;float&gt;[Batch=5, Embed=768]"; of a scalar "Tensor&lt;float&gt;".</summary>
    public override string ToString() => Describe(TypeText, _dims, [.. Sizes.ToArray().Select(s => (int)s)]);

    /// <summary>The type without its dims, such as "Tensor&lt;float&gt;".</summary>
    private protected abstract string TypeText { get; }

    private protected static string Describe(string type, NamedDim[] dims, ReadOnlySpan<int> sizes)
    {
        if (dims.Length == 0) return type;
        var axes = new string[dims.Length];
        for (int i = 0; i < axes.Length; i++) axes[i] = $"{dims[i].Name}={sizes[i]}";
        return $"{type}[{string.Join(", ", axes)}]";
    }

    /// <summary>The number of elements, after checking that the sizes are what sizes can be and what dims declare.</summary>
    private protected static Int128 CheckedLength(string type, NamedDim[] dims, ReadOnlySpan<int> sizes)
    {
        Int128 length = 1; // four sizes of 31 bits do not fit 64
        for (int i = 0; i < dims.Length; i++)
        {
            if (sizes[i] < 0) throw new ArgumentOutOfRangeException($"size{i}", $"{Describe(type, dims, sizes)}: a size is negative");
            length *= sizes[i];
        }
        for (int i = 0; i < dims.Length; i++)
        {
            if (dims[i].Size is { } size && size != sizes[i])
            {
                string name = dims[i].Name;
                throw new ShapeMismatchException(
                    $"{Describe(type, dims, sizes)}: dimension {name} is declared [Dim({size})] but is {sizes[i]} here", $"size{i}");
            }
        }
        return length;
    }

    private void ThrowAxis(int axis)
        => throw new ArgumentOutOfRangeException(nameof(axis), $"{this} has no axis {axis}: its rank is {Rank}");
}
