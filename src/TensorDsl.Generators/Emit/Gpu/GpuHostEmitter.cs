using TensorDsl.Generators.Emit.Hlsl;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Schedule;
using TensorDsl.Generators.Schedule.Gpu;

namespace TensorDsl.Generators.Emit.Gpu;

/// <summary>Prints the method that records a plan's dispatches on a device: it rents scratch memory, and gives it back when all are recorded.</summary>
internal sealed class GpuHostEmitter(GpuPlan gpu, HlslNames names, GpuKernels kernels, string name)
{
    private const string Ns = "global::TensorDsl.";
    private const string Cut = "TensorDslHlsl.GpuPartition.";
    private const string Parts = "TensorDslHlsl.GpuParts.";

    private readonly List<string> _log = [];
    private readonly List<int> _used = [];
    private readonly CodeWriter _writer = new();

    public HlslNames Names => names;

    public string Name => name;

    public GpuPlan Gpu => gpu;

    /// <summary>What is dispatched, a line each, for people.</summary>
    public IReadOnlyList<string> Log => _log;

    /// <summary>The numbers of the kernels that are the file's own; others are the run-time library's.</summary>
    public IReadOnlyList<int> Kernels => _used;

    /// <summary>The values that lie in scratch memory beside parts and panels, whose size is bounded: "lse[N]".</summary>
    public IEnumerable<string> Memory => gpu.Plan.Buffers.Where(b => b.Result < 0).Select(b => $"{names.Buffer(b)}{Shape(b.Layout)}");

    private IrBuilder Code => gpu.Plan.Code;

    /// <summary>The results with their destinations, in order: the buffer, and whether it may be null.</summary>
    public IReadOnlyList<(int Result, Stored Buffer, bool IsOptional)> Results
        => gpu.Plan.Buffers.Where(b => b.Result >= 0).Concat(gpu.Scalars).Select(b => (b.Result, b, names.IsOptional(b))).OrderBy(r => r.Result).ToList();

    /// <summary>The method's text; kernels that it turns out to need are added to the file's.</summary>
    public string Print()
    {
        var f = gpu.Plan.Function;
        var parameters = new List<string> { $"{Ns}IGpuDevice device" };
        for (int i = 0; i < f.Parameters.Count; i++)
        {
            var p = f.Parameters[i];
            if (p.Kind is ParameterKind.Bool or ParameterKind.Enum) continue;
            parameters.Add($"{(names.IsNumber(i) ? p.Kind == ParameterKind.Int ? "int" : "float" : Ns + "GpuBuffer")} {names.Parameter(i)}");
        }
        parameters.AddRange(names.Dims.Select(d => $"long {names.Extent(d)}"));
        parameters.AddRange(Results.Select(r => $"{Ns}GpuBuffer{(r.IsOptional ? "?" : "")} {names.Buffer(r.Buffer)}"));
        using (_writer.Block($"private static void {name}({string.Join(", ", parameters)})"))
        {
            foreach (var r in Results.Where(r => r.IsOptional)) _writer.Line($"using var {names.Buffer(r.Buffer)}None = {names.Buffer(r.Buffer)} is null ? device.Rent(1) : null;");
            foreach (var (shared, count, layout) in names.SharedBuffers) Rent(shared, layout.Count == 0 ? $"{count}" : $"{count} * {names.Extents(layout)}");
            foreach (var b in gpu.Plan.Buffers.Where(b => b.Result < 0 && names.Shared(b) is null)) Rent(names.Buffer(b), names.Extents(b.Layout));
            foreach (var step in gpu.Steps)
            {
                _writer.Line();
                _writer.Line($"// {step.Comment}");
                string? condition = Condition(step.Serves);
                using (condition is null ? _writer.Braces() : _writer.Block($"if ({condition})")) Step(step);
            }
        }
        return _writer.ToString();
    }

    private void Rent(string variable, string elements) => _writer.Line($"using var {variable} = device.Rent({elements});");

    private void Dispatch(string what, HlslLaunch launch, string groups)
    {
        int number = kernels.Number(launch.Kernel);
        _log.Add($"{what} (kernel {number})");
        if (!_used.Contains(number)) _used.Add(number);
        _writer.Line(kernels.Dispatch(launch, groups));
    }

