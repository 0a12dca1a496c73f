namespace TensorDsl;

public static partial class Similarities
{
    /// <summary>
    /// Distance of every row of a to every row of b in the norm p, [N, M]. Computed from the differences, never from ‖a‖² − 2a·b + ‖b‖², so
    /// that nearly equal rows keep their accuracy. The gradient at equal rows is 0; with p = ∞ equal largest differences share it.
    /// </summary>
    /// <remarks>torch.cdist with p = 0, 1, 2, ∞.</remarks>
    [Similarity]
    public static Expr<N, M> Cdist<N, M, D>(Expr<N, D> a, Expr<M, D> b, CdistNorm p = CdistNorm.Two)
        => p switch
        {
            CdistNorm.Zero => Count<D>(NotEqual(a, b)),
            CdistNorm.One => Sum<D>(Abs(a - b)),
            CdistNorm.Two => Norm<D>(a - b),
            _ => Max<D>(Abs(a - b)),
        };

    /// <summary>
    /// Minkowski distance of every row of a to every row of b: d_ij = (Σ_d |a_id − b_jd|^p)^(1/p), p ≥ 1, [N, M]. The gradient at equal
    /// rows is 0. For p = 1, 2 and ∞ <c>Cdist</c> is faster.
    /// </summary>
    /// <remarks>scipy.spatial.distance.cdist(metric="minkowski"); gradient as torch.cdist.</remarks>
    [Similarity]
    public static Expr<N, M> PNormDistance<N, M, D>(Expr<N, D> a, Expr<M, D> b, float p = 2f)
    {
        var sum = Sum<D>(Pow(Abs(a - b), p));
        // The root has an infinite slope at 0: rows that are equal take the other arm, in the value and in the gradient.
        var apart = sum > 0f;
        return Where(apart, Pow(Where(apart, sum, 1f), 1f / p), 0f);
    }

    /// <summary>
    /// Row by row ‖x1 − x2 + eps‖_p, p ≥ 1, [N]. eps is added to every component inside the norm, so equal rows are eps·D^(1/p) apart
    /// rather than 0.
    /// </summary>
    /// <remarks>torch.nn.functional.pairwise_distance</remarks>
    [Similarity]
    public static Expr<N> PairwiseDistance<N, D>(Expr<N, D> x1, Expr<N, D> x2, float p = 2f, float eps = 1e-6f)
    {
        var sum = Sum<D>(Pow(Abs(x1 - x2 + eps), p));
        var apart = sum > 0f;
        return Where(apart, Pow(Where(apart, sum, 1f), 1f / p), 0f);
    }

    /// <summary>Row by row the largest |x1 − x2 + eps|, [N]: <c>PairwiseDistance</c> for p = ∞.</summary>
    /// <remarks>torch.nn.functional.pairwise_distance with p = inf.</remarks>
    [Similarity]
    public static Expr<N> PairwiseDistanceInfinity<N, D>(Expr<N, D> x1, Expr<N, D> x2, float eps = 1e-6f) => Max<D>(Abs(x1 - x2 + eps));

    /// <summary>Squared Euclidean distance of every row of a to every row of b: Σ_d (a_id − b_jd)², [N, M], from the differences.</summary>
    /// <remarks>sklearn.metrics.pairwise.euclidean_distances(squared=True)</remarks>
    [Similarity]
    public static Expr<N, M> SquaredEuclideanMatrix<N, M, D>(Expr<N, D> a, Expr<M, D> b) => Sum<D>(Square(a - b));

    /// <summary>The fraction of entries in which the rows differ, [N]. As a count it is D times this.</summary>
    /// <remarks>scipy.spatial.distance.hamming, row by row.</remarks>
    [Similarity(Gradient = false)]
    public static Expr<N> HammingDistance<N, D>(Expr<N, D> x, Expr<N, D> y) => Count<D>(NotEqual(x, y)) / Size<D>();

    /// <summary>
    /// The fraction of entries in which every row of a differs from every row of b, [N, M]. As a count it is <c>Cdist</c> with p = 0.
    /// </summary>
    /// <remarks>scipy.spatial.distance.cdist(metric="hamming")</remarks>
    [Similarity(Gradient = false)]
    public static Expr<N, M> HammingMatrix<N, M, D>(Expr<N, D> a, Expr<M, D> b) => Count<D>(NotEqual(a, b)) / Size<D>();
}
