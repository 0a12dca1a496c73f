namespace TensorDsl;

/// <summary>
/// Losses: <c>X</c> is the mean, <c>XSum</c> the sum, <c>XEach</c> unreduced. A tensor that an option does not need is an overload without
/// it. Hyper-parameters have the defaults of the reference implementation that the remarks name.
/// </summary>
public static partial class Losses
{
    /// <summary>
    /// Cross entropy of a square matrix of logits whose diagonal holds the matches, mean over rows: LSE_j(s_ij) − s_ii. symmetric averages
    /// it with the same over columns. Every in-batch contrastive loss below is this on its own logits.
    /// </summary>
    /// <remarks>torch.nn.functional.cross_entropy(s, arange(N)); both directions as in CLIP (Radford et al. 2021, fig. 3).</remarks>
    [Loss]
    public static Expr DiagonalCrossEntropy<N>(Expr<N, Prime<N>> logits, bool symmetric = false)
    {
        var rows = Mean<N>(LogSumExp<Prime<N>>(logits));
        var columns = Mean<Prime<N>>(LogSumExp<N>(logits));
        return (symmetric ? 0.5f * (rows + columns) : rows) - Mean<N>(Diagonal<N>(logits));
    }

    /// <summary>
    /// N-pairs on cosines: the cross entropy of the cosine matrix of a and b on its diagonal. Collapsed inputs (all rows alike) give ln N:
    /// 1.9459 for a batch of 7.
    /// </summary>
    /// <remarks>Definition of this project; Sohn 2016 (N-pair loss) uses dot products.</remarks>
    [Loss]
    public static Expr NPairs<N, D>(Expr<N, D> a, Expr<N, D> b, float temperature = 1f, float eps = 1e-8f)
        => DiagonalCrossEntropy<N>(Cosine<D>(a, b.Prime<N>(), eps) / temperature);

    /// <summary>
    /// InfoNCE: the cross entropy of the cosines over temperature on the diagonal, row i of query matching row i of key; symmetric averages
    /// both directions. Memory is linear in N: the [N, N] matrix is never stored.
    /// </summary>
    /// <remarks>van den Oord et al. 2018, eq. 4, on normalised embeddings; symmetric: CLIP (Radford et al. 2021).</remarks>
    [Loss]
    public static Expr InfoNce<N, D>(
        Expr<N, D> query, Expr<N, D> key, float temperature = 0.07f, bool symmetric = false, float eps = 1e-12f)
        => DiagonalCrossEntropy<N>(Cosine<D>(query, key.Prime<N>(), eps) / temperature, symmetric);

    /// <summary>
    /// InfoNCE with a learnable scale: logits are exp(logitScale)·cosine. CLIP starts logitScale at ln(1/0.07) and clamps it to at most ln
    /// 100 between steps. See the overload with a temperature.
    /// </summary>
    /// <remarks>CLIP (Radford et al. 2021), fig. 3, for symmetric.</remarks>
    [Loss]
    public static Expr InfoNce<N, D>(Expr<N, D> query, Expr<N, D> key, Expr logitScale, bool symmetric = false, float eps = 1e-12f)
        => DiagonalCrossEntropy<N>(Exp(logitScale) * Cosine<D>(query, key.Prime<N>(), eps), symmetric);

    /// <summary>
    /// CLIP: both directions of InfoNCE with the learnable scale exp(logitScale), which is clamped to [0, ln 100] here; beyond, its gradient is 0.
    /// It starts at ln(1/0.07) = 2.6593.
    /// </summary>
    /// <remarks>Radford et al. 2021, fig. 3 and section 2.5 (the clamp).</remarks>
    [Loss]
    public static Expr Clip<N, D>(Expr<N, D> image, Expr<N, D> text, Expr logitScale, float eps = 1e-12f)
        => DiagonalCrossEntropy<N>(Exp(Clamp(logitScale, 0f, 4.605170185988092f)) * Cosine<D>(image, text.Prime<N>(), eps), true);

    /// <summary>
    /// Multiple negatives ranking: the cross entropy of scale·cosine on the diagonal; the other positives are the negatives.
    /// </summary>
    /// <remarks>sentence-transformers MultipleNegativesRankingLoss (scale 20, cos_sim); Henderson et al. 2017.</remarks>
    [Loss]
    public static Expr MultipleNegativesRanking<N, D>(Expr<N, D> anchor, Expr<N, D> positive, float scale = 20f, float eps = 1e-12f)
        => DiagonalCrossEntropy<N>(scale * Cosine<D>(anchor, positive.Prime<N>(), eps));

    /// <summary>
    /// Multiple negatives ranking with hard negatives: the candidates of every anchor are all positives and all rows of negative.
    /// </summary>
    /// <remarks>sentence-transformers MultipleNegativesRankingLoss with (anchor, positive, negative) examples.</remarks>
    [Loss]
    public static Expr MultipleNegativesRanking<N, M, D>(
        Expr<N, D> anchor, Expr<N, D> positive, Expr<M, D> negative, float scale = 20f, float eps = 1e-12f)
    {
        var s = scale * Cosine<D>(anchor, positive.Prime<N>(), eps);
        var hard = scale * Cosine<D>(anchor, negative, eps);
        return Mean<N>(LogAddExp(LogSumExp<Prime<N>>(s), LogSumExp<M>(hard)) - Diagonal<N>(s));
    }

