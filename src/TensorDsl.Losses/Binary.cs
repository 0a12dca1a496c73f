namespace TensorDsl;

public static partial class Losses
{
    /// <summary>
    /// Binary cross entropy of probabilities, mean over entries: −(t·ln x + (1 − t)·ln(1 − x)), each logarithm clamped below at −100; at
    /// the clamp the gradient is 0. An x outside [0, 1] gives NaN (torch raises an error).
    /// </summary>
    /// <remarks>torch.nn.functional.binary_cross_entropy</remarks>
    [Loss]
    public static Expr BinaryCrossEntropy<N, D>(Expr<N, D> input, Expr<N, D> target) => Mean(BinaryCrossEntropyEach(input, target));

    /// <summary>Weighted binary cross entropy, mean over entries (divided by N·D, not by the weights).</summary>
    /// <remarks>torch.nn.functional.binary_cross_entropy(weight=…)</remarks>
    [Loss]
    public static Expr BinaryCrossEntropy<N, D>(Expr<N, D> input, Expr<N, D> target, Expr<N, D> weight)
        => Mean(BinaryCrossEntropyEach(input, target, weight));

    /// <summary>Binary cross entropy of probabilities, summed. See <c>BinaryCrossEntropy</c>.</summary>
    /// <remarks>torch.nn.functional.binary_cross_entropy(reduction="sum")</remarks>
    [Loss]
    public static Expr BinaryCrossEntropySum<N, D>(Expr<N, D> input, Expr<N, D> target) => Sum(BinaryCrossEntropyEach(input, target));

    /// <summary>Weighted binary cross entropy of probabilities, summed. See <c>BinaryCrossEntropy</c>.</summary>
    /// <remarks>torch.nn.functional.binary_cross_entropy(weight=…, reduction="sum")</remarks>
    [Loss]
    public static Expr BinaryCrossEntropySum<N, D>(Expr<N, D> input, Expr<N, D> target, Expr<N, D> weight)
        => Sum(BinaryCrossEntropyEach(input, target, weight));

    /// <summary>Binary cross entropy of probabilities per entry, [N, D]. See <c>BinaryCrossEntropy</c>.</summary>
    /// <remarks>torch.nn.functional.binary_cross_entropy(reduction="none")</remarks>
    [Similarity]
    public static Expr<N, D> BinaryCrossEntropyEach<N, D>(Expr<N, D> input, Expr<N, D> target)
    {
        // At 0 and 1 a logarithm has an infinite slope: it sees 1 there and its clamp is put in, so that gradients stay finite.
        var some = NotEqual(input, 0f);
        var notAll = NotEqual(input, 1f);
        var logInput = Where(some, Max(Log(Where(some, input, 1f)), -100f), -100f);
        var logRest = Where(notAll, Max(Log1p(-Where(notAll, input, 0f)), -100f), -100f);
        return -(target * logInput + (1f - target) * logRest);
    }

    /// <summary>Weighted binary cross entropy of probabilities per entry, [N, D]. See <c>BinaryCrossEntropy</c>.</summary>
    /// <remarks>torch.nn.functional.binary_cross_entropy(weight=…, reduction="none")</remarks>
    [Similarity]
    public static Expr<N, D> BinaryCrossEntropyEach<N, D>(Expr<N, D> input, Expr<N, D> target, Expr<N, D> weight)
        => weight * BinaryCrossEntropyEach(input, target);

    /// <summary>
    /// Binary cross entropy of logits, mean over entries: −(t·ln σ(x) + (1 − t)·ln(1 − σ(x))), computed as (1 − t)·x + softplus(−x), which
    /// neither overflows nor loses the small side.
    /// </summary>
    /// <remarks>torch.nn.functional.binary_cross_entropy_with_logits</remarks>
    [Loss]
    public static Expr BinaryCrossEntropyWithLogits<N, D>(Expr<N, D> input, Expr<N, D> target)
        => Mean(BinaryCrossEntropyWithLogitsEach(input, target));

    /// <summary>Weighted binary cross entropy of logits, mean over entries (divided by N·D).</summary>
    /// <remarks>torch.nn.functional.binary_cross_entropy_with_logits(weight=…)</remarks>
    [Loss]
    public static Expr BinaryCrossEntropyWithLogits<N, D>(Expr<N, D> input, Expr<N, D> target, Expr<N, D> weight)
        => Mean(BinaryCrossEntropyWithLogitsEach(input, target, weight));

    /// <summary>Binary cross entropy of logits, positives of column d weighted by posWeight_d, mean over entries.</summary>
    /// <remarks>torch.nn.functional.binary_cross_entropy_with_logits(pos_weight=…)</remarks>
    [Loss]
    public static Expr BinaryCrossEntropyWithLogits<N, D>(Expr<N, D> input, Expr<N, D> target, Expr<D> posWeight)
        => Mean(BinaryCrossEntropyWithLogitsEach(input, target, posWeight));

