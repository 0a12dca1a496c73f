using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Schedule;

/// <summary>
/// What a finished plan could not fuse, in words for the author of the template. It is read off the plan, so that it holds whatever the
/// scheduler did and why.
/// </summary>
/// <example>'hidden' [N, H] lies in memory between passes: N·H elements, the shape of no parameter and no result</example>
internal static class Remarks
{
    public static IReadOnlyList<string> Of(Plan plan) => [.. Kept(plan), .. Untiled(plan), .. Copied(plan), .. Decomposed(plan)];

    /// <summary>Scratch that can be larger than what comes in and goes out. Scratch of a known shape is linear in the arguments and not worth a word.</summary>
    private static IEnumerable<string> Kept(Plan plan)
    {
        var known = plan.Function.Parameters.Select(p => p.Axes).Concat(plan.Function.Results.Select(r => r.Axes)).Select(a => Dims(a)).ToList();
        // What a search finds is as much as was asked for.
        var large = plan.Buffers.Where(b => b.Result < 0 && b.Layout.Count > 1 && !b.Layout.Any(a => a.IsTop) && !known.Any(k => Contains(k, Dims(b.Layout))));
        foreach (var shape in large.GroupBy(b => Shape(b.Layout)))
            yield return $"{string.Join(", ", shape.Select(b => $"'{Name(plan, b)}'"))} {shape.Key} {(shape.Count() == 1 ? "lies" : "lie")} in memory between passes: "
                + $"{string.Join("·", shape.First().Layout.Select(a => a.ShortDim))} elements, the shape of no parameter and no result";
    }

    /// <summary>Values over more axes than any memory has are produced in tiles where a contraction is recognised; where not, element by element.</summary>
    private static IEnumerable<string> Untiled(Plan plan)
    {
        var memory = plan.Function.Parameters.Select(p => p.Axes.ToList()).Concat(plan.Buffers.Select(b => b.Layout.ToList())).Select(a => Dims(a)).ToList();
        foreach (var pass in plan.Passes)
        {
            if (pass is not RowPass rows) continue;
            var space = rows.Body.Phases.SelectMany(p => p.Nests).Select(n => (IReadOnlyList<Axis>)[rows.Outer, .. n.Loops])
                .FirstOrDefault(s => s.Count > 2 && !memory.Any(m => Contains(m, Dims(s))));
            if (space is not null)
                yield return $"{string.Join(", ", pass.Stores.Select(s => $"'{Name(plan, s)}'"))}: computed element by element over {string.Join(" × ", space)}, because no contraction was recognised that tiles could compute";
        }
    }

    /// <summary>Operands whose memory order no skeleton walks.</summary>
    private static IEnumerable<string> Copied(Plan plan)
    {
        foreach (var copy in plan.Copies.OrderBy(c => c.Value).GroupBy(c => c.Value).Select(g => g.First()))
            if (plan.Find(copy.Value) is { Layout.Count: > 1 } buffer)
                yield return $"'{Operand(plan, copy.Key.Operand)}' is copied into memory order {Shape(buffer.Layout)} for {Consumer(plan.Code[copy.Key.Reduce])}";
    }

    /// <summary>Decompositions, which nothing is fused with and which cost more than what is around them.</summary>
    private static IEnumerable<string> Decomposed(Plan plan)
    {
        foreach (var matrices in plan.Passes.OfType<SpectralPass>().GroupBy(Sides))
        {
            bool isBoth = matrices.Any(p => p.Instruction is SingularValues) && matrices.Any(p => p.Instruction is SingularValuesGradient);
            var (rows, columns) = (matrices.Key.Rows.ShortDim, matrices.Key.Columns.ShortDim);
            yield return $"each matrix {matrices.Key.Rows} × {matrices.Key.Columns} is decomposed in memory, in a time of order {rows}·{columns}·min({rows}, {columns})"
                + (isBoth ? ": once for its singular values, and again for their gradient" : "");
        }
    }

    private static (Axis Rows, Axis Columns) Sides(SpectralPass pass) => pass.Instruction switch
    {
        SingularValues s => (s.Rows, s.Columns),
        SingularValuesGradient s => (s.Rows, s.Columns),
        var other => throw new InvalidOperationException($"Remarks: {other.GetType().Name}"),
    };

    private static string Consumer(Instr instr) => instr is SingularValues or SingularValuesGradient ? "singular values" : "a contraction";

    private static string Operand(Plan plan, int x) => plan.Code[x] switch
    {
        Rename r => Operand(plan, r.Arg),
        Input i => plan.Function.Parameters[i.Parameter].Name,
        _ => ValueNames.Name(plan, x),
    };

    private static string Name(Plan plan, Stored buffer) => plan.Names.TryGetValue(buffer.Value, out string? name) ? name : buffer.Name;

    private static string Shape(IEnumerable<Axis> axes) => $"[{string.Join(", ", axes)}]";

    /// <summary>How often each dim occurs: N and N' are two of one extent.</summary>
    private static Dictionary<string, int> Dims(IEnumerable<Axis> axes) => axes.GroupBy(a => a.Dim).ToDictionary(g => g.Key, g => g.Count());

    private static bool Contains(Dictionary<string, int> larger, Dictionary<string, int> smaller)
        => smaller.All(d => larger.TryGetValue(d.Key, out int count) && count >= d.Value);
}