    /// <summary>
    /// NT-Xent of two views: the 2N rows of [z1; z2] are anchors, the other view of the same row is the positive, all rows but the anchor
    /// are candidates; cosines over temperature, mean over the 2N anchors.
    /// </summary>
    /// <remarks>SimCLR (Chen et al. 2020), eq. 1.</remarks>
    [Loss]
    public static Expr NtXent<N, D>(Expr<N, D> z1, Expr<N, D> z2, float temperature = 0.5f, float eps = 1e-12f)
    {
        // The candidates of a row of z1 are the other rows of z1 and all of z2; no concatenation: the two log-sum-exps are added.
        var x = Normalize<D>(z1, eps);
        var y = Normalize<D>(z2, eps);
        var across = Dot<D>(x, y.Prime<N>()) / temperature;
        var others = OffDiagonal<N>();
        var first = LogAddExp(LogSumExp<Prime<N>>(Dot<D>(x, x.Prime<N>()) / temperature, where: others), LogSumExp<Prime<N>>(across));
        var second = LogAddExp(
            LogSumExp<Prime<N>>(Dot<D>(y, y.Prime<N>()) / temperature, where: others),
            Relabel<Prime<N>, N>(LogSumExp<N>(across)));
        return Mean<N>(0.5f * (first + second) - Diagonal<N>(across));
    }

    /// <summary>
    /// Supervised contrastive loss, mean over the anchors that have a positive (0 when none has): −(temperature/baseTemperature)·⟨s_ip −
    /// LSE_{a≠i}(s_ia)⟩ over the positives p of i, s = cosine/temperature. baseTemperature = 0 means the temperature itself (factor 1).
    /// </summary>
    /// <remarks>Khosla et al. 2020, L_out (eq. 2), with the factor of the authors' code; pytorch-metric-learning SupConLoss.</remarks>
    [Loss]
    public static Expr SupCon<N, D, L>(
        Expr<N, D> features, Labels<N, L> labels, float temperature = 0.1f, float baseTemperature = 0f, float eps = 1e-12f)
    {
        Expr basis = baseTemperature;
        var s = Cosine<D>(features, features.Prime<N>(), eps) / temperature;
        var positives = Equal(labels, labels.Prime<N>()) & OffDiagonal<N>();
        var count = Count<Prime<N>>(positives);
        var some = count > 0f;
        var perAnchor = LogSumExp<Prime<N>>(s, where: OffDiagonal<N>()) - Sum<Prime<N>>(s, where: positives) / Max(count, 1f);
        var factor = Where(basis > 0f, temperature / Where(basis > 0f, basis, 1f), 1f);
        return factor * Sum<N>(perAnchor, where: some) / Max(Count<N>(some), 1f);
    }

    /// <summary>
    /// Sigmoid loss of all pairs: −(1/N)·Σ_ij ln σ(z_ij·(exp(tPrime)·cosine_ij + b)), z = 1 on the diagonal and −1 elsewhere. The paper
    /// starts tPrime at ln 10 and b at −10; both are learnable.
    /// </summary>
    /// <remarks>SigLIP (Zhai et al. 2023), algorithm 1.</remarks>
    [Loss]
    public static Expr Siglip<N, D>(Expr<N, D> x, Expr<N, D> y, Expr tPrime, Expr b, float eps = 1e-12f)
    {
        var logits = Exp(tPrime) * Cosine<D>(x, y.Prime<N>(), eps) + b;
        return Sum<N, Prime<N>>(Softplus(Where(OnDiagonal<N>(), -logits, logits))) / Size<N>();
    }

    /// <summary>
    /// The loss that pulls the cosine matrix to 1 on the diagonal and to offDiagonalTarget elsewhere:
    /// diagonalWeight·⟨(1 − s_ii)²⟩ + offDiagonalWeight·⟨(s_ij − offDiagonalTarget)²⟩ over i ≠ j. A matrix whose entries are all alike (a collapsed
    /// model) costs 4 with the default target, more than any better one, while N-pairs gives ln N there and hardly a gradient. For N &gt; 2
    /// rows −1 between all pairs is impossible: if x = y, the mean off-diagonal cosine is at least −1/(N − 1), the simplex, at a loss of k² with
    /// k = (N − 2)/(N − 1); two batches that move apart reach 4k²/(4 + k²).
    /// </summary>
    /// <remarks>Definition of this project.</remarks>
    [Loss]
    public static Expr CrossSimilarity<N, D>(
        Expr<N, D> x, Expr<N, D> y, float offDiagonalTarget = -1f, float diagonalWeight = 1f, float offDiagonalWeight = 1f,
        float eps = 1e-8f)
    {
        var s = Cosine<D>(x, y.Prime<N>(), eps);
        var pairs = Max(Size<N>() * (Size<N>() - 1f), 1f);
        return diagonalWeight * Mean<N>(Square(1f - Diagonal<N>(s)))
            + offDiagonalWeight * Sum<N, Prime<N>>(Square(s - offDiagonalTarget), where: OffDiagonal<N>()) / pairs;
    }

    /// <summary>
    /// The hinge variant of <c>CrossSimilarity</c>: a diagonal entry costs only below diagonalMargin and another entry only above
    /// offDiagonalMargin, each squared, so that pairs which are good enough stop pulling.
    /// </summary>
    /// <remarks>Definition of this project.</remarks>
    [Loss]
    public static Expr CrossSimilarityHinge<N, D>(
        Expr<N, D> x, Expr<N, D> y, float diagonalMargin = 0.9f, float offDiagonalMargin = 0f, float diagonalWeight = 1f,
        float offDiagonalWeight = 1f, float eps = 1e-8f)
    {
        var s = Cosine<D>(x, y.Prime<N>(), eps);
        var pairs = Max(Size<N>() * (Size<N>() - 1f), 1f);
        return diagonalWeight * Mean<N>(Square(Relu(diagonalMargin - Diagonal<N>(s))))
            + offDiagonalWeight * Sum<N, Prime<N>>(Square(Relu(s - offDiagonalMargin)), where: OffDiagonal<N>()) / pairs;
    }
}
