namespace TensorDsl;

/// <summary>Similarities and distances between rows: element by element, row by row, and all pairs.</summary>
public static partial class Similarities
{
    /// <summary>
    /// Cosine of the rows: s = x1·x2 / (max(‖x1‖, eps)·max(‖x2‖, eps)), reduced over the last dim. A zero vector gives 0; the norm's
    /// subgradient at 0 is 0, so its gradient is x2/(eps·‖x2‖), large but finite. Each side is normalised before they are multiplied: the
    /// product of two small norms would underflow in float.
    /// </summary>
    /// <remarks>torch.nn.functional.cosine_similarity with dim = -1 (PyTorch 1.13 and later, which clamp each norm).</remarks>
    [Similarity]
    public static Expr<N> CosineSimilarity<N, D>(Expr<N, D> x1, Expr<N, D> x2, float eps = 1e-8f) => Cosine<D>(x1, x2, eps);

    /// <summary>Cosine of two vectors, a number. See the overload for rows.</summary>
    /// <remarks>torch.nn.functional.cosine_similarity with dim = 0 of vectors.</remarks>
    [Loss]
    public static Expr CosineSimilarity<D>(Expr<D> x1, Expr<D> x2, float eps = 1e-8f) => Cosine<D>(x1, x2, eps);

    /// <summary>Cosine over the last dim of [A, B, D] tensors. See the overload for rows.</summary>
    /// <remarks>torch.nn.functional.cosine_similarity with dim = 2.</remarks>
    [Similarity]
    public static Expr<A, B> CosineSimilarity<A, B, D>(Expr<A, B, D> x1, Expr<A, B, D> x2, float eps = 1e-8f) => Cosine<D>(x1, x2, eps);

    /// <summary>Cosine of the columns: reduced over the first dim. See <c>CosineSimilarity</c>.</summary>
    /// <remarks>torch.nn.functional.cosine_similarity with dim = 0.</remarks>
    [Similarity]
    public static Expr<D> CosineSimilarityDim0<N, D>(Expr<N, D> x1, Expr<N, D> x2, float eps = 1e-8f) => Cosine<N>(x1, x2, eps);

    /// <summary>Cosine over the first dim of [A, B, D] tensors. See <c>CosineSimilarity</c>.</summary>
    /// <remarks>torch.nn.functional.cosine_similarity with dim = 0.</remarks>
    [Similarity]
    public static Expr<B, D> CosineSimilarityDim0<A, B, D>(Expr<A, B, D> x1, Expr<A, B, D> x2, float eps = 1e-8f) => Cosine<A>(x1, x2, eps);

    /// <summary>Cosine over the middle dim of [A, B, D] tensors. See <c>CosineSimilarity</c>.</summary>
    /// <remarks>torch.nn.functional.cosine_similarity with dim = 1.</remarks>
    [Similarity]
    public static Expr<A, D> CosineSimilarityDim1<A, B, D>(Expr<A, B, D> x1, Expr<A, B, D> x2, float eps = 1e-8f) => Cosine<B>(x1, x2, eps);

    /// <summary>
    /// Cosine of every row of a with every row of b: s_ij = a_i·b_j / (max(‖a_i‖, eps)·max(‖b_j‖, eps)), [N, M]. Zero rows give 0. This is
    /// also the broadcasting form [N, 1, D] × [1, M, D] of torch's cosine_similarity.
    /// </summary>
    /// <remarks>Row-by-row torch.nn.functional.cosine_similarity; sklearn.metrics.pairwise.cosine_similarity.</remarks>
    [Similarity]
    public static Expr<N, M> CosineMatrix<N, M, D>(Expr<N, D> a, Expr<M, D> b, float eps = 1e-8f) => Cosine<D>(a, b, eps);

    /// <summary>Dot product of every row of a with every row of b: s_ij = Σ_d a_id·b_jd, [N, M].</summary>
    /// <remarks>a @ b.T</remarks>
    [Similarity]
    public static Expr<N, M> DotMatrix<N, M, D>(Expr<N, D> a, Expr<M, D> b) => Dot<D>(a, b);

    /// <summary>
    /// Pearson correlation of every row of a with every row of b: the cosine of the rows less their means, [N, M]. A constant row
    /// correlates with nothing: 0, where numpy gives NaN. Needs D ≥ 2.
    /// </summary>
    /// <remarks>numpy.corrcoef between rows; eps guards as in cosine_similarity.</remarks>
    [Similarity]
    public static Expr<N, M> PearsonMatrix<N, M, D>(Expr<N, D> a, Expr<M, D> b, float eps = 1e-8f)
        => Cosine<D>(a - Mean<D>(a), b - Mean<D>(b), eps);

    /// <summary>Gaussian kernel of all pairs: k_ij = exp(−gamma·‖a_i − b_j‖²), [N, M].</summary>
    /// <remarks>sklearn.metrics.pairwise.rbf_kernel</remarks>
    [Similarity]
    public static Expr<N, M> RbfMatrix<N, M, D>(Expr<N, D> a, Expr<M, D> b, float gamma = 1f) => Exp(-gamma * Sum<D>(Square(a - b)));

    /// <summary>
    /// Cosines as attention: c_i = cos(target, b_i), divided by their sum, [M]. No softmax: entries may be negative, and cosines that sum
    /// to 0 give infinities.
    /// </summary>
    /// <remarks>Definition of this project: cos(target, b_i) / Σ_j cos(target, b_j).</remarks>
    [Similarity]
    public static Expr<M> AttentionDistribution<M, D>(Expr<D> target, Expr<M, D> b, float eps = 1e-8f)
    {
        var cosines = Cosine<D>(target, b, eps);
        return cosines / Sum<M>(cosines);
    }

    /// <summary>
    /// Jaccard index of the rows as sets: |x ∧ y| / |x ∨ y|, [N]; <paramref name="empty"/> where both are empty (scipy's convention 1;
    /// sklearn's is 0). It has no default: its type says whether the result is float or double. The distance is 1 less this.
    /// </summary>
    /// <remarks>1 − scipy.spatial.distance.jaccard</remarks>
    [Similarity(Gradient = false)]
    public static Expr<N> Jaccard<N, D>(Mask<N, D> x, Mask<N, D> y, float empty)
    {
        var union = Count<D>(x | y);
        return Where(union > 0f, Count<D>(x & y) / union, empty);
    }

    /// <summary>
    /// Weighted Jaccard (Ruzicka) index of rows of non-negative numbers: Σ min(x, y) / Σ max(x, y), [N]. Two zero rows are equal: 1, with
    /// zero gradients.
    /// </summary>
    /// <remarks>Ruzicka similarity; equals the Jaccard index on 0/1 rows.</remarks>
    [Similarity]
    public static Expr<N> Jaccard<N, D>(Expr<N, D> x, Expr<N, D> y)
    {
        var union = Sum<D>(Max(x, y));
        var some = union > 0f;
        return Where(some, Sum<D>(Min(x, y)) / Where(some, union, 1f), 1f);
    }
}
