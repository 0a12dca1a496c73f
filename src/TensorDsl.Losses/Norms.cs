namespace TensorDsl;

public static partial class Similarities
{
    /// <summary>√(Σ x²) over all entries, a number. The gradient is x/‖x‖, and 0 for x = 0.</summary>
    /// <remarks>torch.linalg.matrix_norm(ord="fro")</remarks>
    [Loss]
    public static Expr FrobeniusNorm<N, D>(Expr<N, D> x) => Norm<N, D>(x);

    /// <summary>
    /// The nuclear norm ‖x‖_* = Σ σ of the singular values, a number: the sum of absolute values where the Frobenius norm is the sum of
    /// squares, so as a penalty it favours low ranks. The gradient is U·Vᵀ over the singular values that are not 0, and 0 for x = 0.
    /// </summary>
    /// <remarks>torch.linalg.matrix_norm(ord="nuc")</remarks>
    [Loss]
    public static Expr NuclearNorm<N, D>(Expr<N, D> x) => Sum<D>(SingularValues<N, D>(x));

    /// <summary>The Euclidean norm of every row, [N]. The gradient of a zero row is 0.</summary>
    /// <remarks>torch.linalg.vector_norm(dim=-1)</remarks>
    [Similarity]
    public static Expr<N> RowNorm<N, D>(Expr<N, D> x) => Norm<D>(x);
}

public static partial class Losses
{
    /// <summary>(1/B)·Σ_b ‖pred_b − label_b‖_F over a batch of matrices. The gradient of a matrix that is met exactly is 0.</summary>
    /// <remarks>Batch mean of torch.linalg.matrix_norm(pred - label, "fro").</remarks>
    [Loss]
    public static Expr FrobeniusNormLoss<B, N, D>(Expr<B, N, D> pred, Expr<B, N, D> label) => Mean<B>(Norm<N, D>(pred - label));

    /// <summary>
    /// (1/B)·Σ_b ‖pred_b − label_b‖_* over a batch of matrices, ‖·‖_* being the sum of singular values. Directions in which a matrix is met
    /// exactly have gradient 0.
    /// </summary>
    /// <remarks>Batch mean of torch.linalg.matrix_norm(pred - label, "nuc").</remarks>
    [Loss]
    public static Expr NuclearNormLoss<B, N, D>(Expr<B, N, D> pred, Expr<B, N, D> label) => Mean<B>(Sum<D>(SingularValues<N, D>(pred - label)));

    /// <summary>(1/N)·Σ_n ‖pred_n − label_n‖ over rows. The gradient of a row that is met exactly is 0.</summary>
    /// <remarks>Batch mean of torch.linalg.vector_norm(pred - label, dim=-1).</remarks>
    [Loss]
    public static Expr RowNormLoss<N, D>(Expr<N, D> pred, Expr<N, D> label) => Mean<N>(Norm<D>(pred - label));
}
