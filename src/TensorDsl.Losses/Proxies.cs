namespace TensorDsl;

public static partial class Similarities
{
    /// <summary>Cosine classifier: cos(x_n, weight_c), [N, C], weight starting at U(±1/√D). See the overload with a scale.</summary>
    /// <remarks>CosineLinear of LUCIR (Hou et al. 2019), eq. 4, with η = 1.</remarks>
    [Similarity]
    public static Expr<N, C> CosineLinear<N, C, D>(Expr<N, D> x, Expr<C, D> weight, float eps = 1e-12f) => Cosine<D>(x, weight, eps);

    /// <summary>Cosine classifier: sigma·cos(x_n, weight_c), [N, C], sigma a learnable scale that starts at 1.</summary>
    /// <remarks>CosineLinear of LUCIR (Hou et al. 2019), eq. 4.</remarks>
    [Similarity]
    public static Expr<N, C> CosineLinear<N, C, D>(Expr<N, D> x, Expr<C, D> weight, Expr sigma, float eps = 1e-12f)
        => sigma * Cosine<D>(x, weight, eps);

    /// <summary>Cosine classifier with P proxies per class: Σ_p softmax_p(c)_p·c_ncp with c = cos(x_n, weight_cp), [N, C].</summary>
    /// <remarks>PODNet (Douillard et al. 2020), eq. 8; PyCIL's CosineLinear with reduce_proxies.</remarks>
    [Similarity]
    public static Expr<N, C> CosineLinear<N, C, P, D>(Expr<N, D> x, Expr<C, P, D> weight, float eps = 1e-12f)
    {
        var s = Cosine<D>(x, weight, eps);
        return Sum<P>(Softmax<P>(s) * s);
    }

    /// <summary>Cosine classifier with P proxies per class and a learnable scale: sigma·Σ_p softmax_p(c)_p·c_ncp, [N, C].</summary>
    /// <remarks>PODNet (Douillard et al. 2020), eq. 8; PyCIL's CosineLinear with reduce_proxies.</remarks>
    [Similarity]
    public static Expr<N, C> CosineLinear<N, C, P, D>(Expr<N, D> x, Expr<C, P, D> weight, Expr sigma, float eps = 1e-12f)
    {
        var s = Cosine<D>(x, weight, eps);
        return sigma * Sum<P>(Softmax<P>(s) * s);
    }
}

public static partial class Losses
{
    /// <summary>Normalised softmax: cross entropy of cos(x_n, weight_c)/temperature, mean over rows.</summary>
    /// <remarks>Zhai and Wu 2019; pytorch-metric-learning NormalizedSoftmaxLoss.</remarks>
    [Loss]
    public static Expr NormalizedSoftmax<N, C, D>(
        Expr<N, D> embeddings, Expr<C, D> weight, Labels<N, C> labels, float temperature = 0.05f, float eps = 1e-12f)
    {
        var s = Cosine<D>(embeddings, weight, eps) / temperature;
        return Mean<N>(LogSumExp<C>(s) - s.At(labels));
    }

    /// <summary>
    /// Softmax with an additive cosine margin, mean over rows: the logits are scale·cos(x_n, weight_c), the target's scale·(cos − margin).
    /// </summary>
    /// <remarks>CosFace (Wang et al. 2018), eq. 4; pytorch-metric-learning CosFaceLoss (margin 0.35, scale 64).</remarks>
    [Loss]
    public static Expr CosFace<N, C, D>(
        Expr<N, D> embeddings, Expr<C, D> weight, Labels<N, C> labels, float scale = 64f, float margin = 0.35f, float eps = 1e-12f)
    {
        var cosines = Cosine<D>(embeddings, weight, eps);
        return MarginSoftmax<N, C>(scale * cosines, scale * (cosines.At(labels) - margin), labels);
    }

    /// <summary>
    /// Softmax with an additive angular margin in radians, mean over rows: the logits are scale·cos θ_c, the target's scale·cos(θ +
    /// margin), for every θ, also above π − margin, where it rises again. cos(θ + m) is taken as cos θ·cos m − sin θ·sin m; the infinite
    /// slope of sin at θ = 0 and π is 0 here.
    /// </summary>
    /// <remarks>ArcFace (Deng et al. 2019), eq. 3; 0.4991641660703783 is the 28.6° of pytorch-metric-learning.</remarks>
    [Loss]
    public static Expr ArcFace<N, C, D>(
        Expr<N, D> embeddings, Expr<C, D> weight, Labels<N, C> labels, float scale = 64f, float margin = 0.5f, float eps = 1e-12f)
    {
        Expr m = margin;
        var cosines = Cosine<D>(embeddings, weight, eps);
        var c = cosines.At(labels);
        var sine = Sqrt(Max((1f - c) * (1f + c), 0f));
        return MarginSoftmax<N, C>(scale * cosines, scale * (c * Cos(m) - sine * Sin(m)), labels);
    }

