namespace TensorDsl;

public abstract partial class LabelsExpr
{
    /// <inheritdoc cref="Ops.Prime{N}(LabelsExpr)"/>
    public Labels Prime<N>() => Unevaluated.Labels;

    /// <inheritdoc cref="Ops.Relabel{From, To}(LabelsExpr)"/>
    public Labels Relabel<From, To>() => Unevaluated.Labels;
}
