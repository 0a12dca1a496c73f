namespace TensorDsl;

public abstract partial class TensorExpr
{
    /// <inheritdoc cref="Ops.Dot{A}(TensorExpr, TensorExpr)"/>
    public Expr Dot<A>(TensorExpr y) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Dot{A, B}(TensorExpr, TensorExpr)"/>
    public Expr Dot<A, B>(TensorExpr y) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Dot{A, B, C}(TensorExpr, TensorExpr)"/>
    public Expr Dot<A, B, C>(TensorExpr y) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.SquaredNorm{A}(TensorExpr)"/>
    public Expr SquaredNorm<A>() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.SquaredNorm{A, B}(TensorExpr)"/>
    public Expr SquaredNorm<A, B>() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.SquaredNorm{A, B, C}(TensorExpr)"/>
    public Expr SquaredNorm<A, B, C>() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Norm(TensorExpr)"/>
    public Expr Norm() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Norm{A}(TensorExpr)"/>
    public Expr Norm<A>() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Norm{A, B}(TensorExpr)"/>
    public Expr Norm<A, B>() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Norm{A, B, C}(TensorExpr)"/>
    public Expr Norm<A, B, C>() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Normalize{A}(TensorExpr, float)"/>
    public Expr Normalize<A>(float eps = 1e-12f) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Normalize{A, B}(TensorExpr, float)"/>
    public Expr Normalize<A, B>(float eps = 1e-12f) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Normalize{A, B, C}(TensorExpr, float)"/>
    public Expr Normalize<A, B, C>(float eps = 1e-12f) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Normalize{A}(TensorExpr, double)"/>
    public Expr Normalize<A>(double eps) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Normalize{A, B}(TensorExpr, double)"/>
    public Expr Normalize<A, B>(double eps) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Normalize{A, B, C}(TensorExpr, double)"/>
    public Expr Normalize<A, B, C>(double eps) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Cosine{A}(TensorExpr, TensorExpr, float)"/>
    public Expr Cosine<A>(TensorExpr y, float eps = 1e-8f) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Cosine{A, B}(TensorExpr, TensorExpr, float)"/>
    public Expr Cosine<A, B>(TensorExpr y, float eps = 1e-8f) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Cosine{A, B, C}(TensorExpr, TensorExpr, float)"/>
    public Expr Cosine<A, B, C>(TensorExpr y, float eps = 1e-8f) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Cosine{A}(TensorExpr, TensorExpr, double)"/>
    public Expr Cosine<A>(TensorExpr y, double eps) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Cosine{A, B}(TensorExpr, TensorExpr, double)"/>
    public Expr Cosine<A, B>(TensorExpr y, double eps) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Cosine{A, B, C}(TensorExpr, TensorExpr, double)"/>
    public Expr Cosine<A, B, C>(TensorExpr y, double eps) => Unevaluated.Expr;
}
