namespace TensorDsl.Samples.Search;

/// <summary>What is searched with, in one line: the k rows of a table that point most the same way as each query, best first.</summary>
public static partial class Functions
{
    /// <summary>The k nearest rows by cosine; of vectors of length 1, as <see cref="Unit{N, D}(Expr{N, D})"/> makes them, that is their dot product.</summary>
    [Similarity]
    static (Expr<N, Top<M>> cosines, Labels<N, Top<M>, M> nearest) Nearest<N, M, D>(Expr<N, D> queries, Expr<M, D> table, int k = 10)
        => TopK<M>(Dot<D>(queries, table), k);

    /// <summary>The rows at length 1. A table is brought to that once, and searched often.</summary>
    [Similarity]
    static Expr<N, D> Unit<N, D>(Expr<N, D> x) => Normalize<D>(x);
}
