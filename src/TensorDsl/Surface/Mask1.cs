namespace TensorDsl;

/// <summary>A symbolic tensor of truth values with the dims [A].</summary>
public sealed class Mask<A> : MaskExpr
{
    private Mask() { }

    /// <summary>Asserts the shape: the value's dims must be [A], in any order. The generator checks it and reports what differs.</summary>
    public static implicit operator Mask<A>(Mask value) => Unevaluated.Of<Mask<A>>();
}
