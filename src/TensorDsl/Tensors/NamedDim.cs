namespace TensorDsl;

/// <summary>A dim as messages name it, with the size that it declares, if any.</summary>
internal readonly record struct NamedDim(string Name, int? Size)
{
    public static NamedDim Of<A>() => new(DimSize<A>.Name, DimSize<A>.Fixed);
}
