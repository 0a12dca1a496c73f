using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Ops;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Schedule;

/// <summary>
/// Decides which values lie in memory and groups their kernels into passes. Works backwards from the results: a kernel recomputes what it
/// can for its own rows or tiles, and whatever it cannot (a reduction over other rows, an operand of a contraction) is demanded from an
/// earlier pass. Values over both sides of a tile are never demanded, so they are never stored.
/// </summary>
/// <example>
/// InfoNCE's gradient: rows: normalised x and y │ tiles N × N': log-sum-exp │ tiles N × N': sums of the gradient tile │ rows: gradX, gradY
/// </example>
internal sealed partial class Scheduler
{
    /// <summary>A value per column that costs this much is computed once and read, not recomputed for every row of a tile.</summary>
    private const int DearColumn = 4;

    private readonly Function _function;
    private readonly IrBuilder _b;
    private readonly Lowered _lowered;
    private readonly ContractionFinder _finder;
    private readonly Dictionary<int, Stored> _stored = [];
    private readonly List<Stored> _buffers = [];
    private readonly Dictionary<int, int> _columnAliases = [];
    private readonly Dictionary<(int, int), int> _copies = [];

    private Scheduler(Function function)
    {
        _function = function;
        _lowered = Lower.Run(function);
        _b = _lowered.Builder;
        _finder = _lowered.Finder;
        _compared = Compared();
    }

    public static Plan Run(Function function) => new Scheduler(function).Build();

    private Plan Build()
    {
        var scalars = new List<(int, int)>();
        var scalarNeeds = new Dictionary<int, HashSet<int>>();
        var uses = _b.CountUses(_lowered.Results.Select(r => r.Value));
        for (int i = 0; i < _lowered.Results.Count; i++)
        {
            var result = _lowered.Results[i];
            if (result.Axes.Count == 0)
            {
                scalars.Add((i, result.Value));
                ScalarNeeds(result.Value, scalarNeeds[i] = []);
            }
            // A gradient that nobody asks for is not in memory, so only a result that is always written serves other passes as well.
            else if (IsBarrier(result.Value) && (uses[result.Value] == 1 || result.Gradient < 0) && !_stored.ContainsKey(result.Value) && LayoutOf(result.Value, result.Axes) is { } layout
                && layout.SequenceEqual(result.Axes))
                Create(result.Value, result.Axes, i);
            else
                CreateCopy(result.Value, result.Axes, i);
        }

        foreach (var pair in scalarNeeds)
            foreach (int need in pair.Value) Serve(_stored[need], pair.Key);
        foreach (var buffer in _buffers.Where(s => s.Result >= 0)) Serve(buffer, buffer.Result);
        SetLevels();
        Name();
        var passes = _buffers.GroupBy(s => (s.Key, s.Level)).OrderByDescending(g => g.Key.Level).Select(g => MakePass(g.Key.Key, g.ToList())).ToList();
        return new()
        {
            Function = _function,
            Code = _b,
            Buffers = _buffers,
            Passes = passes,
            Scalars = scalars,
            Names = _lowered.Names,
            Copies = _copies,
            Aliases = _columnAliases,
            Fused = FusedProducts.Find(
                _b,
                // Operands of a skeleton's own expression are its business; what it walks is stored and so a root.
                [.. _buffers.Select(s => s.Value), .. scalars.Select(s => s.Item2), .. passes.OfType<TilePass>().SelectMany(p => p.Online).SelectMany(o => (int[])[o.TileMax, o.TileSum])],
                x => _lowered.Names.ContainsKey(x) || _stored.ContainsKey(x)),
        };
    }

    // ---- what lies in memory

    private static bool IsTrivial(Instr instr) => instr is Constant or MaskConstant or Extent or Position or Input;

    /// <summary>The value can only be had from memory: no kernel of another value computes it on the way.</summary>
    private bool IsBarrier(int x) => _b[x] is Reduce || HasOwnPass(_b[x]) || _finder.IsTile(x);

    /// <summary>Computed by a kernel of the run time, out of memory into memory.</summary>
    private static bool HasOwnPass(Instr instr) => instr is Scatter or SingularValues or SingularValuesGradient or TopK;

    private Stored? Demand(int x)
    {
        x = _b.StripRenames(x);
        if (_b[x] is Input) return null;
        return _stored.TryGetValue(x, out var known) ? known : Create(x, null, -1);
    }

