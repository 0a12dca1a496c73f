using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Schedule.Gpu;

/// <summary>
/// Turns each pass of a plan into dispatches that own what they write. Reductions over a tile's rows are a second sweep with the roles of rows
/// and columns exchanged, sums of tiles are matrix products from a panel of bounded size, reductions over all rows leave parts.
/// </summary>
/// <example>
/// tiles of N × N' → lse (over N'), lse2 (over N), g·y, gᵀ·x
/// sweep of rows N → lse │ sweep of rows N' → lse2 │ per panel: sweep → g; g·y; gᵀ·x
/// </example>
internal sealed class GpuScheduler
{
    private readonly Plan _plan;
    private readonly IrBuilder _b;

    private GpuScheduler(Plan plan)
    {
        _plan = plan;
        _b = plan.Code;
    }

    public static GpuPlan Run(Plan plan) => new GpuScheduler(plan).Build();

    private GpuPlan Build()
    {
        var steps = new List<GpuStep>();
        for (int i = 0; i < _plan.Passes.Count; i++)
        {
            var pass = _plan.Passes[i];
            string comment = PlanPrinter.Summary(_plan, pass, i + 1);
            steps.Add(pass switch
            {
                FlatPass flat => Elements(flat, comment),
                RowPass row => Rows(row, comment),
                TilePass tile => Tiles(tile, comment),
                ScatterPass s => new SegmentStep { Comment = comment, Serves = s.Serves, Store = s.Stores[0], Scatter = s.Scatter },
                TopPass => throw new NotSupportedException("searches run on CPUs only"),
                SpectralPass => throw new NotSupportedException("singular values are computed on CPUs only"),
                _ => throw new InvalidOperationException($"GpuScheduler: {pass.GetType().Name}"),
            });
        }
        var scalars = _plan.Scalars.Select(s => ScalarResult(s.Result, s.Value)).ToList();
        if (scalars.Count > 0) steps.Add(Scalars(scalars));
        return new() { Plan = _plan, Steps = steps, Scalars = scalars };
    }

    // ---- rows

    /// <summary>Every element is a row without inner axes.</summary>
    private static RowsStep Elements(FlatPass pass, string comment)
    {
        var targets = pass.Body.Phases.SelectMany(p => p.RowTargets.Concat(p.Nests.SelectMany(n => n.Targets))).Where(t => t is not SaveTarget).ToList();
        return new()
        {
            Comment = comment, Serves = pass.Serves, Rows = pass.Axes, Inner = [], Phases = [new(targets, [])], Local = [], Loaded = pass.Loaded,
            Parts = targets.OfType<ChunkReduction>().Select(c => c.Buffer).ToList(),
        };
    }

    private static RowsStep Rows(RowPass pass, string comment) => new()
    {
        Comment = comment, Serves = pass.Serves, Rows = [pass.Outer], Inner = pass.Body.Inner, Phases = Phases(pass.Body), Local = Local(pass.Body),
        Loaded = pass.Loaded, Parts = Targets(pass.Body).OfType<ChunkReduction>().Select(c => c.Buffer).ToList(),
    };

    /// <summary>The phases without row buffers of dear values: a device computes such a value again rather than to write and read it.</summary>
    private static List<RowsPhase> Phases(Body body) => body.Phases.Select(p => new RowsPhase(
        p.RowTargets,
        p.Nests.Select(n => new RowsNest(n.Loops, n.Targets.Where(t => t is not SaveTarget).ToList())).Where(n => n.Targets.Count > 0).ToList())).ToList();

    private static IEnumerable<Target> Targets(Body body) => body.Phases.SelectMany(p => p.RowTargets.Concat(p.Nests.SelectMany(n => n.Targets)));

    private static HashSet<int> Local(Body body) => [.. Targets(body).OfType<RowReduction>().Select(r => r.Reduce)];

    // ---- results of rank 0

    private Stored ScalarResult(int result, int value) => new()
    {
        Value = value, Layout = [], Key = new RowKey(new Axis("", 0)), Result = result, IsCopy = true, Name = _plan.Function.Results[result].Name ?? "value",
        Serves = { result },
    };

    private RowsStep Scalars(List<Stored> scalars) => new()
    {
        Comment = "results of rank 0", Rows = [], Inner = [], Local = [], Loaded = [], Parts = [],
        Serves = scalars.Any(s => _plan.Function.Results[s.Result].Gradient < 0) ? [] : scalars.Select(s => s.Result).ToList(),
        Phases = [new(scalars.Select(s => (Target)new StoreTarget(s)).ToList(), [])],
    };

    // ---- tiles

    private TileStep Tiles(TilePass pass, string comment)
    {
        var sums = pass.RowSums.Concat(pass.ColumnSums).ToList();
        var panels = sums.Select(s => s.G).Distinct().ToList();
        var online = pass.Online.SelectMany(o => (int[])[o.TileMax, o.TileSum]).ToList();
        bool hasPhases = Targets(pass.Body).OfType<RowReduction>().Any(r => !online.Contains(r.Reduce));
        return hasPhases ? TilesInPanels(pass, comment, sums, panels) : TilesInSweeps(pass, comment, sums, panels);
    }

