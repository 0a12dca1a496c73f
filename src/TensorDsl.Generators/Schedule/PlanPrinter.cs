using System.Text;
using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Schedule;

/// <summary>Prints a plan as text: what each pass walks over, what it reads and what it leaves behind.</summary>
public static class PlanPrinter
{
    public static string Print(Plan plan)
    {
        var text = new StringBuilder();
        int number = 0;
        foreach (var pass in plan.Passes) Pass(text, plan, pass, ++number);
        foreach (string remark in plan.Remarks) text.Append("note: ").Append(remark).Append('\n');
        return text.ToString();
    }

    /// <summary>One line: "pass 2: tiles of N × N' → lse, lse2".</summary>
    public static string Summary(Plan plan, Pass pass, int number)
    {
        string space = pass switch
        {
            FlatPass f => $"elements of {Shape(f.Axes)}",
            RowPass r => $"rows of {r.Outer}" + (r.Body.Inner.Count > 0 ? $", each over {string.Join(", ", r.Body.Inner)}" : ""),
            TilePass t => $"tiles of {string.Join("·", t.Rows)} × {string.Join("·", t.Columns)}",
            TopPass t => (t.Body is null ? $"rows of {Shape([.. t.Rows, t.Search.Over])}" : $"tiles of {string.Join("·", t.Rows)} × {t.Search.Over}") + ", the best kept",
            ScatterPass s => $"segment sums into {s.Scatter.On}",
            SpectralPass { Instruction: SingularValues s } => $"singular values of {s.Rows} × {s.Columns}",
            SpectralPass { Instruction: SingularValuesGradient s } => $"gradient of the singular values of {s.Rows} × {s.Columns}",
            _ => pass.GetType().Name,
        };
        return $"pass {number}: {space} → {string.Join(", ", pass.Stores.Select(s => $"{s.Name}{Shape(s.Layout)}"))}";
    }

    private static void Pass(StringBuilder text, Plan plan, Pass pass, int number)
    {
        text.Append(Summary(plan, pass, number)).Append('\n');
        foreach (var c in pass is TopPass top ? top.Contractions : (pass as TilePass)?.Contractions ?? [])
            text.Append($"  contract over {string.Join(", ", c.Over)}{(c.Inner < 0 ? "" : " with an inner operation of its own")}\n");
        if (pass is not TilePass tile) return;
        foreach (var k in plan.Kept.Where(k => k.First == number)) text.Append($"  keep the tile for pass {string.Join(" and ", k.Later)} if it fits\n");
        foreach (var o in tile.Online) text.Append($"  online log-sum-exp over {(o.OverColumns ? "columns" : "rows")}\n");
        foreach (var t in tile.RowSums) text.Append($"  add tile times rows over {string.Join(", ", t.Over)} into {Shape(t.Kept)}\n");
        foreach (var t in tile.ColumnSums) text.Append($"  add transposed tile times rows over {string.Join(", ", t.Over)} into {Shape(t.Kept)}\n");
        foreach (var p in tile.Paired) text.Append($"  both of {Shape(p.Row.Kept)} and {Shape(p.Column.Kept)} from the same terms if both are asked for\n");
    }

    private static string Shape(IEnumerable<Axis> axes) => $"[{string.Join(", ", axes)}]";
}
