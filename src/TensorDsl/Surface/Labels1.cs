namespace TensorDsl;

/// <summary>Symbolic labels: for each element of [A] a position along C. They have no arithmetic.</summary>
/// <remarks>At run time a <c>Tensor&lt;Index&lt;C&gt;, A&gt;</c> whose values are checked to lie in [0, extent of C).</remarks>
public sealed class Labels<A, C> : LabelsExpr
{
    private Labels() { }

    /// <summary>Asserts the shape: the labels' dims must be [A], in any order, and they must index C.</summary>
    public static implicit operator Labels<A, C>(Labels value) => Unevaluated.Of<Labels<A, C>>();
}
