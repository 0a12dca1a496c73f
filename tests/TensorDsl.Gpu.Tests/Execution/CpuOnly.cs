namespace TensorDsl.LossTests.Execution;

/// <summary>What runs on CPUs only, and why; everything else of the library must run on a GPU. The list only shrinks.</summary>
public static class CpuOnly
{
    /// <summary>Template to reason.</summary>
    public static readonly IReadOnlyDictionary<string, string> Templates = new Dictionary<string, string>
    {
        ["NuclearNorm"] = "singular values",
        ["NuclearNormLoss"] = "singular values",
        ["EffectiveRank"] = "singular values",
    };

    /// <summary>The functions of the fixtures that are bound to those.</summary>
    public static readonly IReadOnlySet<string> Functions = new HashSet<string> { "nuclear_norm", "nuclear_norm_loss", "effective_rank" };
}
