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

    /// <summary>InfoNCE of two views of the same images, both through one encoder. Its gradient is the whole backward pass.</summary>
    [Loss]
    private static Expr ContrastiveLoss<N, P, H, K>(
        Expr<N, P> view, Expr<N, P> other, Expr<P, H> w1, Expr<H> b1, Expr<H, K> w2, Expr<K> b2, float temperature = 0.1f)
        => InfoNce<N, K>(Encode<N, P, H, K>(view, w1, b1, w2, b2), Encode<N, P, H, K>(other, w1, b1, w2, b2), temperature);

    /// <summary>Cross entropy of the encoder's outputs, taken as logits.</summary>
    [Loss]
    private static Expr ClassifierLoss<N, P, H, C>(
        Expr<N, P> x, Labels<N, C> target, Expr<P, H> w1, Expr<H> b1, Expr<H, C> w2, Expr<C> b2)
        => CrossEntropy<N, C>(Encode<N, P, H, C>(x, w1, b1, w2, b2), target);
}
