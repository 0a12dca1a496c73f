namespace TensorDsl.BridgeTests;

/// <summary>Templates of a project that references ComputeSharp: they get methods over its buffers.</summary>
internal static partial class Functions
{
    [Similarity]
    private static Expr<N, M> Pairs<N, M, D>(Expr<N, D> x, Expr<M, D> y, float scale = 1f) => scale * Ops.Dot<D>(x, y);

    [Loss]
    private static Expr Contrast<N, D>(Expr<N, D> x, Expr<N, D> y, float temperature = 0.5f)
    {
        var s = Ops.Dot<D>(x, y.Prime<N>()) / temperature;
        return Ops.Mean<N>(Ops.LogSumExp<Prime<N>>(s) - Ops.Diagonal<N>(s));
    }

    [Loss]
    private static Expr Chosen<N, C>(Expr<N, C> logits, Labels<N, C> target, Mask<N> mask)
        => Ops.Mean<N>(Ops.LogSumExp<C>(logits) - logits.At(target), where: mask);

    [Similarity(Gradient = false)]
    private static Labels<N, M> Nearest<N, M, D>(Expr<N, D> x, Expr<M, D> y) => Ops.ArgMax<M>(Ops.Dot<D>(x, y));

    [Similarity]
    private static Expr<N> Sized<N>(Expr<N, Declared> x) => Ops.Sum<Declared>(x);
}

/// <summary>A dim that declares its size.</summary>
[Dim(3)]
internal abstract class Declared;

/// <summary>A type that can't have extension methods.</summary>
internal partial class Scope<T>
{
    [Similarity]
    private static Expr<N> Twice<N>(Expr<N> context, float device) => context + context * device;
}
