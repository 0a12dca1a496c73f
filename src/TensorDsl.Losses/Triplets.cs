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
}
