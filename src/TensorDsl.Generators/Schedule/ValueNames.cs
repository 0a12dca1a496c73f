using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Schedule;

/// <summary>Names for values that the template does not name: what the value is, in a word.</summary>
internal static class ValueNames
{
    /// <summary>The template's name for a value, or a description.</summary>
    public static string Name(Plan plan, int x) => plan.Names.TryGetValue(x, out string? name) ? name : Describe(plan.Code, x);

    public static string Describe(IrBuilder b, int x) => b[x] switch
    {
        Reduce { Op: "LogSumExp" } => "lse",
        Reduce r => r.Op.ToLowerInvariant(),
        Scatter => "segmentSum",
        Gather => "gathered",
        Rename r => Describe(b, r.Arg),
        Map { Op: "Multiply" or "Divide" } => "scaled",
        Map { Op: "Add" } => "sum",
        Map { Op: "Subtract" } => "difference",
        Map { Op: "Select" } => "kept",
        Map { Op: "IndexEqual" or "Kept" or "IndexNotEqual" } => "same",
        Map m => char.ToLowerInvariant(m.Op[0]) + m.Op.Substring(1),
        Position p => "at" + p.Axis.ShortDim,
        _ => "value",
    };
}
