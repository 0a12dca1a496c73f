namespace TensorDsl;

public abstract partial class MaskExpr
{
    /// <inheritdoc cref="Ops.Any(MaskExpr)"/>
    public Mask Any() => Unevaluated.Mask;

    /// <inheritdoc cref="Ops.Any{A}(MaskExpr)"/>
    public Mask Any<A>() => Unevaluated.Mask;

    /// <inheritdoc cref="Ops.Any{A, B}(MaskExpr)"/>
    public Mask Any<A, B>() => Unevaluated.Mask;

    /// <inheritdoc cref="Ops.All(MaskExpr)"/>
    public Mask All() => Unevaluated.Mask;

    /// <inheritdoc cref="Ops.All{A}(MaskExpr)"/>
    public Mask All<A>() => Unevaluated.Mask;

    /// <inheritdoc cref="Ops.All{A, B}(MaskExpr)"/>
    public Mask All<A, B>() => Unevaluated.Mask;

    /// <inheritdoc cref="Ops.Count(MaskExpr)"/>
    public Expr Count() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Count{A}(MaskExpr)"/>
    public Expr Count<A>() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Count{A, B}(MaskExpr)"/>
    public Expr Count<A, B>() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Count{A, B, C}(MaskExpr)"/>
    public Expr Count<A, B, C>() => Unevaluated.Expr;
}