    private void Need(int x, HashSet<int> needs)
    {
        if (Demand(x) is { } stored) needs.Add(stored.Value);
    }

    /// <summary>Demands an operand of a skeleton in a memory order that the skeleton walks; another order, or a broadcast operand, is copied.</summary>
    private void NeedOperand(int consumer, int x, HashSet<int> needs, params IReadOnlyList<Axis>[] orders)
    {
        bool given = _b[_b.StripRenames(x)] is Input;
        if (!given && _b[x] is Map && !_stored.ContainsKey(x) && _b.AxesOf(x).SameSet(orders[0]) && TileOf(x) is null)
        {
            // The order in which its own operands lie, if the skeleton can walk that: then writing it is a pass along rows.
            var natural = RowOrder(x, null);
            Create(x, orders.FirstOrDefault(o => o.SequenceEqual(natural)) ?? orders[0], -1);
        }
        bool inMemory = given || _b[x] is Rename || _stored.ContainsKey(_b.StripRenames(x)) || IsBarrier(_b.StripRenames(x));
        if (inMemory && _b.AxesOf(x).SameSet(orders[0]))
        {
            Need(x, needs);
            if (orders.Any(o => o.SequenceEqual(MemoryLayout(x)))) return;
        }
        int copy = Copy(x);
        while (_stored.TryGetValue(copy, out var other) && !orders.Any(o => o.SequenceEqual(other.Layout))) copy = Copy(copy);
        _copies[(consumer, x)] = copy;
        if (!_stored.ContainsKey(copy)) Create(copy, orders[0], -1);
        needs.Add(copy);
    }

    private int Copy(int x) => _b.Add(new Map("StopGradient", new[] { x }, _b[x].Type, _b.AxesOf(x)));

    private Stored Create(int x, IReadOnlyList<Axis>? wanted, int result)
    {
        var layout = LayoutOf(x, wanted) ?? throw new InvalidOperationException($"Schedule: no layout for %{x}");
        var stored = new Stored { Value = x, Layout = layout, Key = KeyOf(x, layout), Result = result };
        _stored.Add(x, stored);
        CollectNeeds(stored);
        _buffers.Add(stored);
        return stored;
    }

    private void CreateCopy(int x, IReadOnlyList<Axis> layout, int result)
    {
        var stored = new Stored { Value = x, Layout = layout, Key = new RowKey(layout[0]), Result = result, IsCopy = true };
        RowNeeds(layout[0], x, stored.Needs);
        _buffers.Add(stored);
    }

    private TileSpace? TileOf(int x)
    {
        switch (_b[x])
        {
            case Reduce when _lowered.Contractions.TryGetValue(x, out var c):
                return c switch
                {
                    PairContraction pair => new(pair.Rows, pair.Columns),
                    TileContraction tile => new(tile.Rows, tile.Columns),
                    _ => null,
                };
            case Reduce r when _finder.IsTile(r.Arg):
                var core = _finder.Core(r.Arg);
                bool fits = r.Over.SameSet(core.Columns) || r.Over.SameSet(core.Rows) || r.Axes.Count == 0 || IsSuffix(r.Over, core.Columns);
                return fits && r.Op is "Sum" or "Max" or "MaxNumber" or "Min" or "Prod" or "LogSumExp" ? new(core.Rows, core.Columns) : null;
            case Map when _finder.IsTile(x):
                return new(_finder.Core(x).Rows, _finder.Core(x).Columns);
            default:
                return null;
        }
    }

    /// <summary>What a tile pass walks over.</summary>
    private sealed record TileSpace(EquatableArray<Axis> Rows, EquatableArray<Axis> Columns);

    private static bool IsSuffix(IReadOnlyCollection<Axis> over, IReadOnlyList<Axis> columns)
        => over.Count < columns.Count && columns.Skip(columns.Count - over.Count).All(over.Contains);