    /// <summary>The condition under which a result that these serve was asked for, or null if one always is.</summary>
    private string? Condition(IEnumerable<int> serves)
    {
        var asked = serves.ToList();
        if (asked.Count == 0 || asked.Any(r => gpu.Plan.Function.Results[r].Gradient < 0)) return null;
        return string.Join(" || ", asked.Select(r => $"{names.Buffer(Results.First(x => x.Result == r).Buffer)} is not null"));
    }

    private void Guarded(Stored buffer, Action body)
    {
        if (Condition(buffer.Serves) is not { } condition) body();
        else using (_writer.Block($"if ({condition})")) body();
    }

    private void Step(GpuStep step)
    {
        switch (step)
        {
            case RowsStep rows: Rows(rows); break;
            case TileStep tile: Tiles(tile); break;
            case SegmentStep segment: Segment(segment); break;
            default: throw new InvalidOperationException($"Emit: {step.GetType().Name}");
        }
    }

    // ---- rows

    private void Rows(RowsStep step)
    {
        var kernel = new RowsHlsl(names, step);
        var launch = kernel.Print();
        string rows = names.Extents(step.Rows);
        RowScratch(step, kernel, rows, "groups");
        Dispatch($"rows of {Shape(step.Rows)}{(step.Inner.Count > 0 ? $", lanes over {Shape(step.Inner)}" : "")}", launch, "groups");
        CombineRows(step);
    }

    private void CombineRows(RowsStep step)
    {
        foreach (var part in step.Parts)
        {
            bool isScalar = part.Layout.Count == 0;
            Combine(
                part, ((Reduce)Code[part.Value]).Op, PartCount(part, "groups"), names.Extents(part.Layout), isScalar ? RowsHlsl.Totals : null,
                isScalar && RowsHlsl.Total(step, part) is > 0 and int index ? $", {index} * groups" : "");
        }
    }

    /// <summary>The number of lanes and groups, and what the rows that are worked on at a time need.</summary>
    private void RowScratch(RowsStep step, RowsHlsl kernel, string rows, string groups)
    {
        if (kernel.HasLanes) _writer.Line($"int lanes = {Cut}Lanes({Longest(step)});");
        string lanes = kernel.HasLanes ? "lanes" : "1";
        var sizes = step.Parts.Select(p => names.Extents(p.Layout)).Concat(kernel.RowBuffers.Select(b => names.Extents(b.Axes))).Distinct().ToList();
        string size = sizes.Count == 0 ? "" : sizes.Skip(1).Aggregate(sizes[0], (a, b) => $"global::System.Math.Max({a}, {b})");
        _writer.Line(sizes.Count == 0 ? $"long {groups} = {Cut}RowGroups({rows}, {lanes});" : $"long {groups} = {Cut}PartGroups({rows}, {lanes}, {size});");
        int scalars = step.Parts.Count(p => p.Layout.Count == 0);
        if (scalars > 0) Rent(RowsHlsl.Totals, scalars == 1 ? groups : $"{groups} * {scalars}");
        foreach (var part in step.Parts.Where(p => p.Layout.Count > 0)) Rent(names.Buffer(part) + "Parts", Product(PartCount(part, groups), names.Extents(part.Layout)));
        foreach (var (buffer, axes, _) in kernel.RowBuffers) Rent(buffer, Product($"{Cut}Slots({groups}, lanes)", names.Extents(axes)));
    }

    private static string PartCount(Stored part, string groups) => part.Layout.Count == 0 ? groups : $"{Cut}Slots({groups}, lanes)";

    private string Longest(RowsStep step)
    {
        var lengths = step.Phases.SelectMany(p => p.Nests).Select(n => names.Extents(n.Loops)).Distinct().ToList();
        return lengths.Count == 0 ? "1" : lengths.Skip(1).Aggregate(lengths[0], (a, b) => $"global::System.Math.Max({a}, {b})");
    }

    private static string Product(string a, string b) => b == "1" ? a : $"{a} * ({b})";

    /// <param name="parts">The buffer of the parts, where it is not the result's own.</param>
    /// <param name="offset">Where they begin in it, as a last argument.</param>
    private void Combine(Stored buffer, string op, string count, string size, string? parts = null, string offset = "") => Guarded(buffer, () =>
    {
        string result = names.Buffer(buffer), from = op == "LogSumExp" ? $"{result}Max, {result}Sum" : parts ?? result + "Parts";
        _log.Add($"combine the parts of {result}");
        _writer.Line($"{Parts}{HlslReduction.Name(op)}(device, {from}, {names.Host(buffer)}, {names.First(buffer)}, {size}, {count}{offset});");
    });

