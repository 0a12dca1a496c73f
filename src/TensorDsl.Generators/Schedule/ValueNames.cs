using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Schedule;

/// <summary>Names for values that the template does not name: what the value is, in a word.</summary>
internal static class ValueNames
{
    /// <summary>The template's name for a value, or a description.</summary>
    public static string Name(Plan plan, int x) => plan.Names.TryGetValue(x, out string? name) ? name : Leaf(plan, x) ?? Describe(plan.Code, x);

    /// <summary>What is read from memory is called like what it is read from.</summary>
    private static string? Leaf(Plan plan, int x) => plan.Code[x] switch
    {
        Input i when i.Axes.Count == 0 => plan.Function.Parameters[i.Parameter].Name,
        Input i => plan.Function.Parameters[i.Parameter].Name + "Value",
        Rename r => Leaf(plan, r.Arg),
        Gather g when Leaf(plan, g.Arg) is { } name => name.EndsWith("Value", StringComparison.Ordinal) ? name.Substring(0, name.Length - 5) + "Gathered" : name,
        Extent e => "count" + new Axis(e.Dim, 0).Identifier,
        _ => plan.Find(x)?.Name,
    };

    public static string Describe(IrBuilder b, int x) => b[x] switch
    {
        Reduce { Op: "LogSumExp" } => "lse",
        Reduce { Op: "MaxNumber" } => "max",
        Reduce r => r.Op.ToLowerInvariant(),
        Scatter => "segmentSum",
        TopK { Type: Ir.ValueType.Index } => "nearest",
        TopK => "best",
        SingularValues => "singularValues",
        SingularValuesGradient => "singularValuesGradient",
        Gather => "gathered",
        Rename r => Describe(b, r.Arg),
        Map { Op: "Multiply" or "Divide" } => "scaled",
        Map { Op: "Add" } => "sum",
        Map { Op: "Subtract" } => "difference",
        Map { Op: "ExpOfDifference" } => "exp",
        Map { Op: "Select" } => "kept",
        Map { Op: "IndexEqual" or "Kept" or "IndexNotEqual" } => "same",
        Map m => char.ToLowerInvariant(m.Op[0]) + m.Op.Substring(1),
        Position p => "at" + p.Axis.Identifier,
        _ => "value",
    };
}
