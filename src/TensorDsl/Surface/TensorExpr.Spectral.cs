namespace TensorDsl;

public abstract partial class TensorExpr
{
    /// <inheritdoc cref="Ops.SingularValues{N, D}(TensorExpr)"/>
    public Expr SingularValues<N, D>() => Unevaluated.Expr;
}