    /// <summary>Binary cross entropy of logits with weights of entries and of positives, mean over entries.</summary>
    /// <remarks>torch.nn.functional.binary_cross_entropy_with_logits(weight=…, pos_weight=…)</remarks>
    [Loss]
    public static Expr BinaryCrossEntropyWithLogits<N, D>(Expr<N, D> input, Expr<N, D> target, Expr<N, D> weight, Expr<D> posWeight)
        => Mean(BinaryCrossEntropyWithLogitsEach(input, target, weight, posWeight));

    /// <summary>Binary cross entropy of logits, summed. See <c>BinaryCrossEntropyWithLogits</c>.</summary>
    /// <remarks>torch.nn.functional.binary_cross_entropy_with_logits(reduction="sum")</remarks>
    [Loss]
    public static Expr BinaryCrossEntropyWithLogitsSum<N, D>(Expr<N, D> input, Expr<N, D> target)
        => Sum(BinaryCrossEntropyWithLogitsEach(input, target));

    /// <summary>Weighted binary cross entropy of logits, summed. See <c>BinaryCrossEntropyWithLogits</c>.</summary>
    /// <remarks>torch.nn.functional.binary_cross_entropy_with_logits(weight=…, reduction="sum")</remarks>
    [Loss]
    public static Expr BinaryCrossEntropyWithLogitsSum<N, D>(Expr<N, D> input, Expr<N, D> target, Expr<N, D> weight)
        => Sum(BinaryCrossEntropyWithLogitsEach(input, target, weight));

    /// <summary>Binary cross entropy of logits with weights of positives, summed. See <c>BinaryCrossEntropyWithLogits</c>.</summary>
    /// <remarks>torch.nn.functional.binary_cross_entropy_with_logits(pos_weight=…, reduction="sum")</remarks>
    [Loss]
    public static Expr BinaryCrossEntropyWithLogitsSum<N, D>(Expr<N, D> input, Expr<N, D> target, Expr<D> posWeight)
        => Sum(BinaryCrossEntropyWithLogitsEach(input, target, posWeight));

    /// <summary>Binary cross entropy of logits with both weights, summed. See <c>BinaryCrossEntropyWithLogits</c>.</summary>
    /// <remarks>torch.nn.functional.binary_cross_entropy_with_logits(weight=…, pos_weight=…, reduction="sum")</remarks>
    [Loss]
    public static Expr BinaryCrossEntropyWithLogitsSum<N, D>(Expr<N, D> input, Expr<N, D> target, Expr<N, D> weight, Expr<D> posWeight)
        => Sum(BinaryCrossEntropyWithLogitsEach(input, target, weight, posWeight));

    /// <summary>Binary cross entropy of logits per entry, [N, D]. See <c>BinaryCrossEntropyWithLogits</c>.</summary>
    /// <remarks>torch.nn.functional.binary_cross_entropy_with_logits(reduction="none")</remarks>
    [Similarity]
    public static Expr<N, D> BinaryCrossEntropyWithLogitsEach<N, D>(Expr<N, D> input, Expr<N, D> target)
        => (1f - target) * input + Softplus(-input);

    /// <summary>Weighted binary cross entropy of logits per entry, [N, D]. See <c>BinaryCrossEntropyWithLogits</c>.</summary>
    /// <remarks>torch.nn.functional.binary_cross_entropy_with_logits(weight=…, reduction="none")</remarks>
    [Similarity]
    public static Expr<N, D> BinaryCrossEntropyWithLogitsEach<N, D>(Expr<N, D> input, Expr<N, D> target, Expr<N, D> weight)
        => weight * BinaryCrossEntropyWithLogitsEach(input, target);

    /// <summary>
    /// Binary cross entropy of logits with weights of positives, per entry, [N, D]: (1 − t)·x + (1 + (q − 1)·t)·softplus(−x). See
    /// <c>BinaryCrossEntropyWithLogits</c>.
    /// </summary>
    /// <remarks>torch.nn.functional.binary_cross_entropy_with_logits(pos_weight=…, reduction="none")</remarks>
    [Similarity]
    public static Expr<N, D> BinaryCrossEntropyWithLogitsEach<N, D>(Expr<N, D> input, Expr<N, D> target, Expr<D> posWeight)
        => (1f - target) * input + (1f + (posWeight - 1f) * target) * Softplus(-input);

    /// <summary>Binary cross entropy of logits with both weights, per entry, [N, D]. See <c>BinaryCrossEntropyWithLogits</c>.</summary>
    /// <remarks>torch.nn.functional.binary_cross_entropy_with_logits(weight=…, pos_weight=…, reduction="none")</remarks>
    [Similarity]
    public static Expr<N, D> BinaryCrossEntropyWithLogitsEach<N, D>(
        Expr<N, D> input, Expr<N, D> target, Expr<N, D> weight, Expr<D> posWeight)
        => weight * BinaryCrossEntropyWithLogitsEach(input, target, posWeight);
}
