namespace TensorDsl;

public abstract partial class MaskExpr
{
    /// <inheritdoc cref="Ops.Prime{N}(MaskExpr)"/>
    public Mask Prime<N>() => Unevaluated.Mask;

    /// <inheritdoc cref="Ops.Relabel{From, To}(MaskExpr)"/>
    public Mask Relabel<From, To>() => Unevaluated.Mask;
}
