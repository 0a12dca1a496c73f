namespace TensorDsl;

/// <summary>Measures of distributions: each row of K probabilities is one. Natural logarithms; rows are not renormalised.</summary>
public static partial class Information
{
    /// <summary>
    /// KL(P‖Q) = Σ_k p_k·(ln p_k − ln q_k) per row, [N], with 0·ln 0 = 0; +∞ where q = 0 &lt; p. Gradients are ln(p/q) + 1 and −p/q; where
    /// p = 0 (slope −∞) they are 0.
    /// </summary>
    /// <remarks>scipy.special.rel_entr summed over rows (without rel_entr's range check).</remarks>
    [Similarity]
    public static Expr<N> KlDivergence<N, K>(Expr<N, K> p, Expr<N, K> q)
    {
        // Both logarithms see 1 where p = 0, so that neither the value nor the gradient meets 0·∞.
        var some = p > 0f;
        return Sum<K>(p * (Log(Where(some, p, 1f)) - Log(Where(some, q, 1f))));
    }

    /// <summary>
    /// JS(P, Q) = ½KL(P‖M) + ½KL(Q‖M), M = (P + Q)/2, per row, [N]: the divergence, not its root. At most ln 2, which disjoint rows reach.
    /// </summary>
    /// <remarks>scipy.spatial.distance.jensenshannon(p, q)**2, which also renormalises.</remarks>
    [Similarity]
    public static Expr<N> JensenShannon<N, K>(Expr<N, K> p, Expr<N, K> q)
    {
        Expr<N, K> m = 0.5f * (p + q);
        return 0.5f * (KlDivergence(p, m) + KlDivergence(q, m));
    }

    /// <summary>
    /// H(P) = −Σ_k p_k·ln p_k per row, [N], with 0·ln 0 = 0. The gradient is −(ln p + 1); where p = 0 (slope +∞) it is 0.
    /// </summary>
    /// <remarks>scipy.stats.entropy</remarks>
    [Similarity]
    public static Expr<N> Entropy<N, K>(Expr<N, K> p) => -Sum<K>(p * Log(Where(p > 0f, p, 1f)));

    /// <summary>
    /// H(P, Q) = −Σ_k p_k·ln q_k per row, [N], = H(P) + KL(P‖Q). p = 0 contributes 0, also where q = 0; +∞ where q = 0 &lt; p. Gradients
    /// are −ln q and −p/q.
    /// </summary>
    /// <remarks>H(p, q) = H(p) + KL(p‖q).</remarks>
    [Similarity]
    public static Expr<N> CrossEntropyDistributions<N, K>(Expr<N, K> p, Expr<N, K> q)
        => -Sum<K>(p * Log(Where((p > 0f) | (q > 0f), q, 1f)));
}
