using TensorDsl;

namespace GpuApp;

/// <summary>A pair of views.</summary>
public abstract class Pair;

/// <summary>What a view is embedded into.</summary>
public abstract class Embed;

/// <summary>The application's own function, of which the generator makes a method for the CPU and one for GPUs.</summary>
public static partial class Functions
{
    /// <summary>One step of gradient descent.</summary>
    [Similarity]
    private static Expr<N, D> Descend<N, D>(Expr<N, D> x, Expr<N, D> gradient, float rate) => x - rate * gradient;
}
