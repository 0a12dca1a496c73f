using static TensorDsl.Ops;

namespace TensorDsl.Benchmarks;

/// <summary>A loss as a user would write it: InfoNCE with its terms in another order, a margin on the positives and an extra term.</summary>
public static partial class UserLosses
{
    [Loss]
    static Expr MarginInfoNce<N, D>(Expr<N, D> query, Expr<N, D> key, float temperature = 0.07f, float margin = 0.1f, float weight = 0.01f)
    {
        var k = Normalize<D>(key).Prime<N>();
        Expr<N, Prime<N>> s = Dot<D>(k, Normalize<D>(query));
        s = Where(OnDiagonal<N>(), s - margin, s) / temperature;
        var lse = LogSumExp<Prime<N>>(s);
        return weight * Mean<N>(Square(lse)) - Mean<N>(Diagonal<N>(s) - lse);
    }
}
