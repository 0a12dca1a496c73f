namespace TensorDsl;

public abstract partial class TensorExpr
{
    /// <inheritdoc cref="Ops.Abs(TensorExpr)"/>
    public Expr Abs() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Sign(TensorExpr)"/>
    public Expr Sign() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Sqrt(TensorExpr)"/>
    public Expr Sqrt() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Square(TensorExpr)"/>
    public Expr Square() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Exp(TensorExpr)"/>
    public Expr Exp() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Expm1(TensorExpr)"/>
    public Expr Expm1() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Log(TensorExpr)"/>
    public Expr Log() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Log1p(TensorExpr)"/>
    public Expr Log1p() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Sin(TensorExpr)"/>
    public Expr Sin() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Cos(TensorExpr)"/>
    public Expr Cos() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Tan(TensorExpr)"/>
    public Expr Tan() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Asin(TensorExpr)"/>
    public Expr Asin() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Acos(TensorExpr)"/>
    public Expr Acos() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Atan(TensorExpr)"/>
    public Expr Atan() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Tanh(TensorExpr)"/>
    public Expr Tanh() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Sigmoid(TensorExpr)"/>
    public Expr Sigmoid() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.LogSigmoid(TensorExpr)"/>
    public Expr LogSigmoid() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Softplus(TensorExpr)"/>
    public Expr Softplus() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Relu(TensorExpr)"/>
    public Expr Relu() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Floor(TensorExpr)"/>
    public Expr Floor() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Ceiling(TensorExpr)"/>
    public Expr Ceiling() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Round(TensorExpr)"/>
    public Expr Round() => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Pow(TensorExpr, TensorExpr)"/>
    public Expr Pow(TensorExpr p) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Pow(TensorExpr, float)"/>
    public Expr Pow(float p) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Pow(TensorExpr, double)"/>
    public Expr Pow(double p) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Max(TensorExpr, TensorExpr)"/>
    public Expr Max(TensorExpr y) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Max(TensorExpr, float)"/>
    public Expr Max(float y) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Max(TensorExpr, double)"/>
    public Expr Max(double y) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Min(TensorExpr, TensorExpr)"/>
    public Expr Min(TensorExpr y) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Min(TensorExpr, float)"/>
    public Expr Min(float y) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Min(TensorExpr, double)"/>
    public Expr Min(double y) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.LogAddExp(TensorExpr, TensorExpr)"/>
    public Expr LogAddExp(TensorExpr y) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.LogAddExp(TensorExpr, float)"/>
    public Expr LogAddExp(float y) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.LogAddExp(TensorExpr, double)"/>
    public Expr LogAddExp(double y) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Clamp(TensorExpr, float, float)"/>
    public Expr Clamp(float min, float max) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Clamp(TensorExpr, double, double)"/>
    public Expr Clamp(double min, double max) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Clamp(TensorExpr, TensorExpr, TensorExpr)"/>
    public Expr Clamp(TensorExpr min, TensorExpr max) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Clamp(TensorExpr, TensorExpr, float)"/>
    public Expr Clamp(TensorExpr min, float max) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Clamp(TensorExpr, float, TensorExpr)"/>
    public Expr Clamp(float min, TensorExpr max) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Clamp(TensorExpr, TensorExpr, double)"/>
    public Expr Clamp(TensorExpr min, double max) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.Clamp(TensorExpr, double, TensorExpr)"/>
    public Expr Clamp(double min, TensorExpr max) => Unevaluated.Expr;

    /// <inheritdoc cref="Ops.StopGradient(TensorExpr)"/>
    public Expr StopGradient() => Unevaluated.Expr;
}
