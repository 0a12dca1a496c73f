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

    /// <summary>
    /// Mebibytes in which a call may keep tiles (blocks of a value over all pairs) for its backward pass instead of computing them again;
    /// 0 keeps none. −1, the default, leaves it at 64. The environment variable TENSORDSL_TILE_MEMORY goes before both. What doesn't fit is
    /// computed again, so memory stays linear in the number of rows.
    /// </summary>
    public int TileMemory { get; set; } = -1;
}
