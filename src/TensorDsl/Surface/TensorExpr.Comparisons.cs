namespace TensorDsl;

public abstract partial class TensorExpr
{
    /// <inheritdoc cref="Ops.Equal(TensorExpr, TensorExpr)"/>
    public Mask Equal(TensorExpr y) => Unevaluated.Mask;

    /// <inheritdoc cref="Ops.Equal(TensorExpr, float)"/>
    public Mask Equal(float y) => Unevaluated.Mask;

    /// <inheritdoc cref="Ops.Equal(TensorExpr, double)"/>
    public Mask Equal(double y) => Unevaluated.Mask;

    /// <inheritdoc cref="Ops.NotEqual(TensorExpr, TensorExpr)"/>
    public Mask NotEqual(TensorExpr y) => Unevaluated.Mask;

    /// <inheritdoc cref="Ops.NotEqual(TensorExpr, float)"/>
    public Mask NotEqual(float y) => Unevaluated.Mask;

    /// <inheritdoc cref="Ops.NotEqual(TensorExpr, double)"/>
    public Mask NotEqual(double y) => Unevaluated.Mask;
}
