namespace TensorDsl;

// Contractions and norms: sums of products along the named axes. The operands broadcast by dim, so [N, D] · [M, D] over D is [N, M].
public static partial class Ops
{
    /// <summary>Σ x·y over A.</summary>
    /// <remarks>0 over an empty axis. Both operands need every named axis.</remarks>
    public static Expr Dot<A>(TensorExpr x, TensorExpr y) => Unevaluated.Expr;

    /// <summary>Σ x·y over A and B.</summary>
    /// <remarks>0 over an empty axis. Both operands need every named axis.</remarks>
    public static Expr Dot<A, B>(TensorExpr x, TensorExpr y) => Unevaluated.Expr;

    /// <summary>Σ x·y over A, B and C.</summary>
    /// <remarks>0 over an empty axis. Both operands need every named axis.</remarks>
    public static Expr Dot<A, B, C>(TensorExpr x, TensorExpr y) => Unevaluated.Expr;

    /// <summary>Σ x² over A.</summary>
    /// <remarks>0 over an empty axis. The derivative is 2·x.</remarks>
    public static Expr SquaredNorm<A>(TensorExpr x) => Unevaluated.Expr;

    /// <summary>Σ x² over A and B.</summary>
    /// <remarks>0 over an empty axis. The derivative is 2·x.</remarks>
    public static Expr SquaredNorm<A, B>(TensorExpr x) => Unevaluated.Expr;

    /// <summary>Σ x² over A, B and C.</summary>
    /// <remarks>0 over an empty axis. The derivative is 2·x.</remarks>
    public static Expr SquaredNorm<A, B, C>(TensorExpr x) => Unevaluated.Expr;

    /// <summary>The Euclidean norm √Σ x² over all axes.</summary>
    /// <remarks>The derivative is x / ‖x‖, and 0 (not NaN) where the norm is 0.</remarks>
    public static Expr Norm(TensorExpr x) => Unevaluated.Expr;

    /// <summary>The Euclidean norm √Σ x² over A.</summary>
    /// <remarks>The derivative is x / ‖x‖, and 0 (not NaN) where the norm is 0.</remarks>
    public static Expr Norm<A>(TensorExpr x) => Unevaluated.Expr;

    /// <summary>The Euclidean norm √Σ x² over A and B.</summary>
    /// <remarks>The derivative is x / ‖x‖, and 0 (not NaN) where the norm is 0.</remarks>
    public static Expr Norm<A, B>(TensorExpr x) => Unevaluated.Expr;

    /// <summary>The Euclidean norm √Σ x² over A, B and C.</summary>
    /// <remarks>The derivative is x / ‖x‖, and 0 (not NaN) where the norm is 0.</remarks>
    public static Expr Norm<A, B, C>(TensorExpr x) => Unevaluated.Expr;

    /// <summary>x / max(‖x‖, eps), the norm being taken over A; keeps the dims of x.</summary>
    /// <param name="x">The tensor to scale.</param>
    /// <param name="eps">A norm below this is replaced by it, so that the zero vector gives 0.</param>
    /// <remarks>Norm 1, or less where ‖x‖ &lt; eps. Where the norm is below eps the derivative is 1 / eps.</remarks>
    public static Expr Normalize<A>(TensorExpr x, float eps = 1e-12f) => Unevaluated.Expr;

    /// <summary>x / max(‖x‖, eps), the norm being taken over A and B; keeps the dims of x.</summary>
    /// <param name="x">The tensor to scale.</param>
    /// <param name="eps">A norm below this is replaced by it, so that the zero vector gives 0.</param>
    /// <remarks>Norm 1, or less where ‖x‖ &lt; eps. Where the norm is below eps the derivative is 1 / eps.</remarks>
    public static Expr Normalize<A, B>(TensorExpr x, float eps = 1e-12f) => Unevaluated.Expr;

    /// <summary>x / max(‖x‖, eps), the norm being taken over A, B and C; keeps the dims of x.</summary>
    /// <param name="x">The tensor to scale.</param>
    /// <param name="eps">A norm below this is replaced by it, so that the zero vector gives 0.</param>
    /// <remarks>Norm 1, or less where ‖x‖ &lt; eps. Where the norm is below eps the derivative is 1 / eps.</remarks>
    public static Expr Normalize<A, B, C>(TensorExpr x, float eps = 1e-12f) => Unevaluated.Expr;

    /// <summary>x / max(‖x‖, eps), the norm being taken over A; keeps the dims of x.</summary>
    /// <param name="x">The tensor to scale.</param>
    /// <param name="eps">A norm below this is replaced by it, so that the zero vector gives 0.</param>
    /// <remarks>Norm 1, or less where ‖x‖ &lt; eps. Where the norm is below eps the derivative is 1 / eps.</remarks>
    public static Expr Normalize<A>(TensorExpr x, double eps) => Unevaluated.Expr;

