namespace TensorDsl;

public abstract partial class LabelsExpr
{
    /// <inheritdoc cref="Ops.Kept(LabelsExpr, int)"/>
    public Mask Kept(int ignoreIndex) => Unevaluated.Mask;

    /// <inheritdoc cref="Ops.ToReal(LabelsExpr)"/>
    public Expr ToReal() => Unevaluated.Expr;
}
