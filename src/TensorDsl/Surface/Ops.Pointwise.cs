namespace TensorDsl;

// Functions of each element. Two operands broadcast against each other by dim: the result has the dims of both.
public static partial class Ops
{
    /// <summary>|x|.</summary>
    /// <remarks>The derivative is the sign of x, 0 at 0.</remarks>
    public static Expr Abs(TensorExpr x) => Unevaluated.Expr;

    /// <summary>−1, 0 or 1; NaN for NaN.</summary>
    /// <remarks>Piecewise constant: it has no derivative. Wrap it in StopGradient if that is intended.</remarks>
    public static Expr Sign(TensorExpr x) => Unevaluated.Expr;

    /// <summary>√x.</summary>
    /// <remarks>
    /// NaN below 0. The derivative is 1 / (2√x), and 0 (not ∞) at 0, so that norms of zero vectors keep finite gradients.
    /// </remarks>
    public static Expr Sqrt(TensorExpr x) => Unevaluated.Expr;

    /// <summary>x².</summary>
    /// <remarks>The derivative is 2·x.</remarks>
    public static Expr Square(TensorExpr x) => Unevaluated.Expr;

    /// <summary>eˣ.</summary>
    /// <remarks>0 at −∞; +∞ where it overflows.</remarks>
    public static Expr Exp(TensorExpr x) => Unevaluated.Expr;

    /// <summary>eˣ − 1, accurate near 0.</summary>
    /// <remarks>−1 at −∞.</remarks>
    public static Expr Expm1(TensorExpr x) => Unevaluated.Expr;

    /// <summary>The natural logarithm ln x.</summary>
    /// <remarks>−∞ at 0, NaN below 0. The derivative is 1 / x.</remarks>
    public static Expr Log(TensorExpr x) => Unevaluated.Expr;

    /// <summary>ln(1 + x), accurate near 0.</summary>
    /// <remarks>−∞ at −1, NaN below.</remarks>
    public static Expr Log1p(TensorExpr x) => Unevaluated.Expr;

    /// <summary>sin x, x in radians.</summary>
    /// <remarks>NaN for ±∞.</remarks>
    public static Expr Sin(TensorExpr x) => Unevaluated.Expr;

    /// <summary>cos x, x in radians.</summary>
    /// <remarks>NaN for ±∞.</remarks>
    public static Expr Cos(TensorExpr x) => Unevaluated.Expr;

    /// <summary>tan x, x in radians.</summary>
    /// <remarks>NaN for ±∞.</remarks>
    public static Expr Tan(TensorExpr x) => Unevaluated.Expr;

    /// <summary>arcsin x in radians, in [−π/2, π/2].</summary>
    /// <remarks>NaN outside [−1, 1]. The derivative at ±1 is infinite; 0 is taken there, so that gradients stay finite.</remarks>
    public static Expr Asin(TensorExpr x) => Unevaluated.Expr;

    /// <summary>arccos x in radians, in [0, π].</summary>
    /// <remarks>NaN outside [−1, 1]. The derivative at ±1 is infinite; 0 is taken there, so that gradients stay finite.</remarks>
    public static Expr Acos(TensorExpr x) => Unevaluated.Expr;

    /// <summary>arctan x in radians, in [−π/2, π/2].</summary>
    /// <remarks>±π/2 at ±∞.</remarks>
    public static Expr Atan(TensorExpr x) => Unevaluated.Expr;

    /// <summary>The hyperbolic tangent.</summary>
    /// <remarks>±1 at ±∞.</remarks>
    public static Expr Tanh(TensorExpr x) => Unevaluated.Expr;

    /// <summary>1 / (1 + e⁻ˣ), without overflow.</summary>
    /// <remarks>0 at −∞, 1 at +∞.</remarks>
    public static Expr Sigmoid(TensorExpr x) => Unevaluated.Expr;

    /// <summary>ln(1 / (1 + e⁻ˣ)) = −softplus(−x), without overflow.</summary>
    /// <remarks>0 at +∞, −∞ at −∞.</remarks>
    public static Expr LogSigmoid(TensorExpr x) => Unevaluated.Expr;

    /// <summary>ln(1 + eˣ), without overflow.</summary>
    /// <remarks>0 at −∞, x for large x. The derivative is the sigmoid.</remarks>
    public static Expr Softplus(TensorExpr x) => Unevaluated.Expr;

    /// <summary>max(x, 0).</summary>
    /// <remarks>NaN for NaN. The derivative is 1 where x &gt; 0 and 0 elsewhere, at 0 too.</remarks>
    public static Expr Relu(TensorExpr x) => Unevaluated.Expr;

    /// <summary>The largest integer that is not above x.</summary>
    /// <remarks>Piecewise constant: it has no derivative.</remarks>
    public static Expr Floor(TensorExpr x) => Unevaluated.Expr;

    /// <summary>The smallest integer that is not below x.</summary>
    /// <remarks>Piecewise constant: it has no derivative.</remarks>
    public static Expr Ceiling(TensorExpr x) => Unevaluated.Expr;

    /// <summary>The nearest integer, halves to even.</summary>
    /// <remarks>Piecewise constant: it has no derivative.</remarks>
    public static Expr Round(TensorExpr x) => Unevaluated.Expr;

    /// <summary>x to the power p.</summary>
    /// <remarks>
    /// 1 for p = 0, NaN for a negative x with a p that is no integer, otherwise as Math.Pow. Where a derivative is infinite, 0 is taken:
    /// in x at x = 0 for p &lt; 1, in p for x not above 0.
    /// </remarks>
    public static Expr Pow(TensorExpr x, TensorExpr p) => Unevaluated.Expr;

