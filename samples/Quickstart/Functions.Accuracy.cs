namespace TensorDsl.Samples.Quickstart;

internal static partial class Functions
{
    /// <summary>The fraction of the rows whose largest logit is at the target.</summary>
    [Loss(Gradient = false)]
    private static Expr Accuracy<N, C>(Expr<N, C> logits, Labels<N, C> target) => Mean<N>(ToReal(Equal(ArgMax<C>(logits), target)));

    /// <summary>The fraction of the queries whose nearest example, by cosine, has their label.</summary>
    [Loss(Gradient = false)]
    private static Expr NeighbourAccuracy<N, M, D, C>(Expr<N, D> queries, Labels<N, C> target, Expr<M, D> examples, Labels<M, C> labels)
    {
        Labels<N, M> nearest = ArgMax<M>(CosineMatrix<N, M, D>(queries, examples));
        Expr<N> found = ToReal(labels).At(nearest);
        return Mean<N>(ToReal(Equal(found, ToReal(target))));
    }
}
