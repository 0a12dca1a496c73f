namespace TensorDsl;

/// <summary>
/// The base of every symbolic number tensor. It carries the operators and the fluent operations, which return the untyped <see
/// cref="Expr"/>; signatures name <see cref="Expr"/> or <see cref="Expr{A, B}"/> and its siblings, never this.
/// </summary>
public abstract partial class TensorExpr
{
    private protected TensorExpr() { }
}
