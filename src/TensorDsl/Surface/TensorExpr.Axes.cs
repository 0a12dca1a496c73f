namespace TensorDsl;

public abstract partial class TensorExpr
{
    /// <inheritdoc cref="Ops.Prime{N}(TensorExpr)"/>
    public Expr Prime<N>() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Diagonal{N}(TensorExpr)"/>
    public Expr Diagonal<N>() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Relabel{From, To}(TensorExpr)"/>
    public Expr Relabel<From, To>() => Unevaluated.Expr;
}
