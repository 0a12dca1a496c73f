namespace TensorDsl;

public static partial class Losses
{
    /// <summary>
    /// Triplet loss on squared distances, mean over triplets: [‖a − p‖² − ‖a − n‖² + margin]₊; gradient 0 exactly at the hinge.
    /// </summary>
    /// <remarks>Schroff et al. 2015 (FaceNet), eq. 3.</remarks>
    [Loss]
    public static Expr TripletSquared<N, D>(Expr<N, D> anchor, Expr<N, D> positive, Expr<N, D> negative, float margin = 0.2f)
        => Mean(TripletSquaredEach(anchor, positive, negative, margin));

    /// <summary>Triplet loss on squared distances, summed over triplets. See <c>TripletSquared</c>.</summary>
    /// <remarks>Schroff et al. 2015 (FaceNet), eq. 3.</remarks>
    [Loss]
    public static Expr TripletSquaredSum<N, D>(Expr<N, D> anchor, Expr<N, D> positive, Expr<N, D> negative, float margin = 0.2f)
        => Sum(TripletSquaredEach(anchor, positive, negative, margin));

    /// <summary>Triplet loss on squared distances per triplet, [N]. See <c>TripletSquared</c>.</summary>
    /// <remarks>Schroff et al. 2015 (FaceNet), eq. 3.</remarks>
    [Similarity]
    public static Expr<N> TripletSquaredEach<N, D>(Expr<N, D> anchor, Expr<N, D> positive, Expr<N, D> negative, float margin = 0.2f)
        => Relu(SquaredNorm<D>(anchor - positive) - SquaredNorm<D>(anchor - negative) + margin);

    /// <summary>
    /// Triplet margin loss, mean over triplets: [d(a, p) − d(a, n) + margin]₊ with d = ‖x − y + eps‖_p. swap takes min(d(a, n), d(p, n))
    /// for d(a, n). Gradient 0 exactly at the hinge.
    /// </summary>
    /// <remarks>torch.nn.functional.triplet_margin_loss; swap after Balntas et al. 2016.</remarks>
    [Loss]
    public static Expr TripletMargin<N, D>(
        Expr<N, D> anchor, Expr<N, D> positive, Expr<N, D> negative, float margin = 1f, float p = 2f, float eps = 1e-6f, bool swap = false)
        => Mean(TripletMarginEach(anchor, positive, negative, margin, p, eps, swap));

    /// <summary>Triplet margin loss, summed over triplets. See <c>TripletMargin</c>.</summary>
    /// <remarks>torch.nn.functional.triplet_margin_loss(reduction="sum")</remarks>
    [Loss]
    public static Expr TripletMarginSum<N, D>(
        Expr<N, D> anchor, Expr<N, D> positive, Expr<N, D> negative, float margin = 1f, float p = 2f, float eps = 1e-6f, bool swap = false)
        => Sum(TripletMarginEach(anchor, positive, negative, margin, p, eps, swap));

    /// <summary>Triplet margin loss per triplet, [N]. See <c>TripletMargin</c>.</summary>
    /// <remarks>torch.nn.functional.triplet_margin_loss(reduction="none")</remarks>
    [Similarity]
    public static Expr<N> TripletMarginEach<N, D>(
        Expr<N, D> anchor, Expr<N, D> positive, Expr<N, D> negative, float margin = 1f, float p = 2f, float eps = 1e-6f, bool swap = false)
    {
        var near = Similarities.PairwiseDistance(anchor, positive, p, eps);
        var far = Similarities.PairwiseDistance(anchor, negative, p, eps);
        var other = Similarities.PairwiseDistance(positive, negative, p, eps);
        return Relu(near - (swap ? Min(far, other) : far) + margin);
    }

