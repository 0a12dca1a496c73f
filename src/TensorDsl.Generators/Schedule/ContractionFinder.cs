using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Support;
using ValueType = TensorDsl.Generators.Ir.ValueType;

namespace TensorDsl.Generators.Schedule;

/// <summary>Recognises reductions that tile skeletons compute, whatever expression they stand in, and rewrites their operands into canonical form.</summary>
/// <param name="isOperandShaped">Some tensor in memory has all these axes.</param>
/// <param name="leading">How near an axis stands to the front of the tensors in memory (0 is a row axis); smaller becomes the tile's rows.</param>
internal sealed class ContractionFinder(IrBuilder b, Pushing pushing, Dictionary<int, Contraction> found, Func<IReadOnlyCollection<Axis>, bool> isOperandShaped, Func<Axis, int> leading)
{
    private readonly Dictionary<int, bool> _tile = [];

    /// <summary>Pair contractions that are stored because a later pass contracts them again.</summary>
    public HashSet<int> Stored { get; } = [];

    /// <summary>The value is computed tile by tile: a pair contraction, or element-wise over the axes of one.</summary>
    public bool IsTile(int x)
    {
        if (_tile.TryGetValue(x, out bool known)) return known;
        return _tile[x] = b[x] switch
        {
            Reduce => found.TryGetValue(x, out var c) && c is PairContraction && !Stored.Contains(x),
            Map m => m.Args.Any(a => b.AxesOf(a).SameSet(m.Axes) && IsTile(a)),
            _ => false,
        };
    }

    /// <summary>The pair contraction that a tile value is computed from.</summary>
    public PairContraction Core(int x) => b[x] switch
    {
        Reduce => (PairContraction)found[x],
        Map m => Core(m.Args.First(a => b.AxesOf(a).SameSet(m.Axes) && IsTile(a))),
        var other => throw new InvalidOperationException($"ContractionFinder.Core: {other.GetType().Name}"),
    };

    /// <summary>The reduction in canonical form, registered if a skeleton computes it; or null where it is none.</summary>
    public int? TryRewrite(string op, int arg, IReadOnlyCollection<Axis> over)
    {
        var kept = b.AxesOf(arg).Where(a => !over.Contains(a)).ToList();
        if (kept.Count < 2 || op is not ("Sum" or "Max" or "Min")) return null;
        if (op != "Sum") return Pair(op, arg, over, kept);
        return TileProduct(arg, over, kept) ?? TileExpression(arg, over, kept, FirstTileBelow(arg)) ?? Pair(op, arg, over, kept)
            ?? TileExpression(arg, over, kept, PairsBelow(arg, over, kept).OrderBy(p => b.AxesOf(p).Max(leading)).DefaultIfEmpty(-1).First());
    }

    // ---- result[R, W] = Σ over C of g[R, C] · y[C, W]

    private int? TileProduct(int arg, IReadOnlyCollection<Axis> over, List<Axis> kept)
    {
        if (Factors.Of(b, arg, IsTile) is not { } factors) return null;
        int core = factors.FindIndex(IsTile);
        if (core < 0) core = factors.FindIndex(f => IsComputedPair(f, over, kept));
        if (core < 0 || Sides(factors[core], over) is not { } side) return null;
        var tile = b.AxesOf(factors[core]);
        var width = kept.Where(a => !tile.Contains(a)).ToList();
        if (width.Count == 0) return null;

        List<int> g = [], y = [], outside = [];
        foreach (int factor in factors)
        {
            var axes = b.AxesOf(factor);
            if (factor != factors[core] && !IsTile(factor) && !axes.Overlaps(over) && axes.SubsetOf(kept)) outside.Add(factor);
            // A factor of the summed rows alone scales the operand once, not every tile.
            else if (axes.SubsetOf(tile) && (IsTile(factor) || !axes.SubsetOf(over))) g.Add(factor);
            else if (axes.All(a => over.Contains(a) || width.Contains(a))) y.Add(factor);
            else return null;
        }
        if (y.Count == 0) return null;
        int rows = Operand(Factors.Product(b, y));
        if (!width.SubsetOf(b.AxesOf(rows))) return null;
        int product = Factors.Product(b, g);
        int sum = b.Reduce("Sum", b.Mul(product, rows), over);
        Register(sum, product, -1, rows, -1, side, width);
        return Factors.Product(b, [.. outside.Select(f => OverNothing.OutOfSum(b, f, over)), sum]);
    }

