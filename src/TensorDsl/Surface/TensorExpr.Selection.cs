namespace TensorDsl;

public abstract partial class TensorExpr
{
    /// <inheritdoc cref="Ops.ArgMax{C}(TensorExpr)"/>
    public Labels ArgMax<C>() => Unevaluated.Labels;

    /// <inheritdoc cref="Ops.ArgMin{C}(TensorExpr)"/>
    public Labels ArgMin<C>() => Unevaluated.Labels;

    /// <inheritdoc cref="Ops.TopK{C}(TensorExpr, int)"/>
    public (Expr Values, Labels Indices) TopK<C>(int k) => (Unevaluated.Expr, Unevaluated.Labels);

    /// <inheritdoc cref="Ops.At(TensorExpr, LabelsExpr)"/>
    public Expr At(LabelsExpr labels) => Unevaluated.Expr;
}
