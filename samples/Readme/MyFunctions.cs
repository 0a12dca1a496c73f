#region templates
using TensorDsl;
using static TensorDsl.Ops;

public abstract class Batch;
[Dim(768)] public abstract class Embed;

public static partial class MyFunctions
{
    [Similarity]
    static Expr<N, M> CosineMatrix<N, M, D>(Expr<N, D> x, Expr<M, D> y, float eps = 1e-8f)
        => Dot<D>(x, y) / (Max(Norm<D>(x), eps) * Max(Norm<D>(y), eps));      // [N, D] · [M, D] over D → [N, M]

    [Loss]
    static Expr InfoNce<N, D>(Expr<N, D> x, Expr<N, D> y, float temperature = 0.07f)
    {
        Expr<N, Prime<N>> s = CosineMatrix<N, Prime<N>, D>(x, y.Prime<N>()); // Prime<N>: a second axis of N's extent
        s /= temperature;                                                     // a typed local is a checked shape
        return Mean<N>(LogSumExp<Prime<N>>(s) - Diagonal<N>(s));
    }
}
#endregion