    /// <summary>The memory order of a value, as close to the wanted one as its kernel can write.</summary>
    private IReadOnlyList<Axis>? LayoutOf(int x, IReadOnlyList<Axis>? wanted)
    {
        if (_b[x] is Scatter s) return [s.On, .. s.Axes.Where(a => a != s.On)];
        if (_b[x] is TopK t) return [.. SearchRows(t), t.To];
        if (_b[x] is SingularValues or SingularValuesGradient) return [.. _b.AxesOf(x)];
        if (TileOf(x) is { } core)
        {
            if (_lowered.Contractions.TryGetValue(x, out var c) && c is TileContraction tile) return [.. tile.Kept, .. Ordered(tile.Width, wanted)];
            var axes = _b.AxesOf(x);
            List<Axis> rows = [.. core.Rows.Where(axes.Contains)], columns = [.. core.Columns.Where(axes.Contains)];
            if (wanted is not null && wanted.SequenceEqual([.. columns, .. rows]) && axes.Count == core.Rows.Count + core.Columns.Count) return wanted;
            return [.. rows, .. columns];
        }
        if (wanted is not null && _b[x] is Map { Op: "StopGradient" }) return wanted;
        return RowOrder(x, wanted).Where(a => _b.AxesOf(x).Contains(a)).ToList();
    }

    private static IEnumerable<Axis> Ordered(IEnumerable<Axis> axes, IReadOnlyList<Axis>? wanted)
        => wanted is null ? axes : axes.OrderBy(a => wanted.ToList().IndexOf(a));

    private PassKey KeyOf(int x, IReadOnlyList<Axis> layout)
    {
        if (_b[x] is Scatter) return new ScatterKey(x);
        if (_b[x] is TopK t) return new TopKey(t.Arg, t.Count, t.Over, t.To);
        if (_b[x] is SingularValues or SingularValuesGradient) return new SpectralKey(x);
        if (TileOf(x) is not { } core) return new RowKey(_b[x] is Reduce ? RowOrder(x, null)[0] : layout[0]);
        bool swapped = _b[x] is not Reduce { Axes.Count: < 2 } && layout.Count == core.Rows.Count + core.Columns.Count && layout.SequenceEqual([.. core.Columns, .. core.Rows])
            && !layout.SequenceEqual([.. core.Rows, .. core.Columns]);
        return swapped ? Tile(core.Columns, core.Rows) : Tile(core.Rows, core.Columns);
    }

    private static TileKey Tile(IEnumerable<Axis> rows, IEnumerable<Axis> columns) => new(string.Join(" ", rows), string.Join(" ", columns));

    /// <summary>The order in which a row pass walks what it needs for x: that of the largest operand in memory, so that rows are contiguous.</summary>
    private IReadOnlyList<Axis> RowOrder(int x, IReadOnlyList<Axis>? wanted)
    {
        var space = (_b[x] is Reduce r ? _b.AxesOf(r.Arg) : _b.AxesOf(x)).ToList();
        IReadOnlyList<Axis> best = wanted is not null && space.Count == wanted.Count ? wanted : [];
        if (best.Count == 0)
            foreach (var layout in MemoryBelow(x))
            {
                var common = layout.Where(space.Contains).ToList();
                if (common.Count > best.Count) best = common;
            }
        return [.. best, .. space.Where(a => !best.Contains(a))];
    }

    /// <summary>The layouts of the operands in memory that a value is computed from, largest use first come.</summary>
    private IEnumerable<IReadOnlyList<Axis>> MemoryBelow(int x)
    {
        var seen = new HashSet<int>();
        var work = new Queue<int>([x]);
        while (work.Count > 0)
        {
            int id = work.Dequeue();
            if (!seen.Add(id)) continue;
            switch (_b[id])
            {
                case Input or Rename or Gather: yield return MemoryLayout(id); break;
                case var instr:
                    if (id != x && _stored.TryGetValue(id, out var stored)) yield return stored.Layout;
                    else if (id != x && instr is Map && _finder.IsTile(id)) yield return MemoryLayout(id);
                    else foreach (int operand in instr.Operands) work.Enqueue(operand);
                    break;
            }
        }
    }

    /// <summary>The axes of a leaf in the order in which they lie in memory (a gathered axis, which it lacks, is left out).</summary>
    private IReadOnlyList<Axis> MemoryLayout(int x) => _b[x] switch
    {
        Rename r => MemoryLayout(r.Arg).Select(a => a == r.From ? r.To : a).ToList(),
        Gather g => MemoryLayout(g.Arg).Where(a => a != g.On).ToList(),
        Input i => i.Axes.ToList(),
        _ => _stored.TryGetValue(x, out var stored) ? stored.Layout : LayoutOf(x, null) ?? _b.AxesOf(x).ToList(),
    };

    // ---- what a kernel reads

