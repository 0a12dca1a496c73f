using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Schedule;
using TensorDsl.Generators.Schedule.Gpu;

namespace TensorDsl.Generators.Emit.Hlsl;

/// <summary>
/// Prints a sweep: a group owns 64 rows and a range of columns, of which a tile has 64 or 128, contracts tile after tile and uses each on the spot.
/// What it reduces over columns stays in registers; each range of columns leaves a part, and a second dispatch combines the parts in order.
/// </summary>
internal sealed class SweepHlsl
{
    private readonly HlslNames _names;
    private readonly Sweep _sweep;
    private readonly TileStep _step;
    private readonly HlslBuilder _kernel = new();
    private readonly HlslScope _top = new(null, [], "");
    private readonly HlslValues _values;
    private readonly Dictionary<int, string> _tiles = [];

    public SweepHlsl(HlslNames names, TileStep step, Sweep sweep)
    {
        _names = names;
        _step = step;
        _sweep = sweep;
        _values = new(names, _kernel, names.Plan.Aliases.ContainsKey, Resolve);
    }

    private IrBuilder Code => _names.Plan.Code;

    private string? Resolve(HlslScope scope, int x) => _tiles.TryGetValue(x, out string? tile) ? $"{tile}[l_o]" : null;

    public HlslLaunch Print()
    {
        for (int i = 0; i < _sweep.Contractions.Count; i++) _tiles[_sweep.Contractions[i].Contraction.Reduce] = i == 0 ? "l_tile" : $"l_tile{i + 1}";
        var accumulators = new List<string>();
        var row = new HlslScope(_top, _sweep.Rows, "l_row");
        var column = new HlslScope(row, _sweep.Columns, "l_column");
        var finish = new List<string>();
        foreach (var owned in _sweep.Owned) Owned(owned, column, accumulators, finish);
        foreach (var total in _sweep.Totals) Total(total, column, accumulators, finish);
        foreach (var store in _sweep.Stores) column.Lines.Add(_values.Store(column, store, store.Value, ""));
        foreach (int panel in _sweep.Panels) column.Lines.Add($"{Panel(panel)} = {_values.Value(column, panel)};");
        var contract = new List<string>();
        foreach (var c in _sweep.Contractions) contract.AddRange(Contract(c));

        foreach (string name in (string[])["rowFrom", "rowTo", "columnFrom", "columnTo", "segment"]) _kernel.OfTile(name);
        var lines = new List<string> { "TDSL_SWEEP" };
        lines.AddRange(_top.Lines);
        lines.AddRange(accumulators);
        lines.Add($"for (uint l_c = l_from; l_c < l_to; l_c += {_sweep.TileColumns}u)");
        lines.Add("{");
        lines.AddRange(contract.Select(l => "    " + l));
        lines.Add("    [unroll] for (uint l_i = 0u; l_i < 4u; l_i++)");
        lines.Add("    {");
        lines.Add("        uint l_row = l_base + l_ty + 16u * l_i;");
        lines.Add("        if (l_row < k_rowTo)");
        lines.Add("        {");
        lines.AddRange(row.Lines.Select(l => "            " + l));
        lines.Add($"            [unroll] for (uint l_j = 0u; l_j < {_sweep.ThreadColumns}u; l_j++)");
        lines.Add("            {");
        lines.Add($"                uint l_o = l_i * {_sweep.ThreadColumns}u + l_j;");
        lines.Add("                uint l_column = l_c + l_tx + 16u * l_j;");
        lines.Add("                if (l_column < l_to)");
        lines.Add("                {");
        lines.AddRange(column.Lines.Select(l => "                    " + l));
        lines.Add("                }");
        lines.Add("            }");
        lines.Add("        }");
        lines.Add("    }");
        lines.Add("}");
        lines.AddRange(finish);
        return _kernel.Build(string.Join("\n", lines) + "\n");
    }

    private string Panel(int value)
    {
        string name = GpuPanels.Name(_step.Panels, value);
        return $"{_kernel.Buffer("b_" + name, "float", true, name)}[(l_row - k_rowFrom) * (k_columnTo - k_columnFrom) + l_column - k_columnFrom]";
    }

    // ---- contractions

