using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Schedule;
using TensorDsl.Generators.Schedule.Gpu;

namespace TensorDsl.Generators.Emit.Hlsl;

/// <summary>
/// Prints a sum of tiles against rows in memory from a panel: result[kept, width] += Σ over the panel's other side of f(g, x, y). A group owns a
/// block of 64 × 64 results.
/// </summary>
internal sealed class TileSumHlsl(HlslNames names, TileStep step, TileContraction sum)
{
    private readonly HlslBuilder _kernel = new();

    private bool KeepsRows => sum.Kept.SameSet(step.Rows);

    public HlslLaunch Print()
    {
        var top = new HlslScope(null, [], "");
        var values = new HlslValues(names, _kernel, names.Plan.Aliases.ContainsKey, (_, _) => null);
        string keptFrom = _kernel.Count(KeepsRows ? "rowFrom" : "columnFrom"), keptTo = _kernel.Count(KeepsRows ? "rowTo" : "columnTo");
        string overFrom = _kernel.Count(KeepsRows ? "columnFrom" : "rowFrom"), overTo = _kernel.Count(KeepsRows ? "columnTo" : "rowTo");
        string width = HlslValues.Parenthesized(values.Extents(sum.Width));
        string panelName = GpuPanels.Name(step.Panels, sum.G);
        string panel = _kernel.Buffer("b_" + panelName, "Float", false, panelName);
        string y = Memory(values, sum.Y);

        var row = new TileHlsl.Operand(
            (p, d) => KeepsRows ? $"{panel}[({p} - {keptFrom}) * l_depth + {d}]" : $"{panel}[{d} * ({keptTo} - {keptFrom}) + {p} - {keptFrom}]", KeepsRows, "l_base", keptTo);
        var column = new TileHlsl.Operand((p, d) => $"{y}[({overFrom} + {d}) * {width} + {p}]", false, "l_c", width);
        var inside = new HlslScope(top, [.. sum.Kept, .. sum.Over, .. sum.Width], "");
        inside.Known[sum.G] = "l_a";
        inside.Known[sum.Y] = "l_b[l_j]";
        if (sum.X >= 0) inside.Known[sum.X] = "l_x[l_i * 4u + l_j]";
        string value = sum.Inner < 0 ? "l_a * l_b[l_j]" : values.Value(inside, sum.Inner);
        inside.Lines.Add($"l_tile[l_i * 4u + l_j] += {value};");

        var lines = new List<string>
        {
            $"uint l_depth = {overTo} - {overFrom};",
            $"uint l_blocks = ({keptTo} - {keptFrom} + {TileHlsl.Size - 1}u) / {TileHlsl.Size}u;",
            $"uint l_across = groupId / l_blocks;",
            $"uint l_base = {keptFrom} + (groupId - l_across * l_blocks) * {TileHlsl.Size}u;",
            $"uint l_c = l_across * {TileHlsl.Size}u;",
            "uint l_tx = threadIndex & 15u;",
            "uint l_ty = threadIndex >> 4;",
        };
        lines.AddRange(top.Lines);
        lines.AddRange(TileHlsl.Start("l_tile", "0.0"));
        if (sum.X >= 0)
        {
            string x = Memory(values, sum.X);
            lines.Add("float l_x[16];");
            lines.AddRange(Each(keptTo, width, [$"l_x[l_i * 4u + l_j] = {x}[l_row * {width} + l_column];"], "l_x[l_i * 4u + l_j] = 0.0;"));
        }
        lines.AddRange(TileHlsl.Fold(row, column, "l_depth", inside.Lines, sum.Inner < 0));
        var store = step.Stores.First(s => s.Value == sum.Reduce);
        string to = $"{values.Buffer(MemoryPlace.Of(store), Ir.ValueType.Real, isWritten: true)}[l_row * {width} + l_column]";
        lines.AddRange(Each(keptTo, width,
            ["float l_result = l_tile[l_i * 4u + l_j];", $"if ({_kernel.Constant("k_add", "UInt", KeepsRows ? "columnFrom > 0 ? 1u : 0u" : "rowFrom > 0 ? 1u : 0u")} != 0u) {{ l_result += {to}; }}", $"{to} = l_result;"], null));
        return _kernel.Build(string.Join("\n", lines) + "\n");
    }

    private string Memory(HlslValues values, int x) => values.Buffer(MemoryPlace.Of(names.Plan, names.Plan.Operand(sum.Reduce, x)), Ir.ValueType.Real, isWritten: false);

    /// <summary>Statements for each of a thread's results that is one.</summary>
    private static IEnumerable<string> Each(string rows, string columns, IReadOnlyList<string> statements, string? first)
    {
        yield return "[unroll] for (uint l_i = 0u; l_i < 4u; l_i++)";
        yield return "{";
        yield return "    uint l_row = l_base + l_ty + 16u * l_i;";
        yield return "    [unroll] for (uint l_j = 0u; l_j < 4u; l_j++)";
        yield return "    {";
        yield return "        uint l_column = l_c + l_tx + 16u * l_j;";
        if (first is not null) yield return "        " + first;
        yield return $"        if (l_row < {rows} && l_column < {columns})";
        yield return "        {";
        foreach (string statement in statements) yield return "            " + statement;
        yield return "        }";
        yield return "    }";
        yield return "}";
    }
}
