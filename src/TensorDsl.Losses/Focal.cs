namespace TensorDsl;

public static partial class Losses
{
    /// <summary>
    /// Focal loss of logits and class labels, mean over rows: −alpha·(1 − p_y)^gamma·ln p_y, p = softmax(x). A negative alpha means none
    /// (1).
    /// </summary>
    /// <remarks>Lin et al. 2017 (arXiv:1708.02002), eq. 5, for softmax.</remarks>
    [Loss]
    public static Expr FocalLoss<N, C>(Expr<N, C> logits, Labels<N, C> target, float gamma = 2f, float alpha = -1f)
        => Mean(FocalLossEach(logits, target, gamma, alpha));

    /// <summary>Focal loss of logits and class labels, summed over rows. See <c>FocalLoss</c>.</summary>
    /// <remarks>Lin et al. 2017, eq. 5, for softmax.</remarks>
    [Loss]
    public static Expr FocalLossSum<N, C>(Expr<N, C> logits, Labels<N, C> target, float gamma = 2f, float alpha = -1f)
        => Sum(FocalLossEach(logits, target, gamma, alpha));

    /// <summary>Focal loss of logits and class labels per row, [N]. See <c>FocalLoss</c>.</summary>
    /// <remarks>Lin et al. 2017, eq. 5, for softmax.</remarks>
    [Similarity]
    public static Expr<N> FocalLossEach<N, C>(Expr<N, C> logits, Labels<N, C> target, float gamma = 2f, float alpha = -1f)
    {
        Expr balance = alpha;
        var logP = logits.At(target) - LogSumExp<C>(logits);
        // 1 − p keeps its digits as −expm1(ln p), and stays off 0, where the power has an infinite slope for gamma < 1.
        var rest = Max(-Expm1(logP), 1e-30f);
        return -Where(balance < 0f, 1f, balance) * Pow(rest, gamma) * logP;
    }

    /// <summary>
    /// Focal loss of logits and targets in [0, 1], mean over entries: alpha_t·(1 − p_t)^gamma·BCE, p = σ(x), p_t = p·t + (1 − p)(1 − t),
    /// alpha_t likewise. A negative alpha means none (1).
    /// </summary>
    /// <remarks>torchvision.ops.sigmoid_focal_loss(reduction="mean"); Lin et al. 2017.</remarks>
    [Loss]
    public static Expr SigmoidFocalLoss<N, D>(Expr<N, D> logits, Expr<N, D> target, float gamma = 2f, float alpha = 0.25f)
        => Mean(SigmoidFocalLossEach(logits, target, gamma, alpha));

    /// <summary>Focal loss of logits and targets in [0, 1], summed over entries. See <c>SigmoidFocalLoss</c>.</summary>
    /// <remarks>torchvision.ops.sigmoid_focal_loss(reduction="sum")</remarks>
    [Loss]
    public static Expr SigmoidFocalLossSum<N, D>(Expr<N, D> logits, Expr<N, D> target, float gamma = 2f, float alpha = 0.25f)
        => Sum(SigmoidFocalLossEach(logits, target, gamma, alpha));

    /// <summary>Focal loss of logits and targets in [0, 1] per entry, [N, D]. See <c>SigmoidFocalLoss</c>.</summary>
    /// <remarks>torchvision.ops.sigmoid_focal_loss(reduction="none")</remarks>
    [Similarity]
    public static Expr<N, D> SigmoidFocalLossEach<N, D>(Expr<N, D> logits, Expr<N, D> target, float gamma = 2f, float alpha = 0.25f)
    {
        Expr balance = alpha;
        var rest = Max(Sigmoid(logits) * (1f - target) + Sigmoid(-logits) * target, 1e-30f);
        var weight = Where(balance < 0f, 1f, balance * target + (1f - balance) * (1f - target));
        return weight * Pow(rest, gamma) * BinaryCrossEntropyWithLogitsEach(logits, target);
    }
}
