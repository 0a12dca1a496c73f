namespace TensorDsl;

public static partial class Losses
{
    /// <summary>Mean squared error: the mean of (input − target)².</summary>
    /// <remarks>torch.nn.functional.mse_loss</remarks>
    [Loss]
    public static Expr Mse<N, D>(Expr<N, D> input, Expr<N, D> target) => Mean(MseEach(input, target));

    /// <summary>The sum of (input − target)².</summary>
    /// <remarks>torch.nn.functional.mse_loss(reduction="sum")</remarks>
    [Loss]
    public static Expr MseSum<N, D>(Expr<N, D> input, Expr<N, D> target) => Sum(MseEach(input, target));

    /// <summary>(input − target)² per entry, [N, D].</summary>
    /// <remarks>torch.nn.functional.mse_loss(reduction="none")</remarks>
    [Similarity]
    public static Expr<N, D> MseEach<N, D>(Expr<N, D> input, Expr<N, D> target) => Square(input - target);

    /// <summary>Mean absolute error: the mean of |input − target|; gradient 0 where they are equal.</summary>
    /// <remarks>torch.nn.functional.l1_loss</remarks>
    [Loss]
    public static Expr L1<N, D>(Expr<N, D> input, Expr<N, D> target) => Mean(L1Each(input, target));

    /// <summary>The sum of |input − target|; gradient 0 where they are equal.</summary>
    /// <remarks>torch.nn.functional.l1_loss(reduction="sum")</remarks>
    [Loss]
    public static Expr L1Sum<N, D>(Expr<N, D> input, Expr<N, D> target) => Sum(L1Each(input, target));

    /// <summary>|input − target| per entry, [N, D]; gradient 0 where they are equal.</summary>
    /// <remarks>torch.nn.functional.l1_loss(reduction="none")</remarks>
    [Similarity]
    public static Expr<N, D> L1Each<N, D>(Expr<N, D> input, Expr<N, D> target) => Abs(input - target);

    /// <summary>
    /// Smooth L1: the mean over entries of ½d²/beta where d = |input − target| &lt; beta, else d − ½·beta. beta = 0 is L1.
    /// </summary>
    /// <remarks>torch.nn.functional.smooth_l1_loss; Girshick 2015 (Fast R-CNN), eq. 3, for beta = 1.</remarks>
    [Loss]
    public static Expr SmoothL1<N, D>(Expr<N, D> input, Expr<N, D> target, float beta = 1f) => Mean(SmoothL1Each(input, target, beta));

    /// <summary>The sum over entries of the smooth L1 loss. See <c>SmoothL1</c>.</summary>
    /// <remarks>torch.nn.functional.smooth_l1_loss(reduction="sum")</remarks>
    [Loss]
    public static Expr SmoothL1Sum<N, D>(Expr<N, D> input, Expr<N, D> target, float beta = 1f) => Sum(SmoothL1Each(input, target, beta));

    /// <summary>The smooth L1 loss per entry, [N, D]. See <c>SmoothL1</c>.</summary>
    /// <remarks>torch.nn.functional.smooth_l1_loss(reduction="none")</remarks>
    [Similarity]
    public static Expr<N, D> SmoothL1Each<N, D>(Expr<N, D> input, Expr<N, D> target, float beta = 1f)
    {
        Expr width = beta;
        var d = Abs(input - target);
        // With beta = 0 no entry takes the square, but its gradient would still be 0·∞ if it were divided by 0.
        return Where(d < width, 0.5f * Square(d) / Where(width > 0f, width, 1f), d - 0.5f * width);
    }

    /// <summary>Huber: the mean over entries of ½d² where d = |input − target| ≤ delta, else delta·(d − ½·delta). delta &gt; 0.</summary>
    /// <remarks>torch.nn.functional.huber_loss; Huber 1964.</remarks>
    [Loss]
    public static Expr Huber<N, D>(Expr<N, D> input, Expr<N, D> target, float delta = 1f) => Mean(HuberEach(input, target, delta));

    /// <summary>The sum over entries of the Huber loss. See <c>Huber</c>.</summary>
    /// <remarks>torch.nn.functional.huber_loss(reduction="sum")</remarks>
    [Loss]
    public static Expr HuberSum<N, D>(Expr<N, D> input, Expr<N, D> target, float delta = 1f) => Sum(HuberEach(input, target, delta));

    /// <summary>The Huber loss per entry, [N, D]. See <c>Huber</c>.</summary>
    /// <remarks>torch.nn.functional.huber_loss(reduction="none")</remarks>
    [Similarity]
    public static Expr<N, D> HuberEach<N, D>(Expr<N, D> input, Expr<N, D> target, float delta = 1f)
    {
        var d = Abs(input - target);
        return Where(d <= delta, 0.5f * Square(d), delta * (d - 0.5f * delta));
    }

    /// <summary>The mean over entries of ln cosh d, d = input − target; gradient tanh d. Nowhere overflows.</summary>
    /// <remarks>tensorflow.keras.losses.LogCosh</remarks>
    [Loss]
    public static Expr LogCosh<N, D>(Expr<N, D> input, Expr<N, D> target) => Mean(LogCoshEach(input, target));

    /// <summary>The sum over entries of ln cosh(input − target).</summary>
    /// <remarks>tensorflow.keras.losses.LogCosh with reduction sum.</remarks>
    [Loss]
    public static Expr LogCoshSum<N, D>(Expr<N, D> input, Expr<N, D> target) => Sum(LogCoshEach(input, target));

