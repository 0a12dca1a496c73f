namespace TensorDsl;

public static partial class Losses
{
    /// <summary>
    /// Cross entropy of logits [N, C] and class labels, the mean over the rows that are kept: LSE(x) − x_y. A row whose label is
    /// ignoreIndex is left out; with all rows ignored the mean is NaN, as in torch. labelSmoothing s takes (1 − s) of that and s/C of the
    /// sum over classes of −ln softmax(x)_c. Logits of −∞ (ruled-out classes) are allowed unless there is smoothing.
    /// </summary>
    /// <remarks>torch.nn.functional.cross_entropy; label smoothing after Szegedy et al. 2016.</remarks>
    [Loss]
    public static Expr CrossEntropy<N, C>(Expr<N, C> logits, Labels<N, C> target, int ignoreIndex = -100, float labelSmoothing = 0f)
        => Mean<N>(CrossEntropyEach(logits, target, ignoreIndex, labelSmoothing), where: target.Kept(ignoreIndex));

    /// <summary>
    /// Cross entropy with a weight per class: every class's −ln softmax(x)_c counts weight_c times, and the sum is divided by the sum of
    /// the kept rows' weight_y (the smoothing part as well). See the overload without weight.
    /// </summary>
    /// <remarks>torch.nn.functional.cross_entropy(weight=…)</remarks>
    [Loss]
    public static Expr CrossEntropy<N, C>(
        Expr<N, C> logits, Labels<N, C> target, Expr<C> weight, int ignoreIndex = -100, float labelSmoothing = 0f)
        => Sum(CrossEntropyEach(logits, target, weight, ignoreIndex, labelSmoothing))
            / Sum<N>(weight.At(target), where: target.Kept(ignoreIndex));

    /// <summary>Cross entropy summed over rows; ignored rows give 0. See <c>CrossEntropy</c>.</summary>
    /// <remarks>torch.nn.functional.cross_entropy(reduction="sum")</remarks>
    [Loss]
    public static Expr CrossEntropySum<N, C>(Expr<N, C> logits, Labels<N, C> target, int ignoreIndex = -100, float labelSmoothing = 0f)
        => Sum(CrossEntropyEach(logits, target, ignoreIndex, labelSmoothing));

    /// <summary>Cross entropy with a weight per class, summed over rows. See <c>CrossEntropy</c>.</summary>
    /// <remarks>torch.nn.functional.cross_entropy(weight=…, reduction="sum")</remarks>
    [Loss]
    public static Expr CrossEntropySum<N, C>(
        Expr<N, C> logits, Labels<N, C> target, Expr<C> weight, int ignoreIndex = -100, float labelSmoothing = 0f)
        => Sum(CrossEntropyEach(logits, target, weight, ignoreIndex, labelSmoothing));

    /// <summary>Cross entropy per row, [N]; ignored rows give 0. See <c>CrossEntropy</c>.</summary>
    /// <remarks>torch.nn.functional.cross_entropy(reduction="none")</remarks>
    [Similarity]
    public static Expr<N> CrossEntropyEach<N, C>(Expr<N, C> logits, Labels<N, C> target, int ignoreIndex = -100, float labelSmoothing = 0f)
    {
        Expr smoothing = labelSmoothing;
        var lse = LogSumExp<C>(logits);
        var nll = lse - logits.At(target);
        // Without smoothing the mean over classes is not looked at: a logit of −∞ would make it 0·∞.
        var loss = Where(smoothing > 0f, (1f - smoothing) * nll + smoothing * (lse - Mean<C>(logits)), nll);
        return Where(target.Kept(ignoreIndex), loss, 0f);
    }

    /// <summary>Cross entropy with a weight per class, per row, [N]. See <c>CrossEntropy</c>.</summary>
    /// <remarks>torch.nn.functional.cross_entropy(weight=…, reduction="none")</remarks>
    [Similarity]
    public static Expr<N> CrossEntropyEach<N, C>(
        Expr<N, C> logits, Labels<N, C> target, Expr<C> weight, int ignoreIndex = -100, float labelSmoothing = 0f)
    {
        Expr smoothing = labelSmoothing;
        var lse = LogSumExp<C>(logits);
        var nll = weight.At(target) * (lse - logits.At(target));
        var uniform = lse * Mean<C>(weight) - Mean<C>(weight * logits);
        var loss = Where(smoothing > 0f, (1f - smoothing) * nll + smoothing * uniform, nll);
        return Where(target.Kept(ignoreIndex), loss, 0f);
    }

