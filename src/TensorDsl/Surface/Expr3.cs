namespace TensorDsl;

/// <summary>A symbolic tensor of numbers with the dims [A, B, C]. The order of the dims is the order in memory.</summary>
public sealed class Expr<A, B, C> : TensorExpr
{
    private Expr() { }

    /// <summary>
    /// Asserts the shape: the value's dims must be [A, B, C], in any order. The generator checks it and reports what differs.
    /// </summary>
    public static implicit operator Expr<A, B, C>(Expr value) => Unevaluated.Of<Expr<A, B, C>>();
}
