namespace TensorDsl;

public static partial class Losses
{
    /// <summary>
    /// Multi-similarity loss of labelled embeddings, mean over all anchors: (1/alpha)·ln(1 + Σ_P e^(−alpha(s − b))) + (1/beta)·ln(1 + Σ_N
    /// e^(beta(s − b))), s the cosine matrix, b = basis. A missing side is 0.
    /// </summary>
    /// <remarks>Wang et al. 2019, eq. 15, without mining; pytorch-metric-learning MultiSimilarityLoss.</remarks>
    [Loss]
    public static Expr MultiSimilarity<N, D, L>(
        Expr<N, D> embeddings, Labels<N, L> labels, float alpha = 2f, float beta = 50f, float basis = 0.5f, float eps = 1e-12f)
    {
        var s = Cosine<D>(embeddings, embeddings.Prime<N>(), eps) - basis;
        var same = Equal(labels, labels.Prime<N>());
        var near = Softplus(LogSumExp<Prime<N>>(-alpha * s, where: same & OffDiagonal<N>()));
        var far = Softplus(LogSumExp<Prime<N>>(beta * s, where: !same));
        return Mean<N>(near / alpha + far / beta);
    }

    /// <summary>
    /// Circle loss of labelled embeddings, mean over the anchors with a positive and a negative (0 if there is none):
    /// softplus(LSE_n(gamma·[s + m]₊(s − m)) + LSE_p(−gamma·[1 + m − s]₊(s − 1 + m))); the weights [·]₊ carry no gradient.
    /// </summary>
    /// <remarks>Sun et al. 2020, eq. 6; pytorch-metric-learning CircleLoss.</remarks>
    [Loss]
    public static Expr Circle<N, D, L>(Expr<N, D> embeddings, Labels<N, L> labels, float m = 0.4f, float gamma = 80f, float eps = 1e-12f)
    {
        var s = Cosine<D>(embeddings, embeddings.Prime<N>(), eps);
        var same = Equal(labels, labels.Prime<N>());
        var positives = same & OffDiagonal<N>();
        var pull = LogSumExp<Prime<N>>(-gamma * Relu(1f + m - StopGradient(s)) * (s - (1f - m)), where: positives);
        var push = LogSumExp<Prime<N>>(gamma * Relu(StopGradient(s) + m) * (s - m), where: !same);
        var some = Any<Prime<N>>(positives) & Any<Prime<N>>(!same);
        return Sum<N>(Softplus(push + pull), where: some) / Max(Count<N>(some), 1f);
    }

    /// <summary>
    /// Angular loss of pairs, mean over rows: ln(1 + Σ_{j≠i} e^f_ij), f_ij = 4·tan²α·(a_i + p_i)·p_j − 2(1 + tan²α)·a_i·p_i. One row has no
    /// negatives: 0.
    /// </summary>
    /// <remarks>Wang et al. 2017 (arXiv:1708.01682), eq. 8, in N-pair form.</remarks>
    [Loss]
    public static Expr Angular<N, D>(
        Expr<N, D> anchor, Expr<N, D> positive, float alphaDegrees = 40f, bool normalize = true, float eps = 1e-12f)
    {
        Expr alpha = alphaDegrees;
        var t = Square(Tan(alpha * 0.017453292519943295));
        Expr<N, D> a = normalize ? Normalize<D>(anchor, eps) : anchor;
        Expr<N, D> p = normalize ? Normalize<D>(positive, eps) : positive;
        var f = 4f * t * Dot<D>(a + p, p.Prime<N>()) - 2f * (1f + t) * Dot<D>(a, p);
        return Mean<N>(Softplus(LogSumExp<Prime<N>>(f, where: OffDiagonal<N>())));
    }

    /// <summary>
    /// Angular loss of labelled embeddings, mean over the ordered pairs (a, p) of one label (0 if there is none), whose negatives n are all
    /// rows of other labels. See the overload for pairs. Time is cubic in N, memory is not.
    /// </summary>
    /// <remarks>pytorch-metric-learning AngularLoss.</remarks>
    [Loss]
    public static Expr Angular<N, D, L>(
        Expr<N, D> embeddings, Labels<N, L> labels, float alphaDegrees = 40f, bool normalize = true, float eps = 1e-12f)
    {
        Expr alpha = alphaDegrees;
        var t = Square(Tan(alpha * 0.017453292519943295));
        Expr<N, D> x = normalize ? Normalize<D>(embeddings, eps) : embeddings;
        Expr<N, Prime<N>> pairs = Dot<D>(x, x.Prime<N>());
        var toNegatives = Relabel<Prime<N>, Prime<Prime<N>>>(pairs);
        var f = 4f * t * (toNegatives + toNegatives.Prime<N>()) - 2f * (1f + t) * pairs;
        var negatives = NotEqual(labels, labels.Prime<N>().Prime<Prime<N>>());
        var positives = Equal(labels, labels.Prime<N>()) & OffDiagonal<N>();
        var each = Softplus(LogSumExp<Prime<Prime<N>>>(f, where: negatives));
        return Sum<N, Prime<N>>(each, where: positives) / Max(Count<N, Prime<N>>(positives), 1f);
    }
}
