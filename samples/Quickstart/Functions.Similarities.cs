namespace TensorDsl.Samples.Quickstart;

/// <summary>
/// The quick start's functions. Each is written once over dims; the generator makes the methods over tensors, and the gradients, that the
/// other files call.
/// </summary>
internal static partial class Functions
{
    /// <summary>The cosine of every row of x with every row of y.</summary>
    [Similarity]
    private static Expr<N, M> CosineMatrix<N, M, D>(Expr<N, D> x, Expr<M, D> y, float eps = 1e-8f)
        => Dot<D>(x, y) / (Max(Norm<D>(x), eps) * Max(Norm<D>(y), eps));
}