    /// <summary>
    /// Cross entropy of logits [N, C, L] and labels [N, L], the mean over the positions that are kept. See the overload for rows.
    /// </summary>
    /// <remarks>torch.nn.functional.cross_entropy; the class dim is the second one.</remarks>
    [Loss]
    public static Expr CrossEntropy<N, C, L>(
        Expr<N, C, L> logits, Labels<N, L, C> target, int ignoreIndex = -100, float labelSmoothing = 0f)
        => Mean<N, L>(CrossEntropyEach(logits, target, ignoreIndex, labelSmoothing), where: target.Kept(ignoreIndex));

    /// <summary>Cross entropy of logits [N, C, L] with a weight per class, the weighted mean. See the overload for rows.</summary>
    /// <remarks>torch.nn.functional.cross_entropy(weight=…)</remarks>
    [Loss]
    public static Expr CrossEntropy<N, C, L>(
        Expr<N, C, L> logits, Labels<N, L, C> target, Expr<C> weight, int ignoreIndex = -100, float labelSmoothing = 0f)
        => Sum(CrossEntropyEach(logits, target, weight, ignoreIndex, labelSmoothing))
            / Sum<N, L>(weight.At(target), where: target.Kept(ignoreIndex));

    /// <summary>Cross entropy of logits [N, C, L] and labels [N, L], summed. See <c>CrossEntropy</c>.</summary>
    /// <remarks>torch.nn.functional.cross_entropy(reduction="sum")</remarks>
    [Loss]
    public static Expr CrossEntropySum<N, C, L>(
        Expr<N, C, L> logits, Labels<N, L, C> target, int ignoreIndex = -100, float labelSmoothing = 0f)
        => Sum(CrossEntropyEach(logits, target, ignoreIndex, labelSmoothing));

    /// <summary>Cross entropy of logits [N, C, L] with a weight per class, summed. See <c>CrossEntropy</c>.</summary>
    /// <remarks>torch.nn.functional.cross_entropy(weight=…, reduction="sum")</remarks>
    [Loss]
    public static Expr CrossEntropySum<N, C, L>(
        Expr<N, C, L> logits, Labels<N, L, C> target, Expr<C> weight, int ignoreIndex = -100, float labelSmoothing = 0f)
        => Sum(CrossEntropyEach(logits, target, weight, ignoreIndex, labelSmoothing));

    /// <summary>Cross entropy of logits [N, C, L] and labels [N, L], per position, [N, L]. See <c>CrossEntropy</c>.</summary>
    /// <remarks>torch.nn.functional.cross_entropy(reduction="none")</remarks>
    [Similarity]
    public static Expr<N, L> CrossEntropyEach<N, C, L>(
        Expr<N, C, L> logits, Labels<N, L, C> target, int ignoreIndex = -100, float labelSmoothing = 0f)
    {
        Expr smoothing = labelSmoothing;
        var lse = LogSumExp<C>(logits);
        var nll = lse - logits.At(target);
        var loss = Where(smoothing > 0f, (1f - smoothing) * nll + smoothing * (lse - Mean<C>(logits)), nll);
        return Where(target.Kept(ignoreIndex), loss, 0f);
    }

    /// <summary>Cross entropy of logits [N, C, L] with a weight per class, per position, [N, L]. See <c>CrossEntropy</c>.</summary>
    /// <remarks>torch.nn.functional.cross_entropy(weight=…, reduction="none")</remarks>
    [Similarity]
    public static Expr<N, L> CrossEntropyEach<N, C, L>(
        Expr<N, C, L> logits, Labels<N, L, C> target, Expr<C> weight, int ignoreIndex = -100, float labelSmoothing = 0f)
    {
        Expr smoothing = labelSmoothing;
        var lse = LogSumExp<C>(logits);
        var nll = weight.At(target) * (lse - logits.At(target));
        var uniform = lse * Mean<C>(weight) - Mean<C>(weight * logits);
        var loss = Where(smoothing > 0f, (1f - smoothing) * nll + smoothing * uniform, nll);
        return Where(target.Kept(ignoreIndex), loss, 0f);
    }

