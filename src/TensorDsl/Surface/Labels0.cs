namespace TensorDsl;

/// <summary>A symbolic position along C: a class, an index.</summary>
/// <remarks>At run time a <c>Tensor&lt;Index&lt;C&gt;&gt;</c> whose values are checked to lie in [0, extent of C).</remarks>
public sealed class Labels<C> : LabelsExpr
{
    private Labels() { }

    /// <summary>Asserts the shape: the labels' dims must be [], in any order, and they must index C.</summary>
    public static implicit operator Labels<C>(Labels value) => Unevaluated.Of<Labels<C>>();
}