    /// <summary>A sum of f(g, x, y), where g is computed in a tile or lies in memory beside x and y.</summary>
    private int? TileExpression(int arg, IReadOnlyCollection<Axis> over, List<Axis> kept, int core)
    {
        if (core < 0 || Sides(core, over) is not { } side) return null;
        var tile = b.AxesOf(core);
        var width = kept.Where(a => !tile.Contains(a)).ToList();
        if (width.Count == 0) return null;
        arg = PushMask(arg, tile) ?? arg;

        var leaves = Leaves(arg, tile, [.. side.Kept, .. width], [.. side.Over, .. width]);
        if (leaves is not { } found3) return null;
        var (gs, xs, ys) = found3;
        bool isComputed = IsTile(core) || IsComputedPair(core, over, kept);
        if (gs.Count != 1 || xs.Count > 1 || ys.Count != 1 || xs.Count == 0 && !isComputed || !width.SubsetOf(b.AxesOf(ys[0]))) return null;
        if (AsNumber(gs[0]) is not { } g || NumberOperand(ys[0]) is not { } right) return null;
        var left = xs.Count == 1 ? NumberOperand(xs[0]) : right;
        if (left is null) return null;
        int x = xs.Count == 1 ? left.Value.Operand : -1, y = right.Operand;
        int inner = Replace(arg, new() { [gs[0]] = g.Read, [ys[0]] = right.Read, [xs.Count == 1 ? xs[0] : ys[0]] = left.Value.Read });
        int sum = b.Reduce("Sum", inner, over);
        Register(sum, g.Number, x, y, inner, side, width);
        return sum;
    }

    private void Register(int sum, int g, int x, int y, int inner, (List<Axis> Kept, List<Axis> Over) side, List<Axis> width)
    {
        bool rowsAreKept = IsTile(g) ? Core(g).Rows.SameSet(side.Kept) : side.Kept.Min(leading) <= side.Over.Min(leading);
        var (rows, columns) = rowsAreKept ? (side.Kept, side.Over) : (side.Over, side.Kept);
        found[sum] = new TileContraction(
            sum, g, x, y, inner, rows.ToEquatable(), columns.ToEquatable(), side.Kept.ToEquatable(), side.Over.ToEquatable(), width.ToEquatable());
    }

    /// <summary>The side of the tile that is summed and the one that is kept, if <paramref name="over"/> is exactly a side.</summary>
    private (List<Axis> Kept, List<Axis> Over)? Sides(int tile, IReadOnlyCollection<Axis> over)
    {
        if (!IsTile(tile)) return (b.AxesOf(tile).Where(a => !over.Contains(a)).ToList(), b.AxesOf(tile).Where(over.Contains).ToList());
        var core = Core(tile);
        if (core.Columns.SameSet(over)) return ([.. core.Rows], [.. core.Columns]);
        if (core.Rows.SameSet(over)) return ([.. core.Columns], [.. core.Rows]);
        return null;
    }

    /// <summary>A value over two sides that no tensor has together (a mask of labels, say): computed tile by tile like a contraction.</summary>
    private bool IsComputedPair(int x, IReadOnlyCollection<Axis> over, List<Axis> kept)
        => b[x] is Map && over.SubsetOf(b.AxesOf(x)) && b.AxesOf(x).Overlaps(kept) && !isOperandShaped(b.AxesOf(x));

    private List<int> PairsBelow(int x, IReadOnlyCollection<Axis> over, List<Axis> kept)
    {
        var pairs = new List<int>();
        var seen = new HashSet<int>();
        Visit(x);
        return pairs;

        void Visit(int id)
        {
            if (!seen.Add(id)) return;
            var axes = b.AxesOf(id);
            if (b[id] is Map m && axes.SameSet([.. over, .. kept])) foreach (int arg in m.Args) Visit(arg);
            else if (over.SubsetOf(axes) && axes.Overlaps(kept) && axes.Count < over.Count + kept.Count) pairs.Add(id);
        }
    }

    private readonly Dictionary<int, int> _tilesBelow = [];

    private int FirstTileBelow(int x) => _tilesBelow.TryGetValue(x, out int known) ? known : _tilesBelow[x] = FirstTileBelowNew(x);