    private TileStep TilesInSweeps(TilePass pass, string comment, List<TileContraction> sums, List<int> panels)
    {
        List<OwnedReduction> rows = [], columns = [], totals = [];
        var stores = new List<Stored>();
        foreach (var o in pass.Online)
            (o.OverColumns ? rows : columns).Add(new(pass.Stores.First(s => s.Value == o.Reduce), "LogSumExp", ((Reduce)_b[o.Reduce]).Arg));
        foreach (var target in Targets(pass.Body))
        {
            switch (target)
            {
                case TileRowReduction r: rows.Add(Owned(r.Buffer)); break;
                case ChunkReduction c when c.Buffer.Layout.Count == 0: totals.Add(Owned(c.Buffer)); break;
                case ChunkReduction c: columns.Add(Owned(c.Buffer)); break;
                case StoreTarget s: stores.Add(s.Buffer); break;
                case RowReduction or TileColumnReduction or TileTarget or SaveTarget: break;
                default: throw new InvalidOperationException($"GpuScheduler: {target.GetType().Name} of a tile");
            }
        }
        // What lies with the columns first is written by those who own the columns, so that neighbours write neighbours.
        var across = stores.Where(s => s.Layout.Count > 0 && !pass.Columns.Contains(s.Layout[s.Layout.Count - 1])).ToList();
        var along = stores.Except(across).ToList();
        bool main = rows.Count + totals.Count + along.Count + panels.Count > 0;
        return new()
        {
            Comment = comment, Serves = pass.Serves, Rows = pass.Rows, Columns = pass.Columns, Sums = sums, Stores = pass.Stores, Panels = panels, InPanel = null,
            Main = main ? MakeSweep(pass, false, rows, totals, along, panels) : null,
            Transposed = columns.Count + across.Count > 0 ? MakeSweep(pass, true, columns, [], across, []) : null,
        };

        OwnedReduction Owned(Stored s) => new(s, ((Reduce)_b[s.Value]).Op, ((Reduce)_b[s.Value]).Arg);
    }

    /// <summary>Only the contractions that something in the sweep is computed from.</summary>
    private Sweep MakeSweep(TilePass pass, bool transposed, List<OwnedReduction> owned, List<OwnedReduction> totals, List<Stored> stores, IReadOnlyList<int> panels)
    {
        var needed = new HashSet<int>();
        foreach (int root in owned.Concat(totals).Select(o => o.Root).Concat(stores.Select(s => s.Value)).Concat(panels)) Need(root);
        var rows = transposed ? pass.Columns : pass.Rows;
        return new()
        {
            Rows = rows, Columns = transposed ? pass.Rows : pass.Columns, Owned = owned, Totals = totals, Stores = stores, Panels = panels,
            Contractions = pass.Contractions.Where(c => needed.Contains(c.Reduce))
                .Select(c => c.Rows.SameSet(rows) ? new SweepContraction(c, c.A, c.B) : new SweepContraction(c, c.B, c.A)).ToList(),
        };

        void Need(int x)
        {
            if (!needed.Add(x) || _b[x] is not Map || _plan.Aliases.ContainsKey(x)) return;
            foreach (int operand in _b[x].Operands) Need(operand);
        }
    }

    /// <summary>
    /// A tile whose rows have phases (a softmax over the last of the columns) is written into a panel with all its columns; the rest is a pass
    /// over the panel's rows.
    /// </summary>
    private TileStep TilesInPanels(TilePass pass, string comment, List<TileContraction> sums, List<int> sumPanels)
    {
        if (pass.Online.Any(o => !o.OverColumns))
            throw new NotSupportedException("a log-sum-exp over the rows of a tile whose columns have phases");
        var raw = pass.Contractions.Select(c => c.Reduce).ToList();
        var parts = new List<Stored>();
        var phases = new List<RowsPhase>();
        var pending = new List<Target>();
        foreach (var phase in Phases(pass.Body))
        {
            var later = new List<Target>();
            var nests = phase.Nests.Select(n => n with { Targets = n.Targets.Select(t => Target(t, later)).ToList() }).ToList();
            phases.Add(new([.. pending, .. phase.RowTargets], nests));
            pending = later;
        }
        foreach (var o in pass.Online)
        {
            int lse = _b.Add(Lower.FiniteOrZero(_b, o.TileMax), _b.Log(o.TileSum));
            pending.Add(new StoreAs(pass.Stores.First(s => s.Value == o.Reduce), lse));
        }
        if (pending.Count > 0) phases.Add(new(pending, []));
        parts.AddRange(Targets(pass.Body).OfType<ChunkReduction>().Select(c => c.Buffer));
        List<int> panels = [.. raw, .. sumPanels.Where(p => !raw.Contains(p))];
        return new()
        {
            Comment = comment, Serves = pass.Serves, Rows = pass.Rows, Columns = pass.Columns, Sums = sums, Stores = pass.Stores, Panels = panels,
            Main = MakeSweep(pass, false, [], [], [], raw), Transposed = null,
            InPanel = new()
            {
                Comment = "rows of the panel", Serves = pass.Serves, Rows = pass.Rows, Inner = pass.Columns, Phases = phases, Loaded = [], Parts = parts, Panels = panels,
                Local = [.. phases.SelectMany(p => p.Nests).SelectMany(n => n.Targets).OfType<RowReduction>().Select(r => r.Reduce)],
            },
        };

        static Target Target(Target target, List<Target> later)
        {
            if (target is not TileRowReduction row) return target;
            later.Add(new StoreTarget(row.Buffer));
            return new RowReduction(row.Buffer.Value);
        }
    }
}