    private IEnumerable<string> Contract(SweepContraction c)
    {
        var pair = c.Contraction;
        string tile = _tiles[pair.Reduce], depth = Addressing.Parenthesized(_values.Extents(pair.Over));
        var inside = new HlslScope(_top, [.. _sweep.Rows, .. _sweep.Columns, .. pair.Over], "");
        inside.Known[c.RowOperand] = "l_a";
        inside.Known[c.ColumnOperand] = "l_b[l_j]";
        // What a side is shared through, and how many points of it each thread has.
        string rows = "s_x, 4u", columns = _sweep.ThreadColumns > 4 ? $"s_wide, {_sweep.ThreadColumns}u" : "s_y, 4u";
        int results = 4 * _sweep.ThreadColumns;
        string value = pair.Inner < 0 ? "l_a * l_b[l_j]" : _values.Value(inside, pair.Inner);
        inside.Lines.Add($"{tile}[l_o] = {HlslReduction.Combine(pair.Op, $"{tile}[l_o]", value)};");
        yield return $"{_names.Real} {tile}[{results}];";
        yield return $"TDSL_FILL({tile}, {results}u, {HlslReduction.Identity(pair.Op)})";
        yield return $"for (uint l_k = 0u; l_k < {depth}; l_k += 16u)";
        yield return "{";
        yield return "    " + Operand(rows, pair, c.RowOperand, _sweep.Rows, "l_base, k_rowTo", depth);
        yield return "    " + Operand(columns, pair, c.ColumnOperand, _sweep.Columns, "l_c, l_to", depth);
        // Both sides are read as 0 behind the end: a product adds nothing there, and the loop has a fixed length.
        string count = pair.Inner < 0 ? "16u" : $"min(16u, {depth} - l_k)";
        yield return $"    TDSL_FOLD({rows}, {columns}, {count}, {string.Join(" ", inside.Lines)})";
        yield return "}";
    }

    /// <summary>An operand lies [points, summed] or [summed, points].</summary>
    private string Operand(string shared, PairContraction pair, int x, IReadOnlyList<Axis> points, string range, string depth)
    {
        var place = MemoryPlace.Of(_names.Plan, _names.Plan.Operand(pair.Reduce, x));
        string buffer = _values.Buffer(place, Ir.ValueType.Real, isWritten: false);
        return place.Seen.Count == 0 || points.Contains(place.Seen[0])
            ? $"TDSL_LOAD_DEPTH({shared}, {range}, {depth}, {buffer}[l_r * {depth} + l_u])"
            : $"TDSL_LOAD_POINTS({shared}, {range}, {depth}, {buffer}[l_u * {Addressing.Parenthesized(_values.Extents(points))} + l_r])";
    }

    // ---- reductions

    private string Parts(Stored buffer, string suffix) => _kernel.Buffer($"b_{_names.Buffer(buffer)}_{suffix.ToLowerInvariant()}", "float", true, _names.Buffer(buffer) + suffix);

    private void Owned(OwnedReduction owned, HlslScope column, List<string> accumulators, List<string> finish)
    {
        string name = HlslNames.Plain(_names.Buffer(owned.Buffer)), value = _values.Value(column, owned.Root);
        string at = $"[({_kernel.OfTile("slot")} + l_segment) * {Addressing.Parenthesized(_values.Extents(_sweep.Rows))} + l_base + threadIndex]";
        if (owned.Op == "LogSumExp")
        {
            string max = _kernel.Locals.Take($"v_{name}_max"), sum = _kernel.Locals.Take($"v_{name}_sum");
            accumulators.Add($"float {max}[4];");
            accumulators.Add($"float {sum}[4];");
            accumulators.Add($"TDSL_FILL({max}, 4u, {HlslReduction.MinusInfinity})");
            accumulators.Add($"TDSL_FILL({sum}, 4u, 0.0)");
            column.Lines.Add($"TDSL_ONLINE({max}, {sum}, {value})");
            finish.Add($"TDSL_OWNED_ONLINE({max}, {sum}, {Parts(owned.Buffer, "Max")}{at}, {Parts(owned.Buffer, "Sum")}{at})");
            return;
        }
        string part = _kernel.Locals.Take($"v_{name}_part");
        accumulators.Add($"float {part}[4];");
        accumulators.Add($"TDSL_FILL({part}, 4u, {HlslReduction.Identity(owned.Op)})");
        column.Lines.Add($"{part}[l_i] = {HlslReduction.Combine(owned.Op, $"{part}[l_i]", value)};");
        finish.Add($"TDSL_OWNED({part}, {HlslReduction.Combine(owned.Op, "l_m", "l_v")}, {Parts(owned.Buffer, "Parts")}{at})");
    }

    private void Total(OwnedReduction total, HlslScope column, List<string> accumulators, List<string> finish)
    {
        string part = _kernel.Locals.Take($"v_{HlslNames.Plain(_names.Buffer(total.Buffer))}_part"), value = _values.Value(column, total.Root);
        accumulators.Add($"float {part} = {HlslReduction.Identity(total.Op)};");
        column.Lines.Add($"{part} = {HlslReduction.Combine(total.Op, part, value)};");
        finish.Add($"{part} = {HlslReduction.Across(total.Op, "256u", part)};");
        finish.Add($"if (threadIndex == 0u) {{ {Parts(total.Buffer, "Parts")}[{_kernel.OfTile("part")} + groupId] = {part}; }}");
    }
}
