namespace TensorDsl;

public static partial class Losses
{
    /// <summary>
    /// Kullback–Leibler loss of log-probabilities (input) to a target, the mean over all entries: t·(ln t − input), 0 where t ≤ 0; with
    /// logTarget the target holds logarithms: e^t·(t − input). The mathematical divergence is <c>KlDivBatchMean</c>.
    /// </summary>
    /// <remarks>torch.nn.functional.kl_div</remarks>
    [Loss]
    public static Expr KlDiv<N, K>(Expr<N, K> input, Expr<N, K> target, bool logTarget = false)
        => Mean(KlDivEach(input, target, logTarget));

    /// <summary>The Kullback–Leibler loss summed over entries and divided by the number of rows. See <c>KlDiv</c>.</summary>
    /// <remarks>torch.nn.functional.kl_div(reduction="batchmean")</remarks>
    [Loss]
    public static Expr KlDivBatchMean<N, K>(Expr<N, K> input, Expr<N, K> target, bool logTarget = false)
        => Sum(KlDivEach(input, target, logTarget)) / Size<N>();

    /// <summary>The Kullback–Leibler loss summed over entries. See <c>KlDiv</c>.</summary>
    /// <remarks>torch.nn.functional.kl_div(reduction="sum")</remarks>
    [Loss]
    public static Expr KlDivSum<N, K>(Expr<N, K> input, Expr<N, K> target, bool logTarget = false)
        => Sum(KlDivEach(input, target, logTarget));

    /// <summary>The Kullback–Leibler loss per entry, [N, K]. See <c>KlDiv</c>.</summary>
    /// <remarks>torch.nn.functional.kl_div(reduction="none")</remarks>
    [Similarity]
    public static Expr<N, K> KlDivEach<N, K>(Expr<N, K> input, Expr<N, K> target, bool logTarget = false)
    {
        // An entry with t = 0 is 0 even where its input is −∞, and so are its gradients.
        var some = target > 0f;
        return logTarget
            ? Exp(target) * (target - input)
            : Where(some, target * (Log(Where(some, target, 1f)) - Where(some, input, 0f)), 0f);
    }
}
