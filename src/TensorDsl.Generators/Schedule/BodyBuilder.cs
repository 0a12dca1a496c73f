using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Ops;

namespace TensorDsl.Generators.Schedule;

/// <summary>
/// Orders what one row needs into phases. A value belongs to the phase in which everything it needs is known: phase 0 what reads memory,
/// phase 1 what needs a reduction of phase 0, and so on. Cheap values are recomputed in every phase, dear ones are saved in a row buffer.
/// </summary>
/// <param name="isLeaf">The value is read from memory (or is a tile, or a finished reduction of another pass).</param>
internal sealed class BodyBuilder(IrBuilder b, IReadOnlyList<Axis> inner, Func<int, bool> isLeaf)
{
    private const int Dear = 8;

    private readonly Dictionary<int, int> _phase = [];
    private readonly List<(Target Target, int Root)> _targets = [];
    private readonly HashSet<int> _reductions = [];

    /// <summary>Adds a target; <paramref name="root"/> is the value that it writes or reduces.</summary>
    public void Add(Target target, int root)
    {
        if (target is RowReduction or TileRowReduction && !_reductions.Add(ReductionOf(target))) return;
        _targets.Add((target, root));
        FindReductions(root);
    }

    private static int ReductionOf(Target target) => target switch
    {
        RowReduction r => r.Reduce,
        TileRowReduction t => t.Buffer.Value,
        _ => -1,
    };

    private readonly HashSet<int> _searched = [];

    private void FindReductions(int x)
    {
        if (!_searched.Add(x)) return;
        if (isLeaf(x))
        {
            // What is gathered lies in memory, but where to gather it may be a reduction of this row.
            if (b[x] is Gather g) FindReductions(g.Index);
            return;
        }
        switch (b[x])
        {
            case Reduce r: Add(new RowReduction(x), r.Arg); break;
            default: foreach (int operand in b[x].Operands) FindReductions(operand); break;
        }
    }

    private int PhaseOf(int x)
    {
        if (_phase.TryGetValue(x, out int known)) return known;
        int phase = 0;
        if (isLeaf(x)) phase = b[x] is Gather g ? PhaseOf(g.Index) : 0;
        else if (b[x] is Reduce r) phase = PhaseOf(r.Arg) + 1;
        else foreach (int operand in b[x].Operands) phase = Math.Max(phase, PhaseOf(operand));
        return _phase[x] = phase;
    }

    public Body Build()
    {
        int count = _targets.Count == 0 ? 0 : _targets.Max(t => PhaseOf(t.Root)) + 1;
        var saved = Saves(count);
        var scalars = new Ordered();
        var rows = new Ordered();
        var phases = new List<Phase>();
        for (int p = 0; p < count; p++)
        {
            var rowTargets = new List<Target>();
            var nests = new List<(List<Axis> Loops, List<(Target Target, int Root)> Targets)>();
            int known = rows.List.Count;
            foreach (var (target, root) in _targets.Where(t => PhaseOf(t.Root) == p).Concat(saved.Where(s => s.Value == p).Select(s => ((Target)new SaveTarget(s.Key), s.Key))))
            {
                if (LoopsOf(root, target) is not { Count: > 0 } loops)
                {
                    VisitRow(root, scalars, rows);
                    rowTargets.Add(target);
                    continue;
                }
                var nest = nests.Find(n => n.Loops.SequenceEqual(loops));
                if (nest.Loops is null) nests.Add(nest = (loops, []));
                nest.Targets.Add((target, root));
            }
            var built = nests.OrderBy(n => n.Loops.Count).Select(n => BuildNest(n.Loops, n.Targets, p, saved, scalars, rows)).ToList();
            phases.Add(new() { RowValues = rows.List.Skip(known).ToList(), RowTargets = rowTargets, Nests = built });
        }
        return new() { Inner = inner, Phases = phases, Scalars = scalars.List };
    }

    /// <summary>The inner axes that a target loops over: those of the value, and of the buffer it is broadcast into.</summary>
    private List<Axis> LoopsOf(int root, Target target)
    {
        var axes = b.AxesOf(root).ToList();
        if (target is StoreTarget store) axes.AddRange(store.Buffer.Layout.Where(a => !axes.Contains(a)));
        return inner.Where(axes.Contains).ToList();
    }

    private Nest BuildNest(List<Axis> loops, List<(Target Target, int Root)> targets, int phase, Dictionary<int, int> saved, Ordered scalars, Ordered rows)
    {
        var values = new Ordered();
        foreach (var (target, root) in targets)
            Visit(root, target is SaveTarget);
        var vector = loops[loops.Count - 1];
        return new()
        {
            Loops = loops,
            Values = values.List,
            Targets = targets.Select(t => t.Target).ToList(),
            IsScalar = values.List.Any(v => b[v] is Gather g && b.AxesOf(g.Index).Contains(vector)
                && (g.Type != Ir.ValueType.Real || b.AxesOf(g.Arg).Any(a => a != g.On && a == vector))),
        };

        void Visit(int x, bool isRoot = false)
        {
            if (!b.AxesOf(x).Overlaps(inner))
            {
                VisitRow(x, scalars, rows);
                return;
            }
            if (values.Contains(x)) return;
            bool loaded = isLeaf(x) || b[x] is Reduce || !isRoot && saved.TryGetValue(x, out int at) && at < phase;
            if (!loaded) foreach (int operand in b[x].Operands) Visit(operand);
            else if (isLeaf(x) && b[x] is Gather g) Visit(g.Index);
            values.Add(x);
        }
    }

    private void VisitRow(int x, Ordered scalars, Ordered rows)
    {
        var list = b.AxesOf(x).Count == 0 ? scalars : rows;
        if (list.Contains(x) || b[x] is Reduce && !isLeaf(x)) return;
        if (!isLeaf(x)) foreach (int operand in b[x].Operands) VisitRow(operand, scalars, rows);
        else if (b[x] is Gather g) VisitRow(g.Index, scalars, rows);
        // A scalar made of a row's reduction would not be a scalar; rank 0 is what no axis of the pass reaches.
        list.Add(x);
    }

    /// <summary>Dear values over all inner axes that two phases need: saved in the first.</summary>
    private Dictionary<int, int> Saves(int phases)
    {
        var first = new Dictionary<int, int>();
        var saved = new Dictionary<int, int>();
        for (int p = 0; p < phases; p++)
        {
            var seen = new HashSet<int>();
            foreach (var (_, root) in _targets.Where(t => PhaseOf(t.Root) == p)) Visit(root);

            void Visit(int x)
            {
                if (!b.AxesOf(x).Overlaps(inner) || isLeaf(x) || b[x] is Reduce || saved.ContainsKey(x) || !seen.Add(x)) return;
                if (b[x] is Map m && ScalarOps.Get(m.Op).Cost >= Dear)
                {
                    if (first.TryGetValue(x, out int at) && at < p)
                    {
                        saved[x] = at;
                        return;
                    }
                    first[x] = p;
                }
                foreach (int operand in b[x].Operands) Visit(operand);
            }
        }
        return saved;
    }

    /// <summary>A list without repetitions.</summary>
    private sealed class Ordered
    {
        private readonly HashSet<int> _set = [];

        public List<int> List { get; } = [];

        public bool Contains(int x) => _set.Contains(x);

        public void Add(int x)
        {
            if (_set.Add(x)) List.Add(x);
        }
    }
}