    /// <summary>
    /// Lifted structure loss of labelled embeddings: for every positive pair J_ij = d_ij + ln(Σ_{k∈N(i)} e^(margin − d_ik) + Σ_{l∈N(j)}
    /// e^(margin − d_jl)), loss = Σ [J]₊² / 2|P| over the unordered positive pairs; 0 without positives or without negatives.
    /// </summary>
    /// <remarks>Oh Song et al. 2016, eq. 4; pytorch-metric-learning LiftedStructureLoss(neg_margin=margin, pos_margin=0).</remarks>
    [Loss]
    public static Expr LiftedStructure<N, D, L>(
        Expr<N, D> embeddings, Labels<N, L> labels, float margin = 1f, bool normalize = false, float eps = 1e-12f)
    {
        Expr<N, D> x = normalize ? Normalize<D>(embeddings, eps) : embeddings;
        var d = Norm<D>(x - x.Prime<N>());
        var same = Equal(labels, labels.Prime<N>());
        var positives = same & OffDiagonal<N>();
        var negatives = LogSumExp<Prime<N>>(margin - d, where: !same);
        var j = d + LogAddExp(negatives, negatives.Prime<N>());
        // Every unordered pair is counted twice, in the sum as in the count.
        return 0.5f * Sum<N, Prime<N>>(Square(Relu(j)), where: positives) / Max(Count<N, Prime<N>>(positives), 1f);
    }

    /// <summary>
    /// Batch-hard triplets of labelled embeddings, mean over anchors: [max_p d − min_n d + margin]₊ with the farthest row of the anchor's label
    /// (itself at distance 0 if there is no other) and the nearest of another; an anchor without negatives costs 0.
    /// </summary>
    /// <remarks>Hermans et al. 2017, eq. 5; sentence-transformers BatchHardTripletLoss (Euclidean distance, margin 5).</remarks>
    [Loss]
    public static Expr BatchHardTriplet<N, D, L>(Expr<N, D> embeddings, Labels<N, L> labels, float margin = 5f)
    {
        var d = Norm<D>(embeddings - embeddings.Prime<N>());
        var same = Equal(labels, labels.Prime<N>());
        return Mean<N>(Relu(Max<Prime<N>>(d, where: same) - Min<Prime<N>>(d, where: !same) + margin));
    }

    /// <summary>
    /// Batch-all triplets of labelled embeddings: the mean of [d_ap − d_an + margin]₊ over the triplets that violate the margin (0 if none does).
    /// Time is cubic in N, memory is not.
    /// </summary>
    /// <remarks>pytorch-metric-learning TripletMarginLoss(margin=0.05) with its AvgNonZeroReducer, distances of normalised rows.</remarks>
    [Loss]
    public static Expr BatchAllTriplet<N, D, L>(
        Expr<N, D> embeddings, Labels<N, L> labels, float margin = 0.05f, bool normalize = true, float eps = 1e-12f)
    {
        Expr<N, D> x = normalize ? Normalize<D>(embeddings, eps) : embeddings;
        Expr<N, Prime<N>> d = Norm<D>(x - x.Prime<N>());
        var positives = Equal(labels, labels.Prime<N>()) & OffDiagonal<N>();
        var triplets = positives & NotEqual(labels, labels.Prime<N>().Prime<Prime<N>>());
        var violation = Relu(d - Relabel<Prime<N>, Prime<Prime<N>>>(d) + margin);
        var count = Count<N, Prime<N>, Prime<Prime<N>>>(triplets & (violation > 0f));
        return Sum<N, Prime<N>, Prime<Prime<N>>>(violation, where: triplets) / Max(count, 1f);
    }

    /// <summary>
    /// Contrastive loss of labelled embeddings over all pairs, each side the mean over its terms that are not 0 (0 if there is none):
    /// [d⁺ − positiveMargin]₊ and [negativeMargin − d⁻]₊, not squared.
    /// </summary>
    /// <remarks>pytorch-metric-learning ContrastiveLoss with its AvgNonZeroReducer, distances of normalised rows.</remarks>
    [Loss]
    public static Expr ContrastiveByLabel<N, D, L>(
        Expr<N, D> embeddings, Labels<N, L> labels, float positiveMargin = 0f, float negativeMargin = 1f, bool normalize = true, float eps = 1e-12f)
    {
        Expr<N, D> x = normalize ? Normalize<D>(embeddings, eps) : embeddings;
        var d = Norm<D>(x - x.Prime<N>());
        var same = Equal(labels, labels.Prime<N>());
        var positives = same & OffDiagonal<N>();
        var near = Relu(d - positiveMargin);
        var far = Relu(negativeMargin - d);
        return Sum<N, Prime<N>>(near, where: positives) / Max(Count<N, Prime<N>>(positives & (near > 0f)), 1f)
            + Sum<N, Prime<N>>(far, where: !same) / Max(Count<N, Prime<N>>(!same & (far > 0f)), 1f);
    }
}
