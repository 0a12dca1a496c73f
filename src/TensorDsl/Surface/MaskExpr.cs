namespace TensorDsl;

/// <summary>
/// The base of every symbolic mask. Comparisons give masks; <c>Where</c> and every reduction's <c>where:</c> take them. At run time a
/// mask is a tensor of bool.
/// </summary>
public abstract partial class MaskExpr
{
    private protected MaskExpr() { }

    /// <summary>True where both are; operands broadcast by dim.</summary>
    public static Mask operator &(MaskExpr a, MaskExpr b) => Unevaluated.Mask;

    /// <summary>True where at least one is; operands broadcast by dim.</summary>
    public static Mask operator |(MaskExpr a, MaskExpr b) => Unevaluated.Mask;

    /// <summary>True where exactly one is; operands broadcast by dim.</summary>
    public static Mask operator ^(MaskExpr a, MaskExpr b) => Unevaluated.Mask;

    /// <summary>True where the mask is false.</summary>
    public static Mask operator !(MaskExpr a) => Unevaluated.Mask;
}
