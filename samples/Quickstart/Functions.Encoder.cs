namespace TensorDsl.Samples.Quickstart;

internal static partial class Functions
{
    /// <summary>A perceptron with one hidden layer.</summary>
    [Similarity(Gradient = false)]
    private static Expr<N, K> Encode<N, P, H, K>(Expr<N, P> x, Expr<P, H> w1, Expr<H> b1, Expr<H, K> w2, Expr<K> b2)
    {
        Expr<N, H> hidden = Relu(Dot<P>(x, w1) + b1);
        return Dot<H>(hidden, w2) + b2;
    }

    /// <summary>
    /// InfoNCE of pairs of images that show the same digit, both through one encoder. Other images of that digit are no negatives: the mask
    /// leaves them out. The gradient of this is the whole backward pass.
    /// </summary>
    [Loss]
    private static Expr ContrastiveLoss<N, P, H, K, C>(
        Expr<N, P> image, Expr<N, P> partner, Labels<N, C> shown, Expr<P, H> w1, Expr<H> b1, Expr<H, K> w2, Expr<K> b2,
        float temperature = 0.1f)
    {
        Expr<N, K> x = Encode<N, P, H, K>(image, w1, b1, w2, b2);
        Expr<N, K> y = Encode<N, P, H, K>(partner, w1, b1, w2, b2);
        Expr<N, Prime<N>> s = CosineMatrix<N, Prime<N>, K>(x, y.Prime<N>()) / temperature;
        Mask<N, Prime<N>> counted = NotEqual(shown, shown.Prime<N>()) | OnDiagonal<N>();
        return Mean<N>(LogSumExp<Prime<N>>(s, where: counted) - Diagonal<N>(s));
    }

    /// <summary>Cross entropy of the encoder's outputs, taken as logits.</summary>
    [Loss]
    private static Expr ClassifierLoss<N, P, H, C>(
        Expr<N, P> x, Labels<N, C> target, Expr<P, H> w1, Expr<H> b1, Expr<H, C> w2, Expr<C> b2)
        => CrossEntropy<N, C>(Encode<N, P, H, C>(x, w1, b1, w2, b2), target);
}
