namespace TensorDsl;

/// <summary>A symbolic tensor of truth values with the dims [A, B, C, D]. The order of the dims is the order in memory.</summary>
public sealed class Mask<A, B, C, D> : MaskExpr
{
    private Mask() { }

    /// <summary>
    /// Asserts the shape: the value's dims must be [A, B, C, D], in any order. The generator checks it and reports what differs.
    /// </summary>
    public static implicit operator Mask<A, B, C, D>(Mask value) => Unevaluated.Of<Mask<A, B, C, D>>();
}
