namespace TensorDsl;

/// <summary>
/// Marks a static method over <see cref="Expr{A, B}"/> and its siblings as a template whose result is a tensor (or a tuple of tensors). The
/// generator adds overloads of the same name over run-time tensors, and one named …Backward.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SimilarityAttribute : Attribute
{
    /// <summary>Whether to generate the backward method; true by default. Turn it off for what is only measured.</summary>
    public bool Gradient { get; set; } = true;
}
