namespace TensorDsl;

public static partial class Losses
{
    /// <summary>
    /// Contrastive loss of pairs of rows, mean: (1 − y)·½d² + y·½[margin − d]₊², d = ‖x1 − x2‖. y = 0 is a similar pair, y = 1 a dissimilar
    /// one (many libraries use the opposite); values between are blends. The gradient of d at 0 is 0.
    /// </summary>
    /// <remarks>Hadsell, Chopra, LeCun 2006, eq. 4.</remarks>
    [Loss]
    public static Expr Contrastive<N, D>(Expr<N, D> x1, Expr<N, D> x2, Expr<N> y, float margin = 1f)
        => Mean(ContrastiveEach(x1, x2, y, margin));

    /// <summary>Contrastive loss of pairs of rows, summed. See <c>Contrastive</c>.</summary>
    /// <remarks>Hadsell, Chopra, LeCun 2006, eq. 4.</remarks>
    [Loss]
    public static Expr ContrastiveSum<N, D>(Expr<N, D> x1, Expr<N, D> x2, Expr<N> y, float margin = 1f)
        => Sum(ContrastiveEach(x1, x2, y, margin));

    /// <summary>Contrastive loss per pair, [N]. See <c>Contrastive</c>.</summary>
    /// <remarks>Hadsell, Chopra, LeCun 2006, eq. 4.</remarks>
    [Similarity]
    public static Expr<N> ContrastiveEach<N, D>(Expr<N, D> x1, Expr<N, D> x2, Expr<N> y, float margin = 1f)
    {
        var d = Norm<D>(x1 - x2);
        return 0.5f * ((1f - y) * Square(d) + y * Square(Relu(margin - d)));
    }

    /// <summary>
    /// Cosine embedding loss, mean over pairs: 1 − c for y = 1, [c − margin]₊ for y = −1 (and 0 for any other y), with c = x1·x2 / √((‖x1‖²
    /// + 1e-12)(‖x2‖² + 1e-12)): another rule for zero vectors than the cosine's.
    /// </summary>
    /// <remarks>torch.nn.functional.cosine_embedding_loss</remarks>
    [Loss]
    public static Expr CosineEmbedding<N, D>(Expr<N, D> x1, Expr<N, D> x2, Expr<N> y, float margin = 0f)
        => Mean(CosineEmbeddingEach(x1, x2, y, margin));

    /// <summary>Cosine embedding loss summed over pairs. See <c>CosineEmbedding</c>.</summary>
    /// <remarks>torch.nn.functional.cosine_embedding_loss(reduction="sum")</remarks>
    [Loss]
    public static Expr CosineEmbeddingSum<N, D>(Expr<N, D> x1, Expr<N, D> x2, Expr<N> y, float margin = 0f)
        => Sum(CosineEmbeddingEach(x1, x2, y, margin));

    /// <summary>Cosine embedding loss per pair, [N]. See <c>CosineEmbedding</c>.</summary>
    /// <remarks>torch.nn.functional.cosine_embedding_loss(reduction="none")</remarks>
    [Similarity]
    public static Expr<N> CosineEmbeddingEach<N, D>(Expr<N, D> x1, Expr<N, D> x2, Expr<N> y, float margin = 0f)
    {
        // Two roots instead of the root of the product, which overflows a float at norms of 1e10 already.
        var c = Dot<D>(x1, x2) / (Sqrt(SquaredNorm<D>(x1) + 1e-12f) * Sqrt(SquaredNorm<D>(x2) + 1e-12f));
        return Where(Equal(y, 1f), 1f - c, Where(Equal(y, -1f), Relu(c - margin), 0f));
    }

    /// <summary>Margin ranking loss, mean: [−y·(x1 − x2) + margin]₊; y = 1 ranks x1 above x2, y = −1 below.</summary>
    /// <remarks>torch.nn.functional.margin_ranking_loss, except that the gradient exactly at the hinge is 0.</remarks>
    [Loss]
    public static Expr MarginRanking<N>(Expr<N> x1, Expr<N> x2, Expr<N> y, float margin = 0f) => Mean(MarginRankingEach(x1, x2, y, margin));

