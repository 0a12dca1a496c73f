namespace TensorDsl;

public abstract partial class MaskExpr
{
    /// <inheritdoc cref="Ops.Where(MaskExpr, TensorExpr, TensorExpr)"/>
    public Expr Where(TensorExpr a, TensorExpr b) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Where(MaskExpr, TensorExpr, float)"/>
    public Expr Where(TensorExpr a, float b) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Where(MaskExpr, float, TensorExpr)"/>
    public Expr Where(float a, TensorExpr b) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Where(MaskExpr, TensorExpr, double)"/>
    public Expr Where(TensorExpr a, double b) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Where(MaskExpr, double, TensorExpr)"/>
    public Expr Where(double a, TensorExpr b) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Where(MaskExpr, float, float)"/>
    public Expr Where(float a, float b) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Where(MaskExpr, double, double)"/>
    public Expr Where(double a, double b) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.ToReal(MaskExpr)"/>
    public Expr ToReal() => Unevaluated.Expr;
}
