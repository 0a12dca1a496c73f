namespace TensorDsl;

/// <summary>
/// One optimizer step as element-wise functions of the parameters, their gradient and the state, which is zero before the first step; step
/// counts from 1. Results may be written over the inputs.
/// </summary>
public static partial class Optimizers
{
    /// <summary>w − lr·(grad + weightDecay·w)</summary>
    /// <remarks>torch.optim.SGD without momentum.</remarks>
    [Similarity(Gradient = false)]
    public static Expr<P> Sgd<P>(Expr<P> w, Expr<P> grad, float lr = 0.001f, float weightDecay = 0f) => w - lr * (grad + weightDecay * w);

    /// <summary>
    /// g = grad + weightDecay·w; buffer = g on the first step, then momentum·buffer + (1 − dampening)·g; w − lr·buffer, or with nesterov w
    /// − lr·(g + momentum·buffer). momentum = 0 still keeps a buffer: use the overload without.
    /// </summary>
    /// <remarks>torch.optim.SGD</remarks>
    [Similarity(Gradient = false)]
    public static (Expr<P> w, Expr<P> momentumBuffer) Sgd<P>(
        Expr<P> w, Expr<P> grad, Expr<P> momentumBuffer, int step, float lr = 0.001f, float momentum = 0.9f, float dampening = 0f,
        float weightDecay = 0f, bool nesterov = false)
    {
        Expr t = step;
        var g = grad + weightDecay * w;
        var buffer = Where(t > 1f, momentum * momentumBuffer + (1f - dampening) * g, g);
        return (w - lr * (nesterov ? g + momentum * buffer : buffer), buffer);
    }

    /// <summary>
    /// Adam: g = grad + weightDecay·w; m = beta1·m + (1 − beta1)·g; v = beta2·v + (1 − beta2)·g²; w − lr/(1 − beta1^step)·m/(√v/√(1 −
    /// beta2^step) + eps).
    /// </summary>
    /// <remarks>torch.optim.Adam; Kingma and Ba 2015, algorithm 1.</remarks>
    [Similarity(Gradient = false)]
    public static (Expr<P> w, Expr<P> expAvg, Expr<P> expAvgSq) Adam<P>(
        Expr<P> w, Expr<P> grad, Expr<P> expAvg, Expr<P> expAvgSq, int step, float lr = 0.001f, float beta1 = 0.9f, float beta2 = 0.999f,
        float eps = 1e-8f, float weightDecay = 0f)
    {
        Expr b1 = beta1;
        Expr b2 = beta2;
        Expr t = step;
        var g = grad + weightDecay * w;
        var m = b1 * expAvg + (1f - b1) * g;
        var v = b2 * expAvgSq + (1f - b2) * Square(g);
        var scale = Sqrt(1f - Pow(b2, t));
        return (w - lr / (1f - Pow(b1, t)) * m / (Sqrt(v) / scale + eps), m, v);
    }

    /// <summary>Adam whose denominator is the running maximum of v, so that steps never grow back. See <c>Adam</c>.</summary>
    /// <remarks>torch.optim.Adam(amsgrad=True); Reddi et al. 2018, algorithm 2.</remarks>
    [Similarity(Gradient = false)]
    public static (Expr<P> w, Expr<P> expAvg, Expr<P> expAvgSq, Expr<P> maxExpAvgSq) AdamAmsgrad<P>(
        Expr<P> w, Expr<P> grad, Expr<P> expAvg, Expr<P> expAvgSq, Expr<P> maxExpAvgSq, int step, float lr = 0.001f, float beta1 = 0.9f,
        float beta2 = 0.999f, float eps = 1e-8f, float weightDecay = 0f)
    {
        Expr b1 = beta1;
        Expr b2 = beta2;
        Expr t = step;
        var g = grad + weightDecay * w;
        var m = b1 * expAvg + (1f - b1) * g;
        var v = b2 * expAvgSq + (1f - b2) * Square(g);
        var largest = Max(maxExpAvgSq, v);
        var scale = Sqrt(1f - Pow(b2, t));
        return (w - lr / (1f - Pow(b1, t)) * m / (Sqrt(largest) / scale + eps), m, v, largest);
    }

    /// <summary>AdamW: w shrinks by 1 − lr·weightDecay first, and the decay stays out of the moments. See <c>Adam</c>.</summary>
    /// <remarks>torch.optim.AdamW; Loshchilov and Hutter 2019, algorithm 2.</remarks>
    [Similarity(Gradient = false)]
    public static (Expr<P> w, Expr<P> expAvg, Expr<P> expAvgSq) AdamW<P>(
        Expr<P> w, Expr<P> grad, Expr<P> expAvg, Expr<P> expAvgSq, int step, float lr = 0.001f, float beta1 = 0.9f, float beta2 = 0.999f,
        float eps = 1e-8f, float weightDecay = 0.01f)
        => Adam<P>(w * (1f - lr * weightDecay), grad, expAvg, expAvgSq, step, lr, beta1, beta2, eps, 0f);
}