    /// <summary>x / max(‖x‖, eps), the norm being taken over A and B; keeps the dims of x.</summary>
    /// <param name="x">The tensor to scale.</param>
    /// <param name="eps">A norm below this is replaced by it, so that the zero vector gives 0.</param>
    /// <remarks>Norm 1, or less where ‖x‖ &lt; eps. Where the norm is below eps the derivative is 1 / eps.</remarks>
    public static Expr Normalize<A, B>(TensorExpr x, double eps) => Unevaluated.Expr;

    /// <summary>x / max(‖x‖, eps), the norm being taken over A, B and C; keeps the dims of x.</summary>
    /// <param name="x">The tensor to scale.</param>
    /// <param name="eps">A norm below this is replaced by it, so that the zero vector gives 0.</param>
    /// <remarks>Norm 1, or less where ‖x‖ &lt; eps. Where the norm is below eps the derivative is 1 / eps.</remarks>
    public static Expr Normalize<A, B, C>(TensorExpr x, double eps) => Unevaluated.Expr;

    /// <summary>The cosine of the angle: Σ x·y / (max(‖x‖, eps) · max(‖y‖, eps)) over A.</summary>
    /// <param name="x">One side.</param>
    /// <param name="y">The other side.</param>
    /// <param name="eps">A norm below this is replaced by it, so that the cosine with a zero vector is 0, never NaN.</param>
    /// <remarks>
    /// In [−1, 1] up to rounding. Each side is divided by its norm before they are multiplied: the product of two tiny norms would
    /// underflow.
    /// </remarks>
    public static Expr Cosine<A>(TensorExpr x, TensorExpr y, float eps = 1e-8f) => Unevaluated.Expr;

    /// <summary>The cosine of the angle: Σ x·y / (max(‖x‖, eps) · max(‖y‖, eps)) over A and B.</summary>
    /// <param name="x">One side.</param>
    /// <param name="y">The other side.</param>
    /// <param name="eps">A norm below this is replaced by it, so that the cosine with a zero vector is 0, never NaN.</param>
    /// <remarks>
    /// In [−1, 1] up to rounding. Each side is divided by its norm before they are multiplied: the product of two tiny norms would
    /// underflow.
    /// </remarks>
    public static Expr Cosine<A, B>(TensorExpr x, TensorExpr y, float eps = 1e-8f) => Unevaluated.Expr;

    /// <summary>The cosine of the angle: Σ x·y / (max(‖x‖, eps) · max(‖y‖, eps)) over A, B and C.</summary>
    /// <param name="x">One side.</param>
    /// <param name="y">The other side.</param>
    /// <param name="eps">A norm below this is replaced by it, so that the cosine with a zero vector is 0, never NaN.</param>
    /// <remarks>
    /// In [−1, 1] up to rounding. Each side is divided by its norm before they are multiplied: the product of two tiny norms would
    /// underflow.
    /// </remarks>
    public static Expr Cosine<A, B, C>(TensorExpr x, TensorExpr y, float eps = 1e-8f) => Unevaluated.Expr;

    /// <summary>The cosine of the angle: Σ x·y / (max(‖x‖, eps) · max(‖y‖, eps)) over A.</summary>
    /// <param name="x">One side.</param>
    /// <param name="y">The other side.</param>
    /// <param name="eps">A norm below this is replaced by it, so that the cosine with a zero vector is 0, never NaN.</param>
    /// <remarks>
    /// In [−1, 1] up to rounding. Each side is divided by its norm before they are multiplied: the product of two tiny norms would
    /// underflow.
    /// </remarks>
    public static Expr Cosine<A>(TensorExpr x, TensorExpr y, double eps) => Unevaluated.Expr;

    /// <summary>The cosine of the angle: Σ x·y / (max(‖x‖, eps) · max(‖y‖, eps)) over A and B.</summary>
    /// <param name="x">One side.</param>
    /// <param name="y">The other side.</param>
    /// <param name="eps">A norm below this is replaced by it, so that the cosine with a zero vector is 0, never NaN.</param>
    /// <remarks>
    /// In [−1, 1] up to rounding. Each side is divided by its norm before they are multiplied: the product of two tiny norms would
    /// underflow.
    /// </remarks>
    public static Expr Cosine<A, B>(TensorExpr x, TensorExpr y, double eps) => Unevaluated.Expr;

    /// <summary>The cosine of the angle: Σ x·y / (max(‖x‖, eps) · max(‖y‖, eps)) over A, B and C.</summary>
    /// <param name="x">One side.</param>
    /// <param name="y">The other side.</param>
    /// <param name="eps">A norm below this is replaced by it, so that the cosine with a zero vector is 0, never NaN.</param>
    /// <remarks>
    /// In [−1, 1] up to rounding. Each side is divided by its norm before they are multiplied: the product of two tiny norms would
    /// underflow.
    /// </remarks>
    public static Expr Cosine<A, B, C>(TensorExpr x, TensorExpr y, double eps) => Unevaluated.Expr;
}
