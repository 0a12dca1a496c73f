using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Schedule;
using TensorDsl.Generators.Schedule.Gpu;

namespace TensorDsl.Generators.Emit.Hlsl;

/// <summary>
/// Prints a sum of tiles with an inner operation of its own: result[kept, width] += Σ over the panel's other side of f(g, x, y). A group owns
/// a block of 128 × 64 results. The sum of g · y is a kernel of the run-time library.
/// </summary>
internal sealed class TileSumHlsl(HlslNames names, TileStep step, TileContraction sum)
{
    private readonly HlslBuilder _kernel = new();

    public HlslLaunch Print()
    {
        bool keepsRows = sum.Kept.SameSet(step.Rows);
        var top = new HlslScope(null, [], "");
        var values = new HlslValues(names, _kernel, names.Plan.Aliases.ContainsKey, (_, _) => null);
        (string rows, string columns) = keepsRows ? ("row", "column") : ("column", "row");
        string from = _kernel.OfTile(rows + "From"), to = _kernel.OfTile(rows + "To");
        string overFrom = _kernel.OfTile(columns + "From"), overTo = _kernel.OfTile(columns + "To");
        string add = _kernel.Constant("k_add", "uint", keepsRows ? "tile.AddsToRows" : "tile.AddsToColumns");
        string width = Addressing.Parenthesized(values.Extents(sum.Width));
        string panelName = GpuPanels.Name(step.Panels, sum.G);
        string panel = _kernel.Buffer("b_" + panelName, "float", false, panelName);

        var inside = new HlslScope(top, [.. sum.Kept, .. sum.Over, .. sum.Width], "");
        inside.Known[sum.G] = "l_a";
        inside.Known[sum.Y] = "l_b[l_j]";
        if (sum.X >= 0) inside.Known[sum.X] = "l_x[l_o]";
        inside.Lines.Add($"l_tile[l_o] += {values.Value(inside, sum.Inner)};");

        var lines = new List<string>
        {
            $"uint l_depth = {overTo} - {overFrom};",
            $"uint l_blocks = ({to} - {from} + 127u) / 128u;",
            "uint l_across = groupId / l_blocks;",
            $"uint l_base = {from} + (groupId - l_across * l_blocks) * 128u;",
            "uint l_c = l_across * 64u;",
            "TDSL_THREAD",
        };
        lines.AddRange(top.Lines);
        lines.Add("float l_tile[32];");
        lines.Add("TDSL_FILL(l_tile, 32u, 0.0)");
        if (sum.X >= 0)
        {
            lines.Add("float l_x[32];");
            lines.Add("TDSL_FILL(l_x, 32u, 0.0)");
            lines.Add($"TDSL_RESULTS(8u, 4u, {to}, {width}, l_x[l_o] = {Memory(values, sum.X)}[l_row * {width} + l_column];)");
        }
        lines.Add("for (uint l_k = 0u; l_k < l_depth; l_k += 16u)");
        lines.Add("{");
        lines.Add(keepsRows ? $"    TDSL_LOAD_DEPTH(s_wide, 8u, l_base, {to}, l_depth, {panel}[(l_r - {from}) * l_depth + l_u])"
            : $"    TDSL_LOAD_POINTS(s_wide, 8u, l_base, {to}, l_depth, {panel}[l_u * ({to} - {from}) + l_r - {from}])");
        lines.Add($"    TDSL_LOAD_POINTS(s_y, 4u, l_c, {width}, l_depth, {Memory(values, sum.Y)}[({overFrom} + l_u) * {width} + l_r])");
        lines.Add($"    TDSL_FOLD(s_wide, 8u, s_y, 4u, min(16u, l_depth - l_k), {string.Join(" ", inside.Lines)})");
        lines.Add("}");
        string result = $"{values.Buffer(MemoryPlace.Of(step.Stores.First(s => s.Value == sum.Reduce)), Ir.ValueType.Real, isWritten: true)}[l_row * {width} + l_column]";
        lines.Add($"TDSL_RESULTS(8u, 4u, {to}, {width}, float l_v = l_tile[l_o]; if ({add} != 0u) {{ l_v += {result}; }} {result} = l_v;)");
        return _kernel.Build(string.Join("\n", lines) + "\n");
    }

    private string Memory(HlslValues values, int x) => values.Buffer(MemoryPlace.Of(names.Plan, names.Plan.Operand(sum.Reduce, x)), Ir.ValueType.Real, isWritten: false);
}
