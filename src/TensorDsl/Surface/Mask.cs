namespace TensorDsl;

/// <summary>
/// In the signature of a template: a single truth value. In a body: a mask whose dims are inferred, such as every comparison returns.
/// </summary>
public sealed class Mask : MaskExpr
{
    private Mask() { }
}
