namespace TensorDsl.Samples.Tutorials;

/// <summary>The templates that the tutorials need beside the library; some of them call its templates, which are inlined.</summary>
internal static partial class Functions
{
    /// <summary>The cosine as one would write it by hand while debugging: dot / (norm · norm + 1e-8).</summary>
    [Loss]
    private static Expr CosineByHand<D>(Expr<D> x, Expr<D> y) => Dot<D>(x, y) / (Norm<D>(x) * Norm<D>(y) + 1e-8);

    /// <summary>The 2-norm of a vector.</summary>
    [Loss]
    private static Expr Length<D>(Expr<D> x) => Norm<D>(x);

    /// <summary>A perceptron with one hidden layer.</summary>
    [Similarity(Gradient = false)]
    private static Expr<N, K> Encode<N, P, H, K>(Expr<N, P> x, Expr<P, H> w1, Expr<H> b1, Expr<H, K> w2, Expr<K> b2)
    {
        Expr<N, H> hidden = Relu(Dot<P>(x, w1) + b1);
        return Dot<H>(hidden, w2) + b2;
    }

    /// <summary>The rows, scaled to length 1.</summary>
    [Similarity]
    private static Expr<N, D> OnSphere<N, D>(Expr<N, D> x) => Normalize<D>(x);

    /// <summary>The library's triplet loss on squared distances, of embeddings on the unit sphere.</summary>
    [Loss]
    private static Expr EncodedTriplets<N, P, H, K>(
        Expr<N, P> anchor, Expr<N, P> positive, Expr<N, P> negative, Expr<P, H> w1, Expr<H> b1, Expr<H, K> w2, Expr<K> b2,
        float margin = 0.2f)
    {
        Expr<N, K> a = Normalize<K>(Encode<N, P, H, K>(anchor, w1, b1, w2, b2));
        Expr<N, K> p = Normalize<K>(Encode<N, P, H, K>(positive, w1, b1, w2, b2));
        Expr<N, K> n = Normalize<K>(Encode<N, P, H, K>(negative, w1, b1, w2, b2));
        return Losses.TripletSquared<N, K>(a, p, n, margin);
    }

    /// <summary>Logits of the library's cosine classifier on top of the encoder.</summary>
    [Similarity(Gradient = false)]
    private static Expr<N, C> HeadLogits<N, P, H, K, C, X>(
        Expr<N, P> images, Expr<P, H> w1, Expr<H> b1, Expr<H, K> w2, Expr<K> b2, Expr<C, X, K> proxies, Expr sigma)
        => Similarities.CosineLinear<N, C, X, K>(Encode<N, P, H, K>(images, w1, b1, w2, b2), proxies, sigma);

    /// <summary>Cross entropy of those logits.</summary>
    [Loss]
    private static Expr HeadLoss<N, P, H, K, C, X>(
        Expr<N, P> images, Labels<N, C> target, Expr<P, H> w1, Expr<H> b1, Expr<H, K> w2, Expr<K> b2, Expr<C, X, K> proxies, Expr sigma)
        => Losses.CrossEntropy<N, C>(Similarities.CosineLinear<N, C, X, K>(Encode<N, P, H, K>(images, w1, b1, w2, b2), proxies, sigma), target);

    /// <summary>One step of the power method on the covariance of the rows of x, for one direction at a time.</summary>
    [Similarity(Gradient = false)]
    private static Expr<D> CovarianceTimes<N, D>(Expr<N, D> x, Expr<D> direction)
    {
        var centred = x - Mean<N>(x);
        return Normalize<D>(Dot<N>(centred, Dot<D>(centred, direction)));
    }

    /// <summary>What is left of the rows when their part along a direction of length 1 is taken away.</summary>
    [Similarity(Gradient = false)]
    private static Expr<N, D> Without<N, D>(Expr<N, D> x, Expr<D> direction) => x - Dot<D>(x, direction) * direction;

    /// <summary>How far each row lies along a direction, from the middle of all rows.</summary>
    [Similarity(Gradient = false)]
    private static Expr<N> Along<N, D>(Expr<N, D> x, Expr<D> direction) => Dot<D>(x - Mean<N>(x), direction);
}
