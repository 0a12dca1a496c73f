namespace TensorDsl;

/// <summary>
/// The base of symbolic labels: positions along a dim. They are compared, gathered at, and converted to numbers; arithmetic they have
/// none.
/// </summary>
public abstract partial class LabelsExpr
{
    private protected LabelsExpr() { }
}