    /// <summary>Cross entropy of logits and target probabilities, divided by N: −Σ_c t_c·ln softmax(x)_c per row.</summary>
    /// <remarks>torch.nn.functional.cross_entropy with probabilities; Hinton et al. 2015 (distillation).</remarks>
    [Loss]
    public static Expr SoftTargetCrossEntropy<N, C>(Expr<N, C> logits, Expr<N, C> target)
        => Mean(SoftTargetCrossEntropyEach(logits, target));

    /// <summary>Cross entropy of logits and target probabilities, summed over rows.</summary>
    /// <remarks>torch.nn.functional.cross_entropy(reduction="sum") with probabilities.</remarks>
    [Loss]
    public static Expr SoftTargetCrossEntropySum<N, C>(Expr<N, C> logits, Expr<N, C> target)
        => Sum(SoftTargetCrossEntropyEach(logits, target));

    /// <summary>Cross entropy of logits and target probabilities per row, [N].</summary>
    /// <remarks>torch.nn.functional.cross_entropy(reduction="none") with probabilities.</remarks>
    [Similarity]
    public static Expr<N> SoftTargetCrossEntropyEach<N, C>(Expr<N, C> logits, Expr<N, C> target) => -Sum<C>(target * LogSoftmax<C>(logits));

    /// <summary>
    /// Negative log likelihood of log-probabilities, the mean over the rows that are kept: −input_y. All rows ignored: NaN, as in torch.
    /// </summary>
    /// <remarks>torch.nn.functional.nll_loss</remarks>
    [Loss]
    public static Expr NllLoss<N, C>(Expr<N, C> input, Labels<N, C> target, int ignoreIndex = -100)
        => Mean<N>(-input.At(target), where: target.Kept(ignoreIndex));

    /// <summary>Negative log likelihood with a weight per class: −Σ weight_y·input_y / Σ weight_y over the rows that are kept.</summary>
    /// <remarks>torch.nn.functional.nll_loss(weight=…)</remarks>
    [Loss]
    public static Expr NllLoss<N, C>(Expr<N, C> input, Labels<N, C> target, Expr<C> weight, int ignoreIndex = -100)
        => Sum(NllLossEach(input, target, weight, ignoreIndex)) / Sum<N>(weight.At(target), where: target.Kept(ignoreIndex));

    /// <summary>Negative log likelihood summed over the rows that are kept.</summary>
    /// <remarks>torch.nn.functional.nll_loss(reduction="sum")</remarks>
    [Loss]
    public static Expr NllLossSum<N, C>(Expr<N, C> input, Labels<N, C> target, int ignoreIndex = -100)
        => Sum(NllLossEach(input, target, ignoreIndex));

    /// <summary>Negative log likelihood with a weight per class, summed over the rows that are kept.</summary>
    /// <remarks>torch.nn.functional.nll_loss(weight=…, reduction="sum")</remarks>
    [Loss]
    public static Expr NllLossSum<N, C>(Expr<N, C> input, Labels<N, C> target, Expr<C> weight, int ignoreIndex = -100)
        => Sum(NllLossEach(input, target, weight, ignoreIndex));

    /// <summary>Negative log likelihood per row, [N]; ignored rows give 0.</summary>
    /// <remarks>torch.nn.functional.nll_loss(reduction="none")</remarks>
    [Similarity]
    public static Expr<N> NllLossEach<N, C>(Expr<N, C> input, Labels<N, C> target, int ignoreIndex = -100)
        => Where(target.Kept(ignoreIndex), -input.At(target), 0f);

    /// <summary>Negative log likelihood with a weight per class, per row, [N]; ignored rows give 0.</summary>
    /// <remarks>torch.nn.functional.nll_loss(weight=…, reduction="none")</remarks>
    [Similarity]
    public static Expr<N> NllLossEach<N, C>(Expr<N, C> input, Labels<N, C> target, Expr<C> weight, int ignoreIndex = -100)
        => Where(target.Kept(ignoreIndex), -weight.At(target) * input.At(target), 0f);
}
