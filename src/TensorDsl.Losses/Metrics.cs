namespace TensorDsl;

/// <summary>Measures of predictions and embeddings, to look at rather than to train with.</summary>
public static partial class Metrics
{
    /// <summary>The fraction of rows whose largest logit is the target's; of equal largest logits the first counts.</summary>
    /// <remarks>mean(argmax(logits, 1) == target)</remarks>
    [Loss(Gradient = false)]
    public static Expr Accuracy<N, C>(Expr<N, C> logits, Labels<N, C> target) => Count<N>(Equal(ArgMax<C>(logits), target)) / Size<N>();

    /// <summary>
    /// The mean cosine of distinct rows, near 1 where embeddings have collapsed; N ≥ 2. From the sum of the normalised rows, so its time is
    /// O(N·D).
    /// </summary>
    /// <remarks>Σ_{i≠j} cos(x_i, x_j) / (N(N − 1))</remarks>
    [Loss]
    public static Expr MeanOffDiagonalCosine<N, D>(Expr<N, D> x, float eps = 1e-8f)
    {
        var unit = Normalize<D>(x, eps);
        return (SquaredNorm<D>(Sum<N>(unit)) - SquaredNorm<N, D>(unit)) / (Size<N>() * (Size<N>() - 1f));
    }

    /// <summary>
    /// In how many directions the rows spread: exp(−Σ_k p_k·ln p_k) with p_k = σ_k/Σσ + eps over the min(N, D) singular values of x, which is
    /// not centred. Between 1, where all rows lie on one line, and min(N, D), where all directions are alike; NaN for x = 0. Singular values
    /// that are 0 have gradient 0.
    /// </summary>
    /// <remarks>RankMe: Garrido, Balestriero, Najman and LeCun, RankMe: Assessing the downstream performance of pretrained self-supervised
    /// representations by their rank (2023), equation 1.</remarks>
    [Loss]
    public static Expr EffectiveRank<N, D>(Expr<N, D> x, float eps = 1e-7f)
    {
        var sigma = SingularValues<N, D>(x);
        var p = sigma / Sum<D>(sigma) + eps;
        return Exp(-Sum<D>(p * Log(p), where: IndexOf<D>().ToReal() < Size<N>()));
    }

    /// <summary>The standard deviation of every column, [D], over N − 1 (unbiased) or N. The gradient of a constant column is 0.</summary>
    /// <remarks>torch.std over rows.</remarks>
    [Similarity]
    public static Expr<D> PerDimStd<N, D>(Expr<N, D> x, bool unbiased = true)
        => Sqrt(SquaredNorm<N>(x - Mean<N>(x)) / (unbiased ? Size<N>() - 1f : Size<N>()));
}
