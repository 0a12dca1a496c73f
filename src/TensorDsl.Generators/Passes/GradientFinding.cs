namespace TensorDsl.Generators.Passes;

/// <summary>Why a parameter gets no gradient.</summary>
/// <param name="Instruction">The instruction at which the path to the result breaks off, or -1 if there is no path at all.</param>
/// <param name="Op">Its op ("Floor"), or null.</param>
/// <param name="Reason">Why it has no derivative ("piecewise constant"), or null.</param>
public sealed record GradientFinding(int Parameter, int Instruction, string? Op, string? Reason)
{
    /// <summary>The user stopped the gradient, so nothing is amiss.</summary>
    public bool IsStopped => Op == "StopGradient";
}