    // ---- tiles

    private void Tiles(TileStep step)
    {
        if (step.Transposed is { } transposed)
        {
            using (_writer.Braces()) Sweep(step, transposed, hasPanels: false);
        }
        if (step.Main is { } main)
        {
            using (_writer.Braces()) Sweep(step, main, hasPanels: step.Panels.Count > 0);
        }
    }

    private void Sweep(TileStep step, Sweep sweep, bool hasPanels)
    {
        var launch = new SweepHlsl(names, step, sweep).Print();
        string panels = !hasPanels ? "" : $", {step.Panels.Count}{(step.InPanel is null ? "" : ", wholeRows: true")}";
        _writer.Line($"var tiles = new TensorDslHlsl.GpuTiles({names.Extents(sweep.Rows)}, {names.Extents(sweep.Columns)}, {sweep.TileColumns}{panels});");
        foreach (var owned in sweep.Owned)
            foreach (string suffix in owned.Op == "LogSumExp" ? (string[])["Max", "Sum"] : ["Parts"]) Rent(names.Buffer(owned.Buffer) + suffix, "tiles.Slots * tiles.Rows");
        foreach (var total in sweep.Totals) Rent(names.Buffer(total.Buffer) + "Parts", "tiles.Parts");
        if (hasPanels) foreach (int panel in step.Panels) Rent(GpuPanels.Name(step.Panels, panel), "tiles.PanelLength");
        RowsHlsl? inPanel = step.InPanel is null ? null : new(names, step.InPanel);
        if (inPanel is not null) RowScratch(step.InPanel!, inPanel, "tiles.PanelRows", "groups");

        using (_writer.Block("foreach (var tile in tiles.Walk())"))
        {
            Dispatch($"tiles, rows of {Shape(sweep.Rows)}", launch, "tile.Groups");
            if (inPanel is not null) Dispatch($"rows of {Shape(sweep.Rows)} in the panel", inPanel.Print(), "groups");
            if (hasPanels) foreach (var sum in step.Sums) Sum(step, sum);
        }
        foreach (var owned in sweep.Owned) Combine(owned.Buffer, owned.Op, "tiles.Slots", "tiles.Rows");
        foreach (var total in sweep.Totals) Combine(total.Buffer, total.Op, "tiles.Parts", "1");
        if (step.InPanel is not null) CombineRows(step.InPanel);
    }

    private void Sum(TileStep step, TileContraction sum)
    {
        var store = step.Stores.First(s => s.Value == sum.Reduce);
        string kept = sum.Kept.SameSet(step.Rows) ? "Row" : "Column", width = names.Extents(sum.Width);
        Guarded(store, () =>
        {
            if (sum.Inner >= 0)
            {
                Dispatch($"sum of tiles into {names.Buffer(store)}", new TileSumHlsl(names, step, sum).Print(), $"tile.{kept}SumGroups({width})");
                return;
            }
            _log.Add($"sum of tiles into {names.Buffer(store)}");
            string y = Host(MemoryPlace.Of(gpu.Plan, gpu.Plan.Operand(sum.Reduce, sum.Y)));
            _writer.Line($"{Parts}Add{kept}s(device, tile, {GpuPanels.Name(step.Panels, sum.G)}, {y}, {names.Host(store)}, {width});");
        });
    }

    // ---- segments

    private void Segment(SegmentStep step)
    {
        var index = MemoryPlace.Of(gpu.Plan, step.Scatter.Index);
        var rows = MemoryPlace.Of(gpu.Plan, gpu.Plan.Operand(step.Store.Value, step.Scatter.Arg));
        _log.Add($"segment sum into {names.Buffer(step.Store)}");
        _writer.Line($"{Parts}SegmentSum(device, {Host(rows)}, {(rows.Buffer is null ? "0" : names.First(rows.Buffer))}, {Host(index)}, {names.Host(step.Store)}, {names.First(step.Store)}, " +
            $"{names.Extents(index.Layout)}, {names.Extents(step.Store.Layout.Skip(1))}, {names.Extent(step.Scatter.On.Dim)});");
    }

    private string Host(MemoryPlace place) => place.Buffer is null ? names.Parameter(place.Parameter) : names.Host(place.Buffer);

    private static string Shape(IEnumerable<Axis> axes) => $"[{string.Join(", ", axes)}]";
}
