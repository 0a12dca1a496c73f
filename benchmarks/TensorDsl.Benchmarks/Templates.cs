using static TensorDsl.Ops;

namespace TensorDsl.Benchmarks;

/// <summary>What the contests compute and the library has no function for, as its user would write it.</summary>
public static partial class Templates
{
    /// <summary>InfoNCE as a user would write it: its terms in another order, a margin on the positives and an extra term.</summary>
    [Loss]
    static Expr MarginInfoNce<N, D>(Expr<N, D> query, Expr<N, D> key, float temperature = 0.07f, float margin = 0.1f, float weight = 0.01f)
    {
        var k = Normalize<D>(key).Prime<N>();
        Expr<N, Prime<N>> s = Dot<D>(k, Normalize<D>(query));
        s = Where(OnDiagonal<N>(), s - margin, s) / temperature;
        var lse = LogSumExp<Prime<N>>(s);
        return weight * Mean<N>(Square(lse)) - Mean<N>(Diagonal<N>(s) - lse);
    }

    /// <summary>The same in both directions: the library's symmetric loss with a margin and an extra term.</summary>
    [Loss]
    static Expr MarginInfoNceSymmetric<N, D>(Expr<N, D> query, Expr<N, D> key, float temperature = 0.07f, float margin = 0.1f, float weight = 0.01f)
    {
        var k = Normalize<D>(key).Prime<N>();
        Expr<N, Prime<N>> s = Dot<D>(k, Normalize<D>(query));
        s = Where(OnDiagonal<N>(), s - margin, s) / temperature;
        var rows = LogSumExp<Prime<N>>(s);
        return weight * Mean<N>(Square(rows)) - Mean<N>(Diagonal<N>(s)) + 0.5f * (Mean<Prime<N>>(LogSumExp<N>(s)) + Mean<N>(rows));
    }

    /// <summary>One minus the mean cosine of row pairs; both sides get gradients.</summary>
    [Loss]
    static Expr CosineLoss<N, D>(Expr<N, D> x, Expr<N, D> y) => 1f - Mean<N>(Cosine<D>(x, y, 1e-8f));

    /// <summary>The divergence of a student's class distribution from a teacher's, both given as logits; the teacher gets no gradient.</summary>
    [Loss]
    static Expr KlFromLogits<N, C>(Expr<N, C> student, Expr<N, C> teacher)
        => Losses.KlDivBatchMean<N, C>(LogSoftmax<C>(student), StopGradient(Softmax<C>(teacher)));

    /// <summary>The k best rows of a table for each query, by dot product.</summary>
    [Similarity(Gradient = false)]
    static (Expr<N, Top<M>> scores, Labels<N, Top<M>, M> nearest) Nearest<N, M, D>(Expr<N, D> queries, Expr<M, D> table, int k)
        => TopK<M>(Dot<D>(queries, table), k);
}
