namespace TensorDsl;

/// <summary>Labels whose dims and indexed dim are inferred, such as ArgMax and IndexOf return.</summary>
public sealed class Labels : LabelsExpr
{
    private Labels() { }
}