    /// <summary>ln cosh d per entry, [N, D], as |d| + ln(1 + e^−2|d|) − ln 2.</summary>
    /// <remarks>ln cosh, in the form that does not overflow.</remarks>
    [Similarity]
    public static Expr<N, D> LogCoshEach<N, D>(Expr<N, D> input, Expr<N, D> target)
    {
        var d = Abs(input - target);
        return d + Log1p(Exp(-2f * d)) - 0.6931471805599453;
    }

    /// <summary>
    /// Poisson negative log likelihood, mean over entries: e^x − t·x where the input is ln rate, else x − t·ln(x + eps). full adds
    /// Stirling's t·ln t − t + ½ln(2πt) where t &gt; 1.
    /// </summary>
    /// <remarks>torch.nn.functional.poisson_nll_loss</remarks>
    [Loss]
    public static Expr PoissonNll<N, D>(Expr<N, D> input, Expr<N, D> target, bool logInput = true, bool full = false, float eps = 1e-8f)
        => Mean(PoissonNllEach(input, target, logInput, full, eps));

    /// <summary>The sum over entries of the Poisson negative log likelihood. See <c>PoissonNll</c>.</summary>
    /// <remarks>torch.nn.functional.poisson_nll_loss(reduction="sum")</remarks>
    [Loss]
    public static Expr PoissonNllSum<N, D>(Expr<N, D> input, Expr<N, D> target, bool logInput = true, bool full = false, float eps = 1e-8f)
        => Sum(PoissonNllEach(input, target, logInput, full, eps));

    /// <summary>The Poisson negative log likelihood per entry, [N, D]. See <c>PoissonNll</c>.</summary>
    /// <remarks>torch.nn.functional.poisson_nll_loss(reduction="none")</remarks>
    [Similarity]
    public static Expr<N, D> PoissonNllEach<N, D>(
        Expr<N, D> input, Expr<N, D> target, bool logInput = true, bool full = false, float eps = 1e-8f)
    {
        var loss = logInput ? Exp(input) - target * input : input - target * Log(input + eps);
        var large = target > 1f;
        var t = Where(large, target, 1f);
        // ½ln(2πt) as ½ln 2π + ½ln t: one logarithm serves both terms.
        var stirling = Where(large, (t + 0.5f) * Log(t) - t + 0.9189385332046727, 0f);
        return full ? loss + stirling : loss;
    }

    /// <summary>
    /// Gaussian negative log likelihood, mean over entries: ½(ln v + (input − target)²/v), v = max(var, eps); full adds ½ln 2π. The clamp
    /// is outside the gradient: below eps the gradient to var is that of v.
    /// </summary>
    /// <remarks>torch.nn.functional.gaussian_nll_loss; Nix and Weigend 1994.</remarks>
    [Loss]
    public static Expr GaussianNll<N, D>(Expr<N, D> input, Expr<N, D> target, Expr<N, D> var, bool full = false, float eps = 1e-6f)
        => Mean(GaussianNllEach(input, target, var, full, eps));

    /// <summary>The sum over entries of the Gaussian negative log likelihood. See <c>GaussianNll</c>.</summary>
    /// <remarks>torch.nn.functional.gaussian_nll_loss(reduction="sum")</remarks>
    [Loss]
    public static Expr GaussianNllSum<N, D>(Expr<N, D> input, Expr<N, D> target, Expr<N, D> var, bool full = false, float eps = 1e-6f)
        => Sum(GaussianNllEach(input, target, var, full, eps));

    /// <summary>The Gaussian negative log likelihood per entry, [N, D]. See <c>GaussianNll</c>.</summary>
    /// <remarks>torch.nn.functional.gaussian_nll_loss(reduction="none")</remarks>
    [Similarity]
    public static Expr<N, D> GaussianNllEach<N, D>(
        Expr<N, D> input, Expr<N, D> target, Expr<N, D> var, bool full = false, float eps = 1e-6f)
    {
        var v = var + StopGradient(Max(var, eps) - var);
        var loss = 0.5f * (Log(v) + Square(input - target) / v);
        return full ? loss + 0.9189385332046727 : loss;
    }

    /// <summary>
    /// The Gaussian negative log likelihood with one variance per row, mean over entries. See the overload for a variance per entry.
    /// </summary>
    /// <remarks>torch.nn.functional.gaussian_nll_loss with var of shape [N, 1].</remarks>
    [Loss]
    public static Expr GaussianNll<N, D>(Expr<N, D> input, Expr<N, D> target, Expr<N> var, bool full = false, float eps = 1e-6f)
        => Mean(GaussianNllEach(input, target, var, full, eps));

    /// <summary>The Gaussian negative log likelihood with one variance per row, summed over entries. See <c>GaussianNll</c>.</summary>
    /// <remarks>torch.nn.functional.gaussian_nll_loss(reduction="sum") with var of shape [N, 1].</remarks>
    [Loss]
    public static Expr GaussianNllSum<N, D>(Expr<N, D> input, Expr<N, D> target, Expr<N> var, bool full = false, float eps = 1e-6f)
        => Sum(GaussianNllEach(input, target, var, full, eps));

    /// <summary>The Gaussian negative log likelihood with one variance per row, per entry, [N, D]. See <c>GaussianNll</c>.</summary>
    /// <remarks>torch.nn.functional.gaussian_nll_loss(reduction="none") with var of shape [N, 1].</remarks>
    [Similarity]
    public static Expr<N, D> GaussianNllEach<N, D>(Expr<N, D> input, Expr<N, D> target, Expr<N> var, bool full = false, float eps = 1e-6f)
    {
        var v = var + StopGradient(Max(var, eps) - var);
        var loss = 0.5f * (Log(v) + Square(input - target) / v);
        return full ? loss + 0.9189385332046727 : loss;
    }
}
