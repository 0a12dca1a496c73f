namespace TensorDsl;

/// <summary>
/// Marks a static method over <see cref="Expr{A, B}"/> and its siblings as a template whose result is a scalar <see cref="Expr"/> to
/// minimise. The generator adds overloads of the same name over run-time tensors, and one named …Gradient that gives value and gradients
/// in one go.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LossAttribute : Attribute
{
    /// <summary>Whether to generate the gradient method; true by default. Turn it off for what is only measured.</summary>
    public bool Gradient { get; set; } = true;
}
