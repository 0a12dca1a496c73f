using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Schedule;
using TensorDsl.Generators.Schedule.Gpu;

namespace TensorDsl.Generators.Emit.Hlsl;

/// <summary>
/// Prints the kernel of a rows step. Some lanes of a group own a row: they walk its elements in turns and reduce in a tree. Lanes behind the
/// last row do the last one again and store nothing, so that all threads meet at every barrier.
/// </summary>
internal sealed class RowsHlsl
{
    public const int GroupSize = 256;

    /// <summary>
    /// The host's buffer for the parts of all reductions to a scalar, those of one behind those of another: there can be many, and devices bind few
    /// buffers to a kernel.
    /// </summary>
    public const string Totals = "totals";

    private readonly HlslNames _names;
    private readonly RowsStep _step;
    private readonly HlslBuilder _kernel = new();
    private readonly HlslScope _top = new(null, [], "");
    private readonly HlslValues _values;
    private readonly Dictionary<int, (string Buffer, IReadOnlyList<Axis> Kept)> _rowBuffers = [];
    private readonly List<string> _before = [];
    private readonly List<(string Op, string Total, Stored Buffer)> _totals = [];

    public RowsHlsl(HlslNames names, RowsStep step)
    {
        _names = names;
        _step = step;
        var loaded = new HashSet<int>(step.Loaded);
        _values = new(names, _kernel, loaded.Contains, Resolve);
        HasLanes = step.Inner.Count > 0;
        var rowReductions = step.Phases.SelectMany(p => p.Nests.SelectMany(n => n.Targets.OfType<RowReduction>().Select(r => (Nest: n, r.Reduce))));
        RowBuffers = rowReductions.Where(r => Kept(r.Nest, r.Reduce).Count > 0)
            .Select((r, i) => ("row" + (i + 1), (IReadOnlyList<Axis>)Kept(r.Nest, r.Reduce), r.Reduce)).ToList();
        foreach (var (name, kept, reduce) in RowBuffers) _rowBuffers[reduce] = (name, kept);
    }

    /// <summary>Several lanes share a row: the host decides how many.</summary>
    public bool HasLanes { get; }

    /// <summary>Row buffers that the host provides: one stretch of so many elements for each row that is worked on at a time.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<Axis> Axes, int Reduce)> RowBuffers { get; }

    private IrBuilder Code => _names.Plan.Code;

    private bool IsPanel => _step.Panels.Count > 0;

    private string Lanes => HasLanes ? "l_lanes" : "1u";

    public HlslLaunch Print()
    {
        var row = new HlslScope(_top, _step.Rows, "l_row");
        foreach (var phase in _step.Phases)
        {
            foreach (var target in phase.RowTargets) RowTarget(row, target);
            foreach (var nest in phase.Nests) Nest(row, nest);
        }
        if (_rowBuffers.Count > 0) row.Lines.Add("AllMemoryBarrierWithGroupSync();");

        var lines = new List<string>();
        string rows = IsPanel ? _kernel.OfTile("height") : _step.Rows.Count == 0 ? "1u" : _values.Extents(_step.Rows);
        if (HasLanes)
        {
            lines.Add($"uint l_lanes = {_kernel.Count("lanes")};");
            lines.Add("uint l_lane = threadIndex & (l_lanes - 1u);");
            lines.Add($"uint l_height = {GroupSize}u / l_lanes;");
            if (_step.Parts.Any(p => p.Layout.Count > 0) || _rowBuffers.Count > 0) lines.Add("uint l_slot = groupId * l_height + threadIndex / l_lanes;");
        }
        lines.Add($"uint l_rows = {rows};");
        lines.AddRange(_top.Lines);
        lines.AddRange(_before);
        string height = HasLanes ? "l_height" : $"{GroupSize}u";
        lines.Add($"for (uint l_first = groupId * {height}; l_first < l_rows; l_first += __x * {height})");
        lines.Add("{");
        lines.Add($"    uint l_at = l_first + {(HasLanes ? "threadIndex / l_lanes" : "threadIndex")};");
        lines.Add("    bool l_active = l_at < l_rows;");
        lines.Add($"    uint l_row = {(IsPanel ? _kernel.OfTile("rowFrom") + " + " : "")}(l_active ? l_at : l_rows - 1u);");
        lines.AddRange(row.Lines.Select(l => "    " + l));
        lines.Add("}");
        foreach (var (op, total, buffer) in _totals)
        {
            string part = $"{_kernel.Buffer("b_totals", "float", true, Totals)}[{Total(_step, buffer)}u * __x + groupId]";
            lines.Add($"{total} = {HlslReduction.Across(op, $"{GroupSize}u", total)};");
            if (IsPanel) lines.Add($"if (threadIndex == 0u && {_kernel.OfTile("again", "addsToColumns")} != 0u) {{ {total} = {HlslReduction.Combine(op, part, total)}; }}");
            lines.Add($"if (threadIndex == 0u) {{ {part} = {total}; }}");
        }
        return _kernel.Build(string.Join("\n", lines) + "\n");
    }

