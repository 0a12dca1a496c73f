namespace TensorDsl;

/// <summary>
/// Fixes the extent of a dim: <c>[Dim(768)] public abstract class Embed;</c>. A tensor of another size over it is a
/// ShapeMismatchException.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class DimAttribute(int size) : Attribute
{
    /// <summary>The extent.</summary>
    public int Size => size;
}
