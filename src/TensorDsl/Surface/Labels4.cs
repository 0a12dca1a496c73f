namespace TensorDsl;

/// <summary>Symbolic labels: for each element of [A1, A2, A3, A4] a position along C. They have no arithmetic.</summary>
/// <remarks>
/// At run time a <c>Tensor&lt;Index&lt;C&gt;, A1, A2, A3, A4&gt;</c> whose values are checked to lie in [0, extent of C).
/// </remarks>
public sealed class Labels<A1, A2, A3, A4, C> : LabelsExpr
{
    private Labels() { }

    /// <summary>Asserts the shape: the labels' dims must be [A1, A2, A3, A4], in any order, and they must index C.</summary>
    public static implicit operator Labels<A1, A2, A3, A4, C>(Labels value) => Unevaluated.Of<Labels<A1, A2, A3, A4, C>>();
}