    private string Parts(Stored buffer) => _kernel.Buffer($"b_{_names.Buffer(buffer)}_parts", "float", true, _names.Buffer(buffer) + "Parts");

    /// <summary>What a value is in this kernel alone: an element of a panel, or of a row buffer.</summary>
    private string? Resolve(HlslScope scope, int x)
    {
        if (_rowBuffers.TryGetValue(x, out var buffer)) return RowElement(scope, buffer);
        // A contraction lies there already; what else is kept in panels is computed here.
        return IsPanel && Code[x] is Reduce && !_step.Local.Contains(x) && _step.Panels.Contains(x) ? PanelElement(scope, x) : null;
    }

    private string RowElement(HlslScope scope, (string Buffer, IReadOnlyList<Axis> Kept) buffer)
        => $"{_kernel.Buffer("b_" + buffer.Buffer, "float", true, buffer.Buffer)}[l_slot * {Addressing.Parenthesized(_values.Extents(buffer.Kept))} + {_values.Flat(scope, buffer.Kept)}]";

    private string PanelElement(HlslScope scope, int x)
    {
        string name = GpuPanels.Name(_step.Panels, x);
        string row = $"({_values.Flat(scope, _step.Rows)} - {_kernel.OfTile("rowFrom")}) * {Addressing.Parenthesized(_values.Extents(_step.Inner))}";
        return $"{_kernel.Buffer("b_" + name, "float", true, name)}[{row} + {_values.Flat(scope, _step.Inner)}]";
    }

    // ---- targets of a row without inner axes

    private void RowTarget(HlslScope row, Target target)
    {
        string condition = HasLanes ? "l_active && l_lane == 0u" : "l_active";
        switch (target)
        {
            case StoreTarget store: row.Lines.Add(_values.Store(row, store.Buffer, store.Buffer.Value, condition)); break;
            case StoreAs store: row.Lines.Add(_values.Store(row, store.Buffer, store.Root, condition)); break;
            case ChunkReduction chunk: Total(row, chunk.Buffer, condition); break;
            default: throw new InvalidOperationException($"Emit: {target.GetType().Name} of a row");
        }
    }

    /// <summary>The place of a scalar's parts among those of all scalars.</summary>
    public static int Total(RowsStep step, Stored buffer) => step.Parts.Where(p => p.Layout.Count == 0).TakeWhile(p => p != buffer).Count();

    /// <summary>One more value for a reduction over everything: each thread keeps its part.</summary>
    private void Total(HlslScope scope, Stored buffer, string condition)
    {
        var reduce = (Reduce)Code[buffer.Value];
        string total = _kernel.Locals.Take("v_" + HlslNames.Plain(_names.Buffer(buffer)) + "_total");
        _before.Add($"float {total} = {HlslReduction.Identity(reduce.Op)};");
        string value = _values.Value(scope, reduce.Arg);
        scope.Lines.Add($"if ({condition}) {{ {total} = {HlslReduction.Combine(reduce.Op, total, value)}; }}");
        _totals.Add((reduce.Op, total, buffer));
    }

    // ---- nests

    private static List<Axis> Kept(RowsNest nest, IEnumerable<Axis> over) => nest.Loops.Where(a => !over.Contains(a)).ToList();

    private List<Axis> Kept(RowsNest nest, int reduce) => Kept(nest, ((Reduce)Code[reduce]).Over);

    private void Nest(HlslScope row, RowsNest nest)
    {
        var element = Loop(row, nest.Loops, out string header);
        var start = new List<string>();
        var finish = new List<(int Reduce, string Text)>();
        var separate = new List<Target>();
        foreach (var target in nest.Targets)
        {
            switch (target)
            {
                case StoreTarget store: element.Lines.Add(_values.Store(element, store.Buffer, store.Buffer.Value, "l_active")); break;
                case StoreAs store: element.Lines.Add(_values.Store(element, store.Buffer, store.Root, "l_active")); break;
                case TileTarget tile:
                    string value = _values.Value(element, tile.Value);
                    element.Lines.Add($"if (l_active) {{ {PanelElement(element, tile.Value)} = {value}; }}");
                    break;
                case ChunkReduction { Buffer.Layout.Count: 0 } chunk: Total(element, chunk.Buffer, "l_active"); break;
                case RowReduction r when Kept(nest, r.Reduce).Count == 0: finish.Add((r.Reduce, Accumulate(element, start, r.Reduce, Lanes))); break;
                default: separate.Add(target); break;
            }
        }
        row.Lines.AddRange(start);
        if (element.Lines.Count > 0) row.Append(header, element);
        foreach (var (reduce, text) in finish) Define(row, reduce, text);
        foreach (var target in separate)
        {
            if (target is ChunkReduction chunk) Chunk(row, nest, chunk.Buffer);
            else if (target is RowReduction r) RowBuffer(row, nest, r.Reduce);
            else throw new InvalidOperationException($"Emit: {target.GetType().Name} of a nest");
        }
    }

