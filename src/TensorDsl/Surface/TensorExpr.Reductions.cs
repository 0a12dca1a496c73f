namespace TensorDsl;

public abstract partial class TensorExpr
{
    /// <inheritdoc cref="Ops.Sum(TensorExpr, MaskExpr)"/>
    public Expr Sum(MaskExpr? where = null) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Sum{A}(TensorExpr, MaskExpr)"/>
    public Expr Sum<A>(MaskExpr? where = null) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Sum{A, B}(TensorExpr, MaskExpr)"/>
    public Expr Sum<A, B>(MaskExpr? where = null) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Sum{A, B, C}(TensorExpr, MaskExpr)"/>
    public Expr Sum<A, B, C>(MaskExpr? where = null) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Mean(TensorExpr, MaskExpr)"/>
    public Expr Mean(MaskExpr? where = null) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Mean{A}(TensorExpr, MaskExpr)"/>
    public Expr Mean<A>(MaskExpr? where = null) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Mean{A, B}(TensorExpr, MaskExpr)"/>
    public Expr Mean<A, B>(MaskExpr? where = null) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Mean{A, B, C}(TensorExpr, MaskExpr)"/>
    public Expr Mean<A, B, C>(MaskExpr? where = null) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Max(TensorExpr, MaskExpr)"/>
    public Expr Max(MaskExpr? where = null) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Max{A}(TensorExpr, MaskExpr)"/>
    public Expr Max<A>(MaskExpr? where = null) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Max{A, B}(TensorExpr, MaskExpr)"/>
    public Expr Max<A, B>(MaskExpr? where = null) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Max{A, B, C}(TensorExpr, MaskExpr)"/>
    public Expr Max<A, B, C>(MaskExpr? where = null) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Min(TensorExpr, MaskExpr)"/>
    public Expr Min(MaskExpr? where = null) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Min{A}(TensorExpr, MaskExpr)"/>
    public Expr Min<A>(MaskExpr? where = null) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Min{A, B}(TensorExpr, MaskExpr)"/>
    public Expr Min<A, B>(MaskExpr? where = null) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Min{A, B, C}(TensorExpr, MaskExpr)"/>
    public Expr Min<A, B, C>(MaskExpr? where = null) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Prod(TensorExpr, MaskExpr)"/>
    public Expr Prod(MaskExpr? where = null) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Prod{A}(TensorExpr, MaskExpr)"/>
    public Expr Prod<A>(MaskExpr? where = null) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Prod{A, B}(TensorExpr, MaskExpr)"/>
    public Expr Prod<A, B>(MaskExpr? where = null) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Prod{A, B, C}(TensorExpr, MaskExpr)"/>
    public Expr Prod<A, B, C>(MaskExpr? where = null) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.LogSumExp(TensorExpr, MaskExpr)"/>
    public Expr LogSumExp(MaskExpr? where = null) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.LogSumExp{A}(TensorExpr, MaskExpr)"/>
    public Expr LogSumExp<A>(MaskExpr? where = null) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.LogSumExp{A, B}(TensorExpr, MaskExpr)"/>
    public Expr LogSumExp<A, B>(MaskExpr? where = null) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.LogSumExp{A, B, C}(TensorExpr, MaskExpr)"/>
    public Expr LogSumExp<A, B, C>(MaskExpr? where = null) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Softmax{A}(TensorExpr)"/>
    public Expr Softmax<A>() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Softmax{A, B}(TensorExpr)"/>
    public Expr Softmax<A, B>() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Softmax{A, B, C}(TensorExpr)"/>
    public Expr Softmax<A, B, C>() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.LogSoftmax{A}(TensorExpr)"/>
    public Expr LogSoftmax<A>() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.LogSoftmax{A, B}(TensorExpr)"/>
    public Expr LogSoftmax<A, B>() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.LogSoftmax{A, B, C}(TensorExpr)"/>
    public Expr LogSoftmax<A, B, C>() => Unevaluated.Expr;
}