    private int FirstTileBelowNew(int x)
    {
        if (b[x] is not Map m) return -1;
        foreach (int arg in m.Args)
        {
            if (IsTile(arg)) return arg;
            if (FirstTileBelow(arg) is >= 0 and var below) return below;
        }
        return -1;
    }

    /// <summary>Select(m, e, 0) with m over the tile alone becomes e with m pushed into its tile factor, if e is linear in one.</summary>
    private int? PushMask(int x, IReadOnlyCollection<Axis> tile)
    {
        if (b[x] is not Map { Op: "Select" } select || b[select.Args[2]] is not Constant { Text: "0" } || !b.AxesOf(select.Args[0]).SubsetOf(tile)) return null;
        return Into(select.Args[1]);

        int? Into(int e)
        {
            if (b.AxesOf(e).SubsetOf(tile)) return b.Select(select.Args[0], e, b.Zero());
            return b[e] switch
            {
                Map { Op: "Add" or "Subtract" } m when Into(m.Args[0]) is { } l && Into(m.Args[1]) is { } r => b.Map(m.Op, l, r),
                Map { Op: "Negate" } m when Into(m.Args[0]) is { } a => b.Neg(a),
                Map { Op: "Divide" } m when Into(m.Args[0]) is { } a => b.Div(a, m.Args[1]),
                Map { Op: "Multiply" } m when b.AxesOf(m.Args[0]).SubsetOf(tile) && Into(m.Args[0]) is { } l => b.Mul(l, m.Args[1]),
                Map { Op: "Multiply" } m when Into(m.Args[1]) is { } r => b.Mul(m.Args[0], r),
                Map { Op: "Multiply" } m when Into(m.Args[0]) is { } l => b.Mul(l, m.Args[1]),
                Map { Op: "Select" } m when b[m.Args[2]] is Constant { Text: "0" } && Into(m.Args[1]) is { } a => b.Select(m.Args[0], a, m.Args[2]),
                _ => null,
            };
        }
    }

    // ---- result[R, C] = fold over K of f(a[R, K], b[C, K])

    private int? Pair(string op, int arg, IReadOnlyCollection<Axis> over, List<Axis> kept)
    {
        if (Groups(arg, kept) is not { Count: 2 } groups) return null;
        var rows = kept.Where(groups[0].Contains).ToList();
        var columns = kept.Where(groups[1].Contains).ToList();
        bool Left(int x) => b.AxesOf(x).All(a => over.Contains(a) || rows.Contains(a));
        bool Right(int x) => b.AxesOf(x).All(a => over.Contains(a) || columns.Contains(a));

        if (op == "Sum" && Factors.Of(b, arg, IsTile) is { } factors && factors.All(f => Left(f) || Right(f)))
        {
            var outside = factors.Where(f => b.AxesOf(f).Count == 0).ToList();
            // A factor over the summed axes alone scales the operand of the columns: the rows' one may be a matrix of pairs.
            var left = factors.Where(f => b.AxesOf(f).Overlaps(rows)).ToList();
            var right = factors.Where(f => !b.AxesOf(f).Overlaps(rows) && !outside.Contains(f)).ToList();
            int x = Operand(Factors.Product(b, left)), y = Operand(Factors.Product(b, right));
            if (!over.SubsetOf(b.AxesOf(x)) || !over.SubsetOf(b.AxesOf(y))) return null;
            int sum = b.Reduce("Sum", b.Mul(x, y), over);
            Register(sum, op, x, y, -1);
            return Factors.Product(b, [.. outside.Select(f => OverNothing.OutOfSum(b, f, over)), sum]);
        }

        if (Leaves(arg, [], [.. rows, .. over], [.. columns, .. over]) is not { } leaves) return null;
        var (_, xs, ys) = leaves;
        if (xs.Count != 1 || ys.Count != 1) return null;
        if (NumberOperand(xs[0]) is not { } p || NumberOperand(ys[0]) is not { } q) return null;
        if (!over.SubsetOf(b.AxesOf(p.Operand)) || !over.SubsetOf(b.AxesOf(q.Operand))) return null;
        int inner = Replace(arg, new() { [xs[0]] = p.Read, [ys[0]] = q.Read });
        int fold = b.Reduce(op, inner, over);
        Register(fold, op, p.Operand, q.Operand, inner);
        return fold;

        void Register(int id, string name, int x, int y, int expression)
        {
            if (b[id] is not Ir.Reduce) return;
            found[id] = new PairContraction(id, name, x, y, expression, rows.ToEquatable(), columns.ToEquatable(), over.ToEquatable());
        }
    }

