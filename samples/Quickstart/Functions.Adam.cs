namespace TensorDsl.Samples.Quickstart;

internal static partial class Functions
{
    /// <summary>One step of Adam (Kingma and Ba 2015, algorithm 1): the new weights and moments. step counts from 1.</summary>
    [Similarity(Gradient = false)]
    private static (Expr<W> newWeights, Expr<W> newMean, Expr<W> newSquare) Adam<W>(
        Expr<W> weights, Expr<W> gradient, Expr<W> mean, Expr<W> square, int step, float rate = 1e-3f, float beta1 = 0.9f,
        float beta2 = 0.999f, float eps = 1e-8f)
    {
        Expr t = step;
        var m = beta1 * mean + (1f - beta1) * gradient;
        var v = beta2 * square + (1f - beta2) * Square(gradient);
        var unbiasedMean = m / (1f - Pow(beta1, t));
        var unbiasedSquare = v / (1f - Pow(beta2, t));
        return (weights - rate * unbiasedMean / (Sqrt(unbiasedSquare) + eps), m, v);
    }
}