    private void Define(HlslScope scope, int reduce, string text)
    {
        bool isIndex = Code[reduce].Type == Ir.ValueType.Index;
        string name = _kernel.Locals.Take("v_" + HlslNames.Plain(ValueNames.Name(_names.Plan, reduce)));
        scope.Lines.Add($"{(isIndex ? "int" : "float")} {name} = {text};");
        scope.Known[reduce] = name;
    }

    /// <summary>A block of lanes that take turns at the points of some axes.</summary>
    private HlslScope Loop(HlslScope row, IReadOnlyList<Axis> axes, out string header)
    {
        string i = _kernel.Locals.Take("l_i");
        header = $"for (uint {i} = l_lane; {i} < {_values.Extents(axes)}; {i} += l_lanes)";
        return new(row, axes, i);
    }

    /// <summary>Adds an accumulator, to <paramref name="start"/>, and one step to an open block; returns its final text.</summary>
    private string Accumulate(HlslScope inside, List<string> start, int reduce, string? lanes)
    {
        var r = (Reduce)Code[reduce];
        string value = _values.Value(inside, r.Arg);
        if (r.Op is "ArgMax" or "ArgMin")
        {
            if (r.Over.Count > 1) throw new InvalidOperationException($"Emit: {r.Op} over several axes");
            string best = _kernel.Locals.Take("v_best"), at = _kernel.Locals.Take("v_best_at");
            start.Add($"float {best} = 0.0;");
            start.Add($"int {at} = -1;");
            string candidate = _kernel.Locals.Take("v_candidate"), position = $"(int){_values.Index(inside, r.Over[0])}";
            inside.Lines.Add($"float {candidate} = {(r.Op == "ArgMin" ? "-" : "")}{value};");
            inside.Lines.Add($"if (tdsl_better({candidate}, {position}, {best}, {at})) {{ {best} = {candidate}; {at} = {position}; }}");
            return lanes is null ? at : $"tdsl_argmax_across(threadIndex, {lanes}, {best}, {at})";
        }
        string part = _kernel.Locals.Take("v_" + HlslNames.Plain(ValueNames.Name(_names.Plan, reduce)) + "_part");
        start.Add($"float {part} = {HlslReduction.Identity(r.Op)};");
        inside.Lines.Add($"{part} = {HlslReduction.Combine(r.Op, part, value)};");
        return lanes is null ? part : HlslReduction.Across(r.Op, lanes, part);
    }

    /// <summary>A reduction that keeps inner axes: lanes own the kept points and walk what is reduced.</summary>
    private (HlslScope Owner, string Header, string Text) Owned(HlslScope row, RowsNest nest, IReadOnlyList<Axis> kept, int reduce)
    {
        var over = nest.Loops.Where(a => !kept.Contains(a)).ToList();
        var owner = Loop(row, kept, out string header);
        if (over.Count == 0) return (owner, header, _values.Value(owner, ((Reduce)Code[reduce]).Arg));
        string i = _kernel.Locals.Take("l_i");
        var inside = new HlslScope(owner, over, i);
        var start = new List<string>();
        string text = Accumulate(inside, start, reduce, null);
        owner.Lines.AddRange(start);
        owner.Append($"for (uint {i} = 0u; {i} < {_values.Extents(over)}; {i}++)", inside);
        return (owner, header, text);
    }

    private void RowBuffer(HlslScope row, RowsNest nest, int reduce)
    {
        var buffer = _rowBuffers[reduce];
        if (Code[reduce].Type != Ir.ValueType.Real) throw new InvalidOperationException("Emit: a position for each inner point");
        var (owner, header, text) = Owned(row, nest, buffer.Kept, reduce);
        owner.Lines.Add($"{RowElement(owner, buffer)} = {text};");
        row.Append(header, owner);
        row.Lines.Add("AllMemoryBarrierWithGroupSync();");
    }

    /// <summary>A reduction over the rows that keeps inner axes: the lanes of each slot own its points, over all of the slot's rows.</summary>
    private void Chunk(HlslScope row, RowsNest nest, Stored buffer)
    {
        var reduce = (Reduce)Code[buffer.Value];
        string size = _values.Extents(buffer.Layout), parts = Parts(buffer);
        string i = _kernel.Locals.Take("l_i");
        string again = IsPanel ? $" && {_kernel.OfTile("again", "addsToColumns")} == 0u" : "";
        _before.Add($"for (uint {i} = l_lane; {i} < {size}{again}; {i} += l_lanes) {{ {parts}[l_slot * {Addressing.Parenthesized(size)} + {i}] = {HlslReduction.Identity(reduce.Op)}; }}");
        var (owner, header, text) = Owned(row, nest, buffer.Layout, buffer.Value);
        string element = $"{parts}[l_slot * {Addressing.Parenthesized(size)} + {owner.Flat}]";
        owner.Lines.Add($"if (l_active) {{ {element} = {HlslReduction.Combine(reduce.Op, element, text)}; }}");
        row.Append(header, owner);
    }
}

/// <summary>What the panels of a tile step are called.</summary>
internal static class GpuPanels
{
    public static string Name(IReadOnlyList<int> panels, int value) => "panel" + (panels.ToList().IndexOf(value) + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
