namespace TensorDsl;

// What a matrix does to space: of its two axes, not of its elements.
public static partial class Ops
{
    /// <summary>
    /// The singular values of every matrix with rows N and columns D, along D: the square roots of the eigenvalues of xᵀx, descending, and 0
    /// beyond the smaller of the two extents. All other axes of x are a batch.
    /// </summary>
    /// <remarks>
    /// NaN in all places for a matrix with a NaN or an infinity; 0 for an empty one. The derivative is U·diag(σ̄)·Vᵀ, where a singular value
    /// that is 0 (up to the rounding of the elements) contributes 0; it can't be differentiated again. The matrix is kept in memory, and
    /// decomposed in double: once for the values, and once more for the gradient. Each takes time of order N·D·min(N, D).
    /// </remarks>
    public static Expr SingularValues<N, D>(TensorExpr x) => Unevaluated.Expr;
}
