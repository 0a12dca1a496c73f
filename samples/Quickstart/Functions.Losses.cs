namespace TensorDsl.Samples.Quickstart;

internal static partial class Functions
{
    /// <summary>InfoNCE: cross entropy of the similarities of two batches, whose true pairs stand on the diagonal.</summary>
    [Loss]
    private static Expr InfoNce<N, D>(Expr<N, D> x, Expr<N, D> y, float temperature = 0.1f)
    {
        Expr<N, Prime<N>> s = CosineMatrix<N, Prime<N>, D>(x, y.Prime<N>());
        s /= temperature;
        return Mean<N>(LogSumExp<Prime<N>>(s) - Diagonal<N>(s));
    }

    /// <summary>N-pairs on cosines: InfoNCE with the plain cosines as logits.</summary>
    [Loss]
    private static Expr NPairs<N, D>(Expr<N, D> x, Expr<N, D> y) => InfoNce<N, D>(x, y, temperature: 1f);

    /// <summary>Cross entropy of logits with class labels.</summary>
    [Loss]
    private static Expr CrossEntropy<N, C>(Expr<N, C> logits, Labels<N, C> target) => Mean<N>(LogSumExp<C>(logits) - logits.At(target));
}