    private void CollectNeeds(Stored stored)
    {
        int x = stored.Value;
        if (_b[x] is Scatter scatter)
        {
            IReadOnlyList<Axis> rows = [.. MemoryLayout(scatter.Index)], width = [.. stored.Layout.Skip(1)];
            NeedOperand(x, scatter.Arg, stored.Needs, [.. rows, .. width]);
            Need(scatter.Index, stored.Needs);
        }
        else if (_b[x] is TopK t) SearchNeeds(x, t, stored.Needs);
        else if (_b[x] is SingularValues values)
        {
            NeedOperand(x, values.Arg, stored.Needs, [.. values.Axes.Where(a => a != values.Columns), values.Rows, values.Columns]);
        }
        else if (_b[x] is SingularValuesGradient gradient)
        {
            NeedOperand(x, gradient.Arg, stored.Needs, [.. gradient.Axes]);
            NeedOperand(x, gradient.Upstream, stored.Needs, [.. gradient.Axes.Where(a => a != gradient.Rows)]);
        }
        else if (TileOf(x) is { } core) TileNeeds(core.Rows, core.Columns, x, stored.Needs, isRoot: true);
        else
        {
            var outer = ((RowKey)stored.Key).Outer;
            if (_b[x] is Reduce r) RowNeeds(outer, r.Arg, stored.Needs);
            else RowNeeds(outer, x, stored.Needs, isRoot: true);
        }
    }

    private sealed class ByReference : IEqualityComparer<(HashSet<int> Needs, int Value)>
    {
        public bool Equals((HashSet<int> Needs, int Value) a, (HashSet<int> Needs, int Value) b) => ReferenceEquals(a.Needs, b.Needs) && a.Value == b.Value;

