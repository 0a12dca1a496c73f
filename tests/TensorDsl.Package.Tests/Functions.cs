namespace TensorDsl.PackageTests;

/// <summary>A function whose kernels, and one of the run-time library's, are embedded into this assembly.</summary>
internal static partial class Functions
{
    [Loss]
    private static Expr Spread<N, D>(Expr<N, D> x, Expr<D> center) => Ops.Mean<N>(Ops.Sum<D>(Ops.Abs(x - center)));
}