    /// <summary>
    /// ArcFace that stays monotone: for θ &gt; π − margin the target's logit is scale·(cos θ − margin·sin margin). See <c>ArcFace</c>.
    /// </summary>
    /// <remarks>pytorch-metric-learning ArcFaceLoss, with its default margin of 28.6°.</remarks>
    [Loss]
    public static Expr ArcFaceMonotone<N, C, D>(
        Expr<N, D> embeddings, Expr<C, D> weight, Labels<N, C> labels, float scale = 64f, float margin = 0.49916416607037828f,
        float eps = 1e-12f)
    {
        Expr m = margin;
        var cosines = Cosine<D>(embeddings, weight, eps);
        var c = cosines.At(labels);
        var sine = Sqrt(Max((1f - c) * (1f + c), 0f));
        var target = Where(c > -Cos(m), c * Cos(m) - sine * Sin(m), c - m * Sin(m));
        return MarginSoftmax<N, C>(scale * cosines, scale * target, labels);
    }

    /// <summary>
    /// Cross entropy in which the target's logit is given apart from the others, mean over rows: softplus(LSE_{c≠y}(logits) − target). With
    /// it a margin softmax is its rule for the target.
    /// </summary>
    /// <remarks>Wang et al. 2018 (CosFace), eq. 4, for any target logit.</remarks>
    [Loss]
    public static Expr MarginSoftmax<N, C>(Expr<N, C> logits, Expr<N> target, Labels<N, C> labels)
        => Mean<N>(Softplus(LogSumExp<C>(logits, where: NotEqual(IndexOf<C>(), labels)) - target));

    /// <summary>
    /// Proxy NCA, mean over rows: scale·d_ny + LSE_c(−scale·d_nc), d = ‖x̂ − p̂_c‖², over all classes or, as the paper has it, over the
    /// others only (which may be negative).
    /// </summary>
    /// <remarks>Movshovitz-Attias et al. 2017, eq. 4 (paper); ProxyNCA++ and pytorch-metric-learning ProxyNCALoss (all).</remarks>
    [Loss]
    public static Expr ProxyNca<N, C, D>(
        Expr<N, D> embeddings, Expr<C, D> proxies, Labels<N, C> labels, float scale = 1f, ProxyNcaVariant variant = ProxyNcaVariant.All,
        float eps = 1e-12f)
    {
        var d = scale * SquaredNorm<D>(Normalize<D>(embeddings, eps) - Normalize<D>(proxies, eps));
        var denominator = variant switch
        {
            ProxyNcaVariant.All => LogSumExp<C>(-d),
            _ => LogSumExp<C>(-d, where: NotEqual(IndexOf<C>(), labels)),
        };
        return Mean<N>(d.At(labels) + denominator);
    }

    /// <summary>
    /// Proxy anchor: Σ_{P⁺} ln(1 + Σ_{x of p} e^(−alpha(s − delta)))/|P⁺| + Σ_p ln(1 + Σ_{x not of p} e^(alpha(s + delta)))/C, s = cosine,
    /// P⁺ the proxies whose class is in the batch.
    /// </summary>
    /// <remarks>Kim et al. 2020 (Proxy Anchor), eq. 4; pytorch-metric-learning ProxyAnchorLoss.</remarks>
    [Loss]
    public static Expr ProxyAnchor<N, C, D>(
        Expr<N, D> embeddings, Expr<C, D> proxies, Labels<N, C> labels, float alpha = 32f, float delta = 0.1f, float eps = 1e-12f)
    {
        var s = Cosine<D>(embeddings, proxies, eps);
        var own = Equal(labels, IndexOf<C>());
        var pull = Softplus(LogSumExp<N>(-alpha * (s - delta), where: own));
        var push = Softplus(LogSumExp<N>(alpha * (s + delta), where: !own));
        return Sum<C>(pull) / Max(Count<C>(Any<N>(own)), 1f) + Mean<C>(push);
    }
}