        public int GetHashCode((HashSet<int> Needs, int Value) key) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key.Needs) * 31 + key.Value;
    }

    private void ScalarNeeds(int x, HashSet<int> needs)
    {
        if (!_walked.Add((needs, x))) return;
        if (_b[x] is Reduce or Rename || HasOwnPass(_b[x])) Need(x, needs);
        else if (_b[x] is Gather g) { Need(g.Arg, needs); ScalarNeeds(g.Index, needs); }
        else foreach (int operand in _b[x].Operands) ScalarNeeds(operand, needs);
    }

    private readonly HashSet<int> _compared;

    /// <summary>
    /// Sums below a maximum whose elements are compared with it later (its gradient asks which ones it was): they are rounded in the order in
    /// which a pass walks them, so passes that walk in different directions must read the same one from memory. Where the maximum
    /// keeps no axis that the sum has lost, both walk along the same rows.
    /// </summary>
    private HashSet<int> Compared()
    {
        var found = new HashSet<int>();
        for (int i = 0; i < _b.Count; i++)
        {
            if (_b[i] is not Map { Op: "Equal" } equal) continue;
            for (int k = 0; k < 2; k++)
                if (_b[equal.Args[k]] is Reduce { Op: "Max" or "Min" } r && r.Arg == equal.Args[1 - k]) Visit(r.Arg, r, []);
        }
        return found;

        void Visit(int x, Reduce extreme, HashSet<int> seen)
        {
            if (!seen.Add(x)) return;
            if (_b[x] is Reduce { Op: "Sum" or "Prod" or "LogSumExp" } && !extreme.Axes.SubsetOf(_b.AxesOf(x))) found.Add(x);
            foreach (int operand in _b[x].Operands) Visit(operand, extreme, seen);
        }
    }

    private readonly Dictionary<(Axis, int), bool> _isLocal = [];

    /// <summary>
    /// A reduction that a row pass over <paramref name="outer"/> does within the row. Decided once: more values lie in memory later, and
    /// their layouts must not change what the needs were collected for.
    /// </summary>
    private bool IsLocal(Axis outer, int x)
        => _isLocal.TryGetValue((outer, x), out bool known) ? known : _isLocal[(outer, x)] = IsLocalNew(outer, x);

    private bool IsLocalNew(Axis outer, int x)
    {
        var r = (Reduce)_b[x];
        if (_compared.Contains(x)) return false;
        if (!r.Axes.Contains(outer) || r.Over.Contains(outer) || _lowered.Contractions.ContainsKey(x) || _finder.IsTile(r.Arg)) return false;
        foreach (var layout in MemoryBelow(r.Arg))
        {
            int at = layout.ToList().IndexOf(outer);
            // Walking down a column to reduce it for one row would read memory across; the reduction gets a pass along the rows instead.
            if (at >= 0 && r.Over.Any(a => layout.ToList().IndexOf(a) is >= 0 and var k && k < at)) return false;
        }
        return true;
    }

    /// <summary>Values share subexpressions, so a walk that did not remember where it has been would take exponential time.</summary>
    private readonly HashSet<(HashSet<int> Needs, int Value)> _walked = new(new ByReference());

    private void RowNeeds(Axis outer, int x, HashSet<int> needs, bool isRoot = false)
    {
        if (IsTrivial(_b[x]) || !_walked.Add((needs, x))) return;
        switch (_b[x])
        {
            case Rename: Need(x, needs); break;
            case Gather g: Need(g.Arg, needs); RowNeeds(outer, g.Index, needs); break;
            case Scatter or SingularValues or SingularValuesGradient or TopK: Need(x, needs); break;
            case Reduce r when IsLocal(outer, x): RowNeeds(outer, r.Arg, needs); break;
            case Reduce: Need(x, needs); break;
            case Map when !isRoot && _finder.IsTile(x): Need(x, needs); break;
            case Map m: foreach (int arg in m.Args) RowNeeds(outer, arg, needs); break;
            default: throw new InvalidOperationException($"Schedule: {_b[x].GetType().Name}");
        }
    }

    private void TileNeeds(IReadOnlyList<Axis> rows, IReadOnlyList<Axis> columns, int x, HashSet<int> needs, bool isRoot = false)
    {
        var axes = _b.AxesOf(x);
        if (IsTrivial(_b[x]) || !_walked.Add((needs, x))) return;
        if (!isRoot && axes.Count > 0 && axes.SubsetOf(columns) && IsDearColumn(x))
        {
            _columnAliases[x] = _finder.Operand(x);
            Need(_columnAliases[x], needs);
            return;
        }
        switch (_b[x])
        {
            case Rename: Need(x, needs); break;
            case Gather g: Need(g.Arg, needs); TileNeeds(rows, columns, g.Index, needs); break;
            case Reduce r when _lowered.Contractions.TryGetValue(x, out var c):
                if (c is TileContraction t && isRoot)
                {
                    TileNeeds(rows, columns, t.G, needs);
                    // As the sum itself lies in memory: the skeleton takes the width of all three as one.
                    var width = _stored[x].Layout.Skip(t.Kept.Count);
                    NeedOperand(x, t.Y, needs, [.. t.Over, .. width]);
                    if (t.X >= 0) NeedOperand(x, t.X, needs, [.. t.Kept, .. width]);
                }
                else if (c is PairContraction p && (isRoot || InTile(rows, columns, x)))
                {
                    NeedOperand(x, p.A, needs, [.. p.Rows, .. p.Over], [.. p.Over, .. p.Rows]);
                    NeedOperand(x, p.B, needs, [.. p.Columns, .. p.Over], [.. p.Over, .. p.Columns]);
                }
                else Need(x, needs);
                break;
            case Reduce r when isRoot || InTile(rows, columns, x): TileNeeds(rows, columns, r.Arg, needs); break;
            case Reduce or Scatter or SingularValues or SingularValuesGradient or TopK: Need(x, needs); break;
            case Map m: foreach (int arg in m.Args) TileNeeds(rows, columns, arg, needs); break;
            default: throw new InvalidOperationException($"Schedule: {_b[x].GetType().Name}");
        }
    }

    /// <summary>The value is computed in the tile: its contraction, or a reduction over the last columns that a tile holds whole.</summary>
    private bool InTile(IReadOnlyList<Axis> rows, IReadOnlyList<Axis> columns, int x)
    {
        if (_b[x] is not Reduce r) return false;
        if (_lowered.Contractions.TryGetValue(x, out var c))
            return c is PairContraction p && _finder.IsTile(x)
                && (p.Rows.SameSet(rows) && p.Columns.SameSet(columns) || p.Rows.SameSet(columns) && p.Columns.SameSet(rows));
        return _finder.IsTile(r.Arg) && _b.AxesOf(r.Arg).SameSet([.. rows, .. columns]) && IsSuffix(r.Over, columns) && r.Op != "LogSumExp";
    }

    private readonly Dictionary<int, bool> _dearColumns = [];

    private bool IsDearColumn(int x)
    {
        if (_dearColumns.TryGetValue(x, out bool known)) return known;
        return _dearColumns[x] = IsDearColumnNew(x);
    }

    private bool IsDearColumnNew(int x) => _b[x] is Map m && (ScalarOps.Get(m.Op).Cost >= DearColumn || m.Args.Any(IsDearColumn));

    // ---- levels and names

    private void Serve(Stored stored, int result)
    {
        if (!stored.Serves.Add(result)) return;
        foreach (int need in stored.Needs) Serve(_stored[need], result);
    }

    /// <summary>As late as possible: a kernel runs right before its first reader, so that it shares a pass with other late ones.</summary>
    private void SetLevels()
    {
        var readers = _buffers.ToDictionary(s => s, _ => new List<Stored>());
        foreach (var s in _buffers) foreach (int need in s.Needs) readers[_stored[need]].Add(s);
        // Values and positions of one search are found together, so what reads one of them comes after both.
        foreach (var twins in _buffers.Where(s => s.Key is TopKey && !s.IsCopy).GroupBy(s => s.Key))
        {
            var all = twins.SelectMany(s => readers[s]).Distinct().ToList();
            foreach (var s in twins) readers[s] = all;
        }

        var done = new HashSet<Stored>();
        foreach (var s in _buffers) Level(s);

        int Level(Stored s)
        {
            if (done.Add(s)) s.Level = readers[s].Count == 0 ? 0 : readers[s].Max(Level) + 1;
            return s.Level;
        }
    }

    private void Name()
    {
        var taken = new HashSet<string>(_function.Parameters.Select(p => p.Name));
        foreach (var s in _buffers)
        {
            string name = s.Result >= 0 && _lowered.Results[s.Result].Name is { } given ? given : s.Result >= 0 ? "result" : ValueNames.Describe(_b, s.Value);
            string unique = name;
            for (int i = 2; !taken.Add(unique); i++) unique = name + i;
            s.Name = unique;
        }
    }

    // ---- passes

    private Pass MakePass(PassKey key, List<Stored> stores)
    {
        bool always = stores.Any(s => s.Serves.Any(r => _lowered.Results[r].Gradient < 0));
        int[] serves = always ? [] : [.. stores.SelectMany(s => s.Serves).Distinct().OrderBy(r => r)];
        return key switch
        {
            TopKey t => MakeSearch(t, stores, serves),
            ScatterKey s => new ScatterPass { Stores = stores, Serves = serves, Scatter = (Scatter)_b[s.Value] },
            SpectralKey s => new SpectralPass { Stores = stores, Serves = serves, Instruction = _b[s.Value] },
            RowKey r => MakeRows(r.Outer, stores, serves),
            TileKey => MakeTiles((TileKey)key, stores, serves),
            _ => throw new InvalidOperationException($"Schedule: {key.GetType().Name}"),
        };
    }

    private bool IsRead(int x, Func<int, bool> local) => _b[x] switch
    {
        Rename or Gather or Input or Constant or MaskConstant or Extent or Position or Scatter or SingularValues or SingularValuesGradient or TopK => true,
        Reduce => !local(x),
        _ => false,
    };

    private Pass MakeRows(Axis outer, List<Stored> stores, int[] serves)
    {
        var inner = new List<Axis>();
        var values = new HashSet<int>();
        foreach (var s in stores)
        {
            foreach (var axis in s.Layout.Concat(_b[s.Value] is Reduce ? RowOrder(s.Value, null) : [])) AddInner(axis);
            Visit(s.IsCopy || _b[s.Value] is not Reduce r ? s.Value : r.Arg, s.IsCopy ? -1 : s.Value);
        }

        if (FlatSpace(outer, stores, values) is { } flat)
        {
            var whole = new BodyBuilder(_b, flat, x => IsRead(x, _ => false) || IsStoredTile(x, stores));
            foreach (var s in stores)
                if (IsCross(s)) whole.Add(new ChunkReduction(s), ((Reduce)_b[s.Value]).Arg);
                else whole.Add(new StoreTarget(s), s.Value);
            return new FlatPass { Stores = stores, Serves = serves, Axes = flat, Body = whole.Build(), Loaded = Loaded() };
        }

        var body = new BodyBuilder(_b, inner, x => IsRead(x, r => IsLocal(outer, r) || stores.Any(s => s.Value == r && !IsCross(s) && !s.IsCopy)) || IsStoredTile(x, stores));
        foreach (var s in stores)
            if (IsCross(s)) body.Add(new ChunkReduction(s), ((Reduce)_b[s.Value]).Arg);
            else body.Add(new StoreTarget(s), s.Value);
        return new RowPass { Stores = stores, Serves = serves, Outer = outer, Body = body.Build(), Loaded = Loaded() };

        List<int> Loaded() => [.. values.Where(x => IsStoredTile(x, stores))];

        bool IsCross(Stored s) => !s.IsCopy && _b[s.Value] is Reduce r && r.Over.Contains(outer);

        void AddInner(Axis axis)
        {
            if (axis != outer && !inner.Contains(axis)) inner.Add(axis);
        }

        void Visit(int x, int root)
        {
            if (!values.Add(x)) return;
            foreach (var layout in x == root ? [] : LeafLayouts(x)) foreach (var axis in layout) AddInner(axis);
            if (_b[x] is Reduce r && (x == root || IsLocal(outer, x)))
            {
                foreach (var axis in RowOrder(x, null)) AddInner(axis);
                Visit(r.Arg, root);
            }
            else if (_b[x] is Map m && (x == root || !IsStoredTile(x, stores))) foreach (int arg in m.Args) Visit(arg, root);
            else if (_b[x] is Gather g) Visit(g.Index, root);
        }

        IEnumerable<IEnumerable<Axis>> LeafLayouts(int x) => _b[x] is Input or Rename or Gather ? [MemoryLayout(x).Where(a => _b.AxesOf(x).Contains(a))] : [];
    }

    private bool IsStoredTile(int x, List<Stored> stores) => _b[x] is Map && _finder.IsTile(x) && stores.All(s => s.Value != x || s.IsCopy);

    /// <summary>The axes of a pass whose values all have either all of them in one order or none; null if it must go row by row.</summary>
    private IReadOnlyList<Axis>? FlatSpace(Axis outer, List<Stored> stores, HashSet<int> values)
    {
        IReadOnlyList<Axis>? space = null;
        foreach (int x in values)
        {
            var axes = _b.AxesOf(x);
            if (axes.Count == 0) continue;
            // Labels and truth values are gathered one by one.
            if (_b[x] is Gather g && (g.Type != Ir.ValueType.Real || _b.AxesOf(g.Arg).Any(a => a != g.On))) return null;
            if (_b[x] is Position && axes.Count > 0 && values.Any(v => _b.AxesOf(v).Count > 1)) return null;
            IReadOnlyList<Axis> order = _b[x] is Input or Rename || _b[x] is not Map && _b[x] is not Gather && _b[x] is not Position ? MemoryLayout(x) : axes.ToList();
            if (space is null || !space.SameSet(axes)) { if (space is not null) return null; space = order; }
            else if (_b[x] is not Map && _b[x] is not Gather && !space.SequenceEqual(order))
            {
                if (values.Any(v => _b[v] is not Map && _b.AxesOf(v).Count > 1 && MemoryLayout(v).SequenceEqual(space))) return null;
                space = order;
            }
        }
        if (space is null || !space.Contains(outer)) return null;
        foreach (var s in stores)
        {
            if (_b[s.Value] is Reduce r && !s.IsCopy ? r.Axes.Count > 0 || !space.SameSet(_b.AxesOf(r.Arg)) : !s.Layout.SequenceEqual(space)) return null;
        }
        return space;
    }

    private TilePass MakeTiles(TileKey key, List<Stored> stores, int[] serves)
    {
        var core = TileOf(stores[0].Value)!;
        bool swapped = Tile(core.Rows, core.Columns) != key;
        IReadOnlyList<Axis> rows = [.. swapped ? core.Columns : core.Rows], columns = [.. swapped ? core.Rows : core.Columns];
        var sums = stores.Select(s => _lowered.Contractions.TryGetValue(s.Value, out var c) ? c as TileContraction : null).Where(c => c is not null).Select(c => c!).ToList();
        var tiles = new List<PairContraction>();
        var online = new List<OnlineLogSumExp>();
        var kept = new HashSet<int>(sums.Select(s => s.G));
        var columnMaxima = new HashSet<int>();

        bool IsLeaf(int x) => _columnAliases.ContainsKey(x) || columnMaxima.Contains(x) || IsRead(x, r => InTile(rows, columns, r) && !_lowered.Contractions.ContainsKey(r) || online.Any(o => o.TileMax == r || o.TileSum == r));
        var first = new BodyBuilder(_b, columns, x => IsLeaf(x));
        var second = new BodyBuilder(_b, columns, x => IsLeaf(x) || kept.Contains(x));
        bool hasSecond = false;

        foreach (var s in stores)
        {
            if (_lowered.Contractions.TryGetValue(s.Value, out var c))
            {
                if (c is PairContraction) first.Add(new StoreTarget(s), s.Value);
                continue;
            }
            if (_b[s.Value] is not Reduce r)
            {
                first.Add(new StoreTarget(s), s.Value);
                continue;
            }
            bool overColumns = r.Over.SameSet(columns), overRows = r.Over.SameSet(rows);
            if (r.Op == "LogSumExp" && (overColumns || overRows))
            {
                var parts = Online(s.Value, r, overColumns);
                online.Add(parts);
                if (overColumns)
                {
                    first.Add(new RowReduction(parts.TileMax), r.Arg);
                    first.Add(new RowReduction(parts.TileSum), ((Reduce)_b[parts.TileSum]).Arg);
                    continue;
                }
                kept.Add(r.Arg);
                columnMaxima.Add(parts.TileMax);
                first.Add(new TileColumnReduction(parts.TileMax), r.Arg);
                hasSecond = true;
            }
            else if (overColumns) first.Add(new TileRowReduction(s), r.Arg);
            else if (overRows || r.Axes.Count == 0) first.Add(new ChunkReduction(s), r.Arg);
            else first.Add(new StoreTarget(s), s.Value);
        }
        // What the pass does not contract itself it computes, or reads from memory, into the tile.
        foreach (int value in kept.Where(v => !_lowered.Contractions.ContainsKey(v) || !InTile(rows, columns, v))) first.Add(new TileTarget(value), value);
        foreach (var o in online.Where(o => !o.OverColumns)) second.Add(new TileColumnReduction(o.TileSum), ((Reduce)_b[o.TileSum]).Arg);

        var seen = new HashSet<int>();
        foreach (var s in stores) FindTiles(s.Value);
        List<TileContraction> rowSums = [.. sums.Where(t => t.Kept.SameSet(rows))], columnSums = [.. sums.Where(t => t.Kept.SameSet(columns))];
        return new()
        {
            Stores = stores, Serves = serves, Rows = rows, Columns = columns, Contractions = tiles, Online = online,
            Body = first.Build(), Second = hasSecond ? second.Build() : null,
            RowSums = rowSums, ColumnSums = columnSums,
            Paired = Paired(),
        };

        List<PairedSums> Paired()
        {
            var paired = new List<PairedSums>();
            foreach (var row in rowSums)
            {
                var free = columnSums.Where(c => paired.All(p => p.Column != c) && Width(c).SequenceEqual(Width(row)));
                if (free.Select(c => PairedSums.Of(_b, row, c)).FirstOrDefault(p => p is not null) is { } found) paired.Add(found);
            }
            return paired;
        }

        // The order of the width in memory, which the operands have as well.
        IEnumerable<Axis> Width(TileContraction t) => _stored[t.Reduce].Layout.Skip(t.Kept.Count);

        void FindTiles(int x)
        {
            if (!seen.Add(x)) return;
            if (_lowered.Contractions.TryGetValue(x, out var c))
            {
                if (c is PairContraction p && (InTile(rows, columns, x) || stores.Any(s => s.Value == x))) tiles.Add(p);
                else if (c is TileContraction t && stores.Any(s => s.Value == x)) FindTiles(t.G);
                return;
            }
            if (_columnAliases.ContainsKey(x) || _b[x] is Rename or Gather) return;
            if (_b[x] is Map || _b[x] is Reduce r && (stores.Any(s => s.Value == x) || InTile(rows, columns, x)))
                foreach (int operand in _b[x].Operands) FindTiles(operand);
        }
    }

    /// <summary>The tile's own maximum and its sum of exponentials below that maximum; merged, they give the log-sum-exp of all tiles.</summary>
    private OnlineLogSumExp Online(int reduce, Reduce r, bool overColumns)
    {
        int max = _b.Reduce("MaxNumber", r.Arg, r.Over);
        int sum = _b.Reduce("Sum", _b.Map("ExpOfDifference", _b.Sub(r.Arg, Lower.FiniteOrZero(_b, max))), r.Over);
        return new(reduce, max, sum, overColumns);
    }
}
