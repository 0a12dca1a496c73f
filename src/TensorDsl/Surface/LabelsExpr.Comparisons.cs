namespace TensorDsl;

public abstract partial class LabelsExpr
{
    /// <inheritdoc cref="Ops.Equal(LabelsExpr, LabelsExpr)"/>
    public Mask Equal(LabelsExpr y) => Unevaluated.Mask;

    /// <inheritdoc cref="Ops.NotEqual(LabelsExpr, LabelsExpr)"/>
    public Mask NotEqual(LabelsExpr y) => Unevaluated.Mask;
}
