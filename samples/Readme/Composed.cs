using TensorDsl;
using static TensorDsl.Ops;

namespace Composed;

#region composed
public static partial class MyLosses
{
    [Loss]
    static Expr Distill<N, C>(Expr<N, C> student, Expr<N, C> teacher, Labels<N, C> target, float weight = 0.5f)
        => weight * Losses.CrossEntropy<N, C>(student, target)
            + (1 - weight) * Losses.SoftTargetCrossEntropy<N, C>(student, StopGradient(Softmax<C>(teacher)));
}
#endregion
