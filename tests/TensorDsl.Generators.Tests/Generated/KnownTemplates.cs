namespace TensorDsl.Generators.Tests.Generated;

/// <summary>The templates whose memory, threads and plans are tested: written as a user writes them, none from the library.</summary>
public static class KnownTemplates
{
    private const string Source =
        """
        namespace Known;

        public static partial class Templates
        {
            [Similarity]
            public static Expr<N, M> CosineMatrix<N, M, D>(Expr<N, D> x, Expr<M, D> y) => Cosine<D>(x, y);

            [Similarity]
            public static Expr<N, M> Manhattan<N, M, D>(Expr<N, D> x, Expr<M, D> y) => Sum<D>(Abs(x - y));

            [Similarity]
            public static Expr<N> Scores<N, C>(Expr<N, C> logits, Labels<N, C> labels) => LogSoftmax<C>(logits).At(labels);

            [Similarity]
            public static (Expr<N, H> hidden, Expr<N, C> logits) Layers<N, I, H, C>(Expr<N, I> x, Expr<H, I> w, Expr<C, H> v)
            {
                var hidden = Relu(Dot<I>(x, w));
                return (hidden, Dot<H>(hidden, v));
            }

            [Loss]
            public static Expr NPairs<N, D>(Expr<N, D> a, Expr<N, D> b)
            {
                var s = Cosine<D>(a, b.Prime<N>());
                return Mean<N>(LogSumExp<Prime<N>>(s) - Diagonal<N>(s));
            }

            [Loss]
            public static Expr InfoNce<N, D>(Expr<N, D> query, Expr<N, D> key, float temperature = 0.07f)
            {
                var s = Cosine<D>(query, key.Prime<N>(), 1e-12f) / temperature;
                return Mean<N>(LogSumExp<Prime<N>>(s) - Diagonal<N>(s));
            }

            [Loss]
            public static Expr MarginNce<N, C, D>(Expr<N, D> query, Expr<N, D> key, Labels<N, C> labels, float temperature = 0.1f, float margin = 0.2f)
            {
                var k = Normalize<D>(key.Prime<N>());
                var q = Normalize<D>(query);
                var same = Equal(labels, labels.Prime<N>()) & OffDiagonal<N>();
                var logits = (Dot<D>(k, q) - margin * OnDiagonal<N>().ToReal()) / temperature;
                var candidates = LogSumExp<Prime<N>>(logits, where: !same);
                return Mean<N>(candidates) - Mean<N>(Diagonal<N>(logits)) + 0.01f * Mean(Square(query));
            }

            [Loss]
            public static Expr CrossEntropy<N, C>(Expr<N, C> logits, Labels<N, C> labels) => -Mean<N>(LogSoftmax<C>(logits).At(labels));

            [Loss]
            public static Expr Perceptron<N, I, H, C>(Expr<N, I> x, Labels<N, C> labels, Expr<H, I> w1, Expr<H> b1, Expr<C, H> w2, Expr<C> b2)
            {
                var hidden = Relu(Dot<I>(x, w1) + b1);
                var logits = Dot<H>(hidden, w2) + b2;
                return -Mean<N>(LogSoftmax<C>(logits).At(labels));
            }
        }
        """;

    private static readonly Lazy<GeneratedCode> s_code = new(() => new(Source));

    public static GeneratedCode Code => s_code.Value;
}
