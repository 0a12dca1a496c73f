using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Schedule;
using TensorDsl.Generators.Schedule.Gpu;

namespace TensorDsl.Generators.Emit.Hlsl;

/// <summary>
/// Prints a sweep: a group owns 64 rows and a range of columns, contracts tile after tile and uses each on the spot. What it reduces over columns
/// stays in registers; each range of columns leaves a part, and a second dispatch combines the parts in order.
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

    private string? Resolve(HlslScope scope, int x) => _tiles.TryGetValue(x, out string? tile) ? $"{tile}[l_i * 4u + l_j]" : null;

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

        string rowTo = _kernel.Count("rowTo");
        var lines = new List<string>
        {
            $"uint l_blocks = ({rowTo} - {_kernel.Count("rowFrom")} + {TileHlsl.Size - 1}u) / {TileHlsl.Size}u;",
            "uint l_segment = groupId / l_blocks;",
            $"uint l_base = k_rowFrom + (groupId - l_segment * l_blocks) * {TileHlsl.Size}u;",
            $"uint l_from = {_kernel.Count("columnFrom")} + l_segment * {_kernel.Count("segment")};",
            $"uint l_to = min({_kernel.Count("columnTo")}, l_from + k_segment);",
            "uint l_tx = threadIndex & 15u;",
            "uint l_ty = threadIndex >> 4;",
        };
        lines.AddRange(_top.Lines);
        lines.AddRange(accumulators);
        lines.Add($"for (uint l_c = l_from; l_c < l_to; l_c += {TileHlsl.Size}u)");
        lines.Add("{");
        lines.AddRange(contract.Select(l => "    " + l));
        lines.Add("    [unroll] for (uint l_i = 0u; l_i < 4u; l_i++)");
        lines.Add("    {");
        lines.Add("        uint l_row = l_base + l_ty + 16u * l_i;");
        lines.Add($"        if (l_row < {rowTo})");
        lines.Add("        {");
        lines.AddRange(row.Lines.Select(l => "            " + l));
        lines.Add("            [unroll] for (uint l_j = 0u; l_j < 4u; l_j++)");
        lines.Add("            {");
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
        return $"{_kernel.Buffer("b_" + name, "Float", true, name)}[(l_row - {_kernel.Count("rowFrom")}) * ({_kernel.Count("columnTo")} - {_kernel.Count("columnFrom")}) + l_column - k_columnFrom]";
    }

    // ---- contractions

    private IEnumerable<string> Contract(SweepContraction c)
    {
        var pair = c.Contraction;
        string tile = _tiles[pair.Reduce], depth = _values.Extents(pair.Over);
        string rowTo = _kernel.Count("rowTo");
        var row = Operand(pair, c.RowOperand, _sweep.Rows, "l_base", rowTo);
        var column = Operand(pair, c.ColumnOperand, _sweep.Columns, "l_c", "l_to");
        var inside = new HlslScope(_top, [.. _sweep.Rows, .. _sweep.Columns, .. pair.Over], "");
        inside.Known[c.RowOperand] = "l_a";
        inside.Known[c.ColumnOperand] = "l_b[l_j]";
        string accumulator = $"{tile}[l_i * 4u + l_j]";
        string value = pair.Inner < 0 ? "l_a * l_b[l_j]" : _values.Value(inside, pair.Inner);
        inside.Lines.Add($"{accumulator} = {HlslReduction.Combine(pair.Op, accumulator, value)};");
        return TileHlsl.Start(tile, HlslReduction.Identity(pair.Op))
            .Concat(TileHlsl.Fold(row, column, HlslValues.Parenthesized(depth), inside.Lines, pair.Inner < 0));
    }

    /// <summary>An operand lies [points, summed] or [summed, points].</summary>
    private TileHlsl.Operand Operand(PairContraction pair, int x, IReadOnlyList<Axis> points, string first, string end)
    {
        var place = MemoryPlace.Of(_names.Plan, _names.Plan.Operand(pair.Reduce, x));
        string buffer = _values.Buffer(place, Ir.ValueType.Real, isWritten: false);
        bool pointsFirst = place.Seen.Count == 0 || points.Contains(place.Seen[0]);
        string depth = HlslValues.Parenthesized(_values.Extents(pair.Over)), extent = HlslValues.Parenthesized(_values.Extents(points));
        return new((p, d) => pointsFirst ? $"{buffer}[{p} * {depth} + {d}]" : $"{buffer}[{d} * {extent} + {p}]", pointsFirst, first, end);
    }

    // ---- reductions

    private string Parts(Stored buffer, string suffix) => _kernel.Buffer($"b_{_names.Buffer(buffer)}_{suffix.ToLowerInvariant()}", "Float", true, _names.Buffer(buffer) + suffix);

    private void Owned(OwnedReduction owned, HlslScope column, List<string> accumulators, List<string> finish)
    {
        string name = HlslNames.Plain(_names.Buffer(owned.Buffer)), value = _values.Value(column, owned.Root);
        string at = $"({_kernel.Count("slot")} + l_segment) * {HlslValues.Parenthesized(_values.Extents(_sweep.Rows))} + l_base + threadIndex";
        string store;
        var merge = new List<string>();
        var share = new List<string>();
        if (owned.Op == "LogSumExp")
        {
            string max = _kernel.Locals.Take($"v_{name}_max"), sum = _kernel.Locals.Take($"v_{name}_sum");
            accumulators.Add($"float {max}[4];");
            accumulators.Add($"float {sum}[4];");
            accumulators.Add($"[unroll] for (uint l_z = 0u; l_z < 4u; l_z++) {{ {max}[l_z] = {HlslReduction.MinusInfinity}; {sum}[l_z] = 0.0; }}");
            // The parts of an array go in and out through scalars: not every compiler takes an element as an inout argument.
            column.Lines.Add($"float l_m{name} = {max}[l_i];");
            column.Lines.Add($"float l_s{name} = {sum}[l_i];");
            column.Lines.Add($"tdsl_online(l_m{name}, l_s{name}, {value});");
            column.Lines.Add($"{max}[l_i] = l_m{name};");
            column.Lines.Add($"{sum}[l_i] = l_s{name};");
            share.Add($"s_x[l_at] = {max}[l_z];");
            share.Add($"s_y[l_at] = {sum}[l_z];");
            merge.Add("float l_m = s_x[threadIndex * 17u];");
            merge.Add("float l_s = s_y[threadIndex * 17u];");
            merge.Add("for (uint l_q = 1u; l_q < 16u; l_q++) { tdsl_merge(l_m, l_s, s_x[threadIndex * 17u + l_q], s_y[threadIndex * 17u + l_q]); }");
            store = $"{Parts(owned.Buffer, "Max")}[{at}] = l_m; {Parts(owned.Buffer, "Sum")}[{at}] = l_s;";
        }
        else
        {
            string part = _kernel.Locals.Take($"v_{name}_part");
            accumulators.Add($"float {part}[4];");
            accumulators.Add($"[unroll] for (uint l_z = 0u; l_z < 4u; l_z++) {{ {part}[l_z] = {HlslReduction.Identity(owned.Op)}; }}");
            column.Lines.Add($"{part}[l_i] = {HlslReduction.Combine(owned.Op, $"{part}[l_i]", value)};");
            share.Add($"s_x[l_at] = {part}[l_z];");
            merge.Add("float l_m = s_x[threadIndex * 17u];");
            merge.Add($"for (uint l_q = 1u; l_q < 16u; l_q++) {{ l_m = {HlslReduction.Combine(owned.Op, "l_m", "s_x[threadIndex * 17u + l_q]")}; }}");
            store = $"{Parts(owned.Buffer, "Parts")}[{at}] = l_m;";
        }
        finish.Add("[unroll] for (uint l_z = 0u; l_z < 4u; l_z++)");
        finish.Add("{");
        finish.Add("    uint l_at = (l_ty + 16u * l_z) * 17u + l_tx;");
        finish.AddRange(share.Select(l => "    " + l));
        finish.Add("}");
        finish.Add("GroupMemoryBarrierWithGroupSync();");
        finish.Add($"if (threadIndex < {TileHlsl.Size}u && l_base + threadIndex < {_kernel.Count("rowTo")})");
        finish.Add("{");
        finish.AddRange(merge.Select(l => "    " + l));
        finish.Add("    " + store);
        finish.Add("}");
        finish.Add("GroupMemoryBarrierWithGroupSync();");
    }

    private void Total(OwnedReduction total, HlslScope column, List<string> accumulators, List<string> finish)
    {
        string part = _kernel.Locals.Take($"v_{HlslNames.Plain(_names.Buffer(total.Buffer))}_part"), value = _values.Value(column, total.Root);
        accumulators.Add($"float {part} = {HlslReduction.Identity(total.Op)};");
        column.Lines.Add($"{part} = {HlslReduction.Combine(total.Op, part, value)};");
        finish.Add($"{part} = {HlslReduction.Across(total.Op, "256u", part)};");
        finish.Add($"if (threadIndex == 0u) {{ {Parts(total.Buffer, "Parts")}[{_kernel.Count("part")} + groupId] = {part}; }}");
    }
}