    /// <inheritdoc cref="Pow(TensorExpr, TensorExpr)"/>
    public static Expr Pow(TensorExpr x, float p) => Unevaluated.Expr;

    /// <inheritdoc cref="Pow(TensorExpr, TensorExpr)"/>
    public static Expr Pow(TensorExpr x, double p) => Unevaluated.Expr;

    /// <inheritdoc cref="Pow(TensorExpr, TensorExpr)"/>
    public static Expr Pow(float x, TensorExpr p) => Unevaluated.Expr;

    /// <inheritdoc cref="Pow(TensorExpr, TensorExpr)"/>
    public static Expr Pow(double x, TensorExpr p) => Unevaluated.Expr;

    /// <summary>The larger of two values.</summary>
    /// <remarks>NaN if either is NaN. The gradient goes to the larger one, in halves where they are equal (torch.maximum).</remarks>
    public static Expr Max(TensorExpr x, TensorExpr y) => Unevaluated.Expr;

    /// <inheritdoc cref="Max(TensorExpr, TensorExpr)"/>
    public static Expr Max(TensorExpr x, float y) => Unevaluated.Expr;

    /// <inheritdoc cref="Max(TensorExpr, TensorExpr)"/>
    public static Expr Max(TensorExpr x, double y) => Unevaluated.Expr;

    /// <inheritdoc cref="Max(TensorExpr, TensorExpr)"/>
    public static Expr Max(float x, TensorExpr y) => Unevaluated.Expr;

    /// <inheritdoc cref="Max(TensorExpr, TensorExpr)"/>
    public static Expr Max(double x, TensorExpr y) => Unevaluated.Expr;

    /// <summary>The smaller of two values.</summary>
    /// <remarks>NaN if either is NaN. The gradient goes to the smaller one, in halves where they are equal (torch.minimum).</remarks>
    public static Expr Min(TensorExpr x, TensorExpr y) => Unevaluated.Expr;

    /// <inheritdoc cref="Min(TensorExpr, TensorExpr)"/>
    public static Expr Min(TensorExpr x, float y) => Unevaluated.Expr;

    /// <inheritdoc cref="Min(TensorExpr, TensorExpr)"/>
    public static Expr Min(TensorExpr x, double y) => Unevaluated.Expr;

    /// <inheritdoc cref="Min(TensorExpr, TensorExpr)"/>
    public static Expr Min(float x, TensorExpr y) => Unevaluated.Expr;

    /// <inheritdoc cref="Min(TensorExpr, TensorExpr)"/>
    public static Expr Min(double x, TensorExpr y) => Unevaluated.Expr;

    /// <summary>ln(eˣ + eʸ), without overflow.</summary>
    /// <remarks>−∞ where both are −∞, with a zero gradient. What other libraries do with the LogSumExp of a concatenation.</remarks>
    public static Expr LogAddExp(TensorExpr x, TensorExpr y) => Unevaluated.Expr;

    /// <inheritdoc cref="LogAddExp(TensorExpr, TensorExpr)"/>
    public static Expr LogAddExp(TensorExpr x, float y) => Unevaluated.Expr;

    /// <inheritdoc cref="LogAddExp(TensorExpr, TensorExpr)"/>
    public static Expr LogAddExp(TensorExpr x, double y) => Unevaluated.Expr;

    /// <inheritdoc cref="LogAddExp(TensorExpr, TensorExpr)"/>
    public static Expr LogAddExp(float x, TensorExpr y) => Unevaluated.Expr;

    /// <inheritdoc cref="LogAddExp(TensorExpr, TensorExpr)"/>
    public static Expr LogAddExp(double x, TensorExpr y) => Unevaluated.Expr;

    /// <summary>min(max(x, min), max): x, but not below min nor above max.</summary>
    /// <remarks>
    /// NaN for NaN. min must not be above max. The derivative is 1 within the bounds and at them, 0 outside (torch.clamp).
    /// </remarks>
    public static Expr Clamp(TensorExpr x, float min, float max) => Unevaluated.Expr;

    /// <inheritdoc cref="Clamp(TensorExpr, float, float)"/>
    public static Expr Clamp(TensorExpr x, double min, double max) => Unevaluated.Expr;

    /// <inheritdoc cref="Clamp(TensorExpr, float, float)"/>
    public static Expr Clamp(TensorExpr x, TensorExpr min, TensorExpr max) => Unevaluated.Expr;

    /// <inheritdoc cref="Clamp(TensorExpr, float, float)"/>
    public static Expr Clamp(TensorExpr x, TensorExpr min, float max) => Unevaluated.Expr;

    /// <inheritdoc cref="Clamp(TensorExpr, float, float)"/>
    public static Expr Clamp(TensorExpr x, float min, TensorExpr max) => Unevaluated.Expr;

    /// <inheritdoc cref="Clamp(TensorExpr, float, float)"/>
    public static Expr Clamp(TensorExpr x, TensorExpr min, double max) => Unevaluated.Expr;

    /// <inheritdoc cref="Clamp(TensorExpr, float, float)"/>
    public static Expr Clamp(TensorExpr x, double min, TensorExpr max) => Unevaluated.Expr;

    /// <summary>x itself, which gradients do not flow through.</summary>
    /// <remarks>What torch calls detach.</remarks>
    public static Expr StopGradient(TensorExpr x) => Unevaluated.Expr;
}