    /// <summary>Margin ranking loss, summed. See <c>MarginRanking</c>.</summary>
    /// <remarks>torch.nn.functional.margin_ranking_loss(reduction="sum")</remarks>
    [Loss]
    public static Expr MarginRankingSum<N>(Expr<N> x1, Expr<N> x2, Expr<N> y, float margin = 0f)
        => Sum(MarginRankingEach(x1, x2, y, margin));

    /// <summary>Margin ranking loss per pair, [N]. See <c>MarginRanking</c>.</summary>
    /// <remarks>torch.nn.functional.margin_ranking_loss(reduction="none")</remarks>
    [Similarity]
    public static Expr<N> MarginRankingEach<N>(Expr<N> x1, Expr<N> x2, Expr<N> y, float margin = 0f) => Relu(margin - y * (x1 - x2));

    /// <summary>Hinge embedding loss, mean: x for y = 1, [margin − x]₊ for y = −1 (and 0 for any other y); x is a distance, say.</summary>
    /// <remarks>torch.nn.functional.hinge_embedding_loss, except that the gradient exactly at the hinge is 0.</remarks>
    [Loss]
    public static Expr HingeEmbedding<N>(Expr<N> input, Expr<N> y, float margin = 1f) => Mean(HingeEmbeddingEach(input, y, margin));

    /// <summary>Hinge embedding loss, summed. See <c>HingeEmbedding</c>.</summary>
    /// <remarks>torch.nn.functional.hinge_embedding_loss(reduction="sum")</remarks>
    [Loss]
    public static Expr HingeEmbeddingSum<N>(Expr<N> input, Expr<N> y, float margin = 1f) => Sum(HingeEmbeddingEach(input, y, margin));

    /// <summary>Hinge embedding loss per entry, [N]. See <c>HingeEmbedding</c>.</summary>
    /// <remarks>torch.nn.functional.hinge_embedding_loss(reduction="none")</remarks>
    [Similarity]
    public static Expr<N> HingeEmbeddingEach<N>(Expr<N> input, Expr<N> y, float margin = 1f)
        => Where(Equal(y, 1f), input, Where(Equal(y, -1f), Relu(margin - input), 0f));

    /// <summary>
    /// CoSENT: ln(1 + Σ e^(scale·(c_i − c_j))) over the pairs with y_i &lt; y_j: similarities c in the wrong order of their ranks y. No such pair: 0.
    /// </summary>
    /// <remarks>sentence-transformers CoSENTLoss (scale 20).</remarks>
    [Loss]
    public static Expr CoSent<N>(Expr<N> similarities, Expr<N> y, float scale = 20f)
        => Softplus(LogSumExp<N, Prime<N>>(scale * (similarities - similarities.Prime<N>()), where: y < y.Prime<N>()));

    /// <summary>Half the squared distance of every row to the center of its class, mean over rows: ½⟨‖x_n − c_{y_n}‖²⟩.</summary>
    /// <remarks>Wen et al. 2016, eq. 2, divided by N; the gradient to the centers is the plain one, not the paper's update rule.</remarks>
    [Loss]
    public static Expr CenterLoss<N, C, D>(Expr<N, D> embeddings, Expr<C, D> centers, Labels<N, C> labels)
        => 0.5f * Mean<N>(SquaredNorm<D>(embeddings - centers.At(labels)));

    /// <summary>Half the squared distance of every row to the center of its class, summed over rows.</summary>
    /// <remarks>Wen et al. 2016, eq. 2.</remarks>
    [Loss]
    public static Expr CenterLossSum<N, C, D>(Expr<N, D> embeddings, Expr<C, D> centers, Labels<N, C> labels)
        => 0.5f * Sum<N>(SquaredNorm<D>(embeddings - centers.At(labels)));
}