    /// <summary>The kept axes, grouped by which of them meet in one leaf of the expression.</summary>
    private List<HashSet<Axis>>? Groups(int x, List<Axis> kept)
    {
        var groups = kept.Select(a => new HashSet<Axis> { a }).ToList();
        var seen = new HashSet<int>();
        Visit(x);
        return groups.OrderBy(g => g.Min(leading)).ThenBy(g => kept.FindIndex(g.Contains)).ToList();

        void Visit(int id)
        {
            if (!seen.Add(id)) return;
            if (b[id] is Map m)
            {
                foreach (int arg in m.Args) Visit(arg);
                return;
            }
            var joined = groups.Where(g => g.Overlaps(b.AxesOf(id))).ToList();
            if (joined.Count < 2) return;
            groups.RemoveAll(joined.Contains);
            groups.Add([.. joined.SelectMany(g => g)]);
        }
    }

    /// <summary>The maximal subexpressions inside each of three sets of axes; null if the expression is not made of those and scalars.</summary>
    private (List<int> Tile, List<int> Left, List<int> Right)? Leaves(int x, IReadOnlyCollection<Axis> tile, IReadOnlyCollection<Axis> left, IReadOnlyCollection<Axis> right)
    {
        List<int> g = [], l = [], r = [];
        var visited = new Dictionary<int, bool>();
        return Visit(x) ? (g, l, r) : null;

        bool Visit(int id) => visited.TryGetValue(id, out bool known) ? known : visited[id] = VisitNew(id);

        bool VisitNew(int id)
        {
            var axes = b.AxesOf(id);
            if (axes.Count == 0) return b[id] is Constant or MaskConstant or Input or Extent || b[id] is Map scalar && scalar.Args.All(Visit);
            if (axes.SubsetOf(tile)) return AddTo(g, id);
            if (axes.SubsetOf(left)) return AddTo(l, id);
            if (axes.SubsetOf(right)) return AddTo(r, id);
            return b[id] is Map m && m.Args.All(Visit);
        }

        static bool AddTo(List<int> list, int id)
        {
            if (!list.Contains(id)) list.Add(id);
            return true;
        }
    }

    private int Replace(int x, Dictionary<int, int> map)
    {
        if (map.TryGetValue(x, out int to)) return to;
        return map[x] = b[x] is Map m ? b.Map(m.Op, m.Args.Select(a => Replace(a, map)).ToArray()) : x;
    }

    /// <summary>
    /// A leaf as the number that a skeleton walks, and how the expression reads the leaf from it: a truth value becomes 0 or 1 and is compared
    /// again. Null for labels, which no skeleton walks.
    /// </summary>
    private (int Number, int Read)? AsNumber(int leaf)
    {
        if (b[leaf].Type == ValueType.Real) return (leaf, leaf);
        if (b[leaf].Type != ValueType.Mask) return null;
        int number = b.Map("MaskToReal", leaf);
        return (number, b.Map("NotEqual", number, b.Zero()));
    }

    private (int Operand, int Read)? NumberOperand(int leaf)
    {
        if (AsNumber(leaf) is not { } found) return null;
        int operand = Operand(found.Number);
        return (operand, Replace(found.Read, new() { [found.Number] = operand }));
    }

    /// <summary>
    /// An operand as it will lie in memory: under its lowest axes, so that x and Prime x are stored once; the contraction sees it renamed.
    /// </summary>
    public int Operand(int x)
    {
        var renames = new List<(Axis Low, Axis Used)>();
        int low = x;
        foreach (var axis in b.AxesOf(x))
        {
            int copy = Enumerable.Range(0, axis.Copy + 1).First(c => c == axis.Copy || !b.AxesOf(low).Contains(axis with { Copy = c }));
            if (copy == axis.Copy) continue;
            low = pushing.Rename(low, axis, axis with { Copy = copy });
            renames.Add((axis with { Copy = copy }, axis));
        }
        foreach (var (from, to) in renames) low = b.Rename(low, from, to);
        return low;
    }
}
