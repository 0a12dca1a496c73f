namespace TensorDsl;

/// <summary>A symbolic tensor of numbers with the dims [A].</summary>
public sealed class Expr<A> : TensorExpr
{
    private Expr() { }

    /// <summary>Asserts the shape: the value's dims must be [A], in any order. The generator checks it and reports what differs.</summary>
    public static implicit operator Expr<A>(Expr value) => Unevaluated.Of<Expr<A>>();
}
