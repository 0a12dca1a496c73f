using System.Globalization;
using TensorDsl.Generators.Ops;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Ir;

/// <summary>
/// Appends instructions. Equal instructions get one id (hash-consing), and this is the only place where axes and types are inferred and
/// where the identities of arithmetic are applied, so every pass that rebuilds code profits from both.
/// </summary>
public sealed class IrBuilder
{
    private readonly List<Instr> _code = [];
    private readonly Dictionary<Instr, int> _ids = new(Likeness.Instance);

    public int Count => _code.Count;

    public Instr this[int id] => _code[id];

    public EquatableArray<Instr> Code => _code.ToEquatable();

    public EquatableArray<Axis> AxesOf(int id) => _code[id].Axes;

    public int Add(Instr instr)
    {
        if (_ids.TryGetValue(instr, out int id)) return id;
        _code.Add(instr);
        return _ids[instr] = _code.Count - 1;
    }

    public int Input(int index, Parameter parameter) => Add(new Input(index, parameter.Type, parameter.Axes));

    /// <summary>A literal, by its decimal text; "1.0" is "1" and ".5" is "0.5", so that the same number is the same instruction.</summary>
    public int Real(string text)
    {
        if (text.IndexOf('.') >= 0 && text.IndexOfAny(['e', 'E']) < 0) text = text.TrimEnd('0').TrimEnd('.');
        if (text.Length == 0 || text[0] == '.') text = "0" + text;
        if (text.StartsWith("-.", StringComparison.Ordinal)) text = "-0" + text.Substring(1);
        return Add(new Constant(text));
    }

    public int Real(double value) => value switch
    {
        double.PositiveInfinity => Real("inf"),
        double.NegativeInfinity => Real("-inf"),
        _ when double.IsNaN(value) => Real("nan"),
        _ => Real(value.ToString("R", CultureInfo.InvariantCulture)),
    };

    public int Truth(bool value) => Add(new MaskConstant(value));

    public int Extent(Axis axis) => Add(new Extent(axis.Dim));

    /// <summary>The number of positions that the axes span.</summary>
    public int Extent(IEnumerable<Axis> axes)
    {
        int product = Real("1");
        foreach (var axis in axes) product = Mul(product, Extent(axis));
        return product;
    }

    public int Position(Axis axis) => Add(new Position(axis));

    public int Map(string op, params int[] args) => Map(ScalarOps.Get(op), args);

    public int Map(ScalarOp op, params int[] args)
    {
        var axes = Union(args);
        // An identity must not lose the axes of an operand that it drops: Select(m, a, a) has the axes of m as well.
        if (Identities.TryMap(this, op.Name, args) is { } known && AxesOf(known).Count == axes.Count) return known;
        return Add(new Map(op.Name, args, op.Result, axes));
    }

    /// <summary>What a value is under other names of its axes.</summary>
    public int StripRenames(int x)
    {
        while (this[x] is Rename r) x = r.Arg;
        return x;
    }

    /// <summary>The value of an op over the operands if it has been built already, else null.</summary>
    public int? TryFindMap(string op, params int[] args)
        => _ids.TryGetValue(new Map(op, args, ScalarOps.Get(op).Result, Union(args)), out int id) ? id : null;

    public int Add(int a, int b) => Map("Add", a, b);
    public int Sub(int a, int b) => Map("Subtract", a, b);
    public int Mul(int a, int b) => Map("Multiply", a, b);
    public int Div(int a, int b) => Map("Divide", a, b);
    public int Neg(int a) => Map("Negate", a);
    public int Exp(int a) => Map("Exp", a);
    public int Log(int a) => Map("Log", a);
    public int Sqrt(int a) => Map("Sqrt", a);
    public int Select(int mask, int a, int b) => Map("Select", mask, a, b);
    public int Zero() => Real("0");
    public int One() => Real("1");

    /// <summary>A reduction; axes that the operand lacks are not allowed (the parser has checked; passes use <see cref="SumOver"/>).</summary>
    public int Reduce(string op, int x, IEnumerable<Axis> over)
    {
        var table = ReduceOps.Get(op);
        var axes = over.ToEquatable();
        if (axes.Count == 0 && table.IdentityOnScalar) return x;
        foreach (var axis in axes)
            if (!AxesOf(x).Contains(axis)) throw new InvalidOperationException($"{op} over {axis}: %{x} has no such axis");
        return Add(new Reduce(op, x, axes, table.Result, AxesOf(x).Where(a => !axes.Contains(a)).ToEquatable()));
    }

    /// <summary>The sum over axes of a value that may be constant along some of them, which then count with their extent.</summary>
    public int SumOver(int x, IEnumerable<Axis> over)
    {
        var list = over.ToList();
        int sum = Reduce("Sum", x, list.Where(AxesOf(x).Contains));
        return Mul(sum, Extent(list.Where(a => !AxesOf(x).Contains(a))));
    }

    /// <summary>
    /// A reduction of a value that may be constant along some of the axes: a simplification can have left it without them. An extent of 0
    /// still gives what the reduction of nothing gives.
    /// </summary>
    public int ReduceOver(string op, int x, IEnumerable<Axis> over)
    {
        var axes = over.ToList();
        var constant = axes.Where(a => !AxesOf(x).Contains(a)).ToList();
        if (constant.Count == 0) return Reduce(op, x, axes);
        // All are equal, so the first is the extremum; an index has no literal, hence this way to say position 0.
        if (op is "ArgMax" or "ArgMin") return Reduce("ArgMin", Map("IndexToReal", Position(constant[0])), constant);
        int inner = Reduce(op, op == "Sum" ? OverNothing.AtLeastOne(this, x, constant) : x, axes.Where(AxesOf(x).Contains));
        int extent = Extent(constant);
        int some = Map("Greater", extent, Zero());
        return op switch
        {
            "Sum" => Mul(inner, extent),
            "Prod" => Map("Pow", inner, extent),
            "LogSumExp" => Add(inner, Log(extent)),
            "Max" or "Min" => Select(some, inner, Real(ReduceOps.Get(op).Identity)),
            "Any" => Map("And", inner, some),
            "All" => Map("Or", inner, Map("Not", some)),
            _ => throw new InvalidOperationException($"IrBuilder.ReduceOver: {op}"),
        };
    }

    public int Rename(int x, Axis from, Axis to)
    {
        if (from == to || !AxesOf(x).Contains(from)) return x;
        if (AxesOf(x).Contains(to)) throw new InvalidOperationException($"%{x} has axis {to} already");
        if (_code[x] is Rename inner && inner.To == from && (inner.From == to || !AxesOf(inner.Arg).Contains(to))) return Rename(inner.Arg, inner.From, to);
        return Add(new Rename(x, from, to, _code[x].Type, AxesOf(x).Select(a => a == from ? to : a).ToEquatable()));
    }

    public int Gather(int x, int index, Axis on)
    {
        if (!AxesOf(x).Contains(on)) return x;
        var axes = AxesOf(x).Where(a => a != on).Union(AxesOf(index)).ToEquatable();
        return Add(new Gather(x, index, on, _code[x].Type, axes));
    }

    /// <summary>x at a position along an axis, 0 where it is out of range; also of a value that is constant along the axis.</summary>
    public int At(int x, int index, Axis on)
    {
        if (AxesOf(x).Contains(on) || IsInRange(index, on)) return Gather(x, index, on);
        int position = Map("IndexToReal", index);
        int inRange = Map("And", Map("GreaterOrEqual", position, Zero()), Map("Less", position, Extent(on)));
        return Select(inRange, x, Zero());
    }

    /// <summary>The index is known to lie within the axis.</summary>
    public bool IsInRange(int index, Axis on) => this[index] is Position position && position.Axis.Dim == on.Dim;

    public int Scatter(int x, int index, Axis on, IEnumerable<Axis> over)
    {
        var list = over.ToEquatable();
        // The operand may be constant along an axis of the index, so the space that is scattered is the union of both.
        return Add(new Scatter(x, index, on, list, AxesOf(x).Union(AxesOf(index)).Where(a => !list.Contains(a)).Append(on).ToEquatable()));
    }

    /// <summary>The largest elements along an axis, or their positions; see <see cref="Ir.TopK"/>. The operand may be constant along the axis.</summary>
    public int TopK(int x, int count, Axis over, Axis to, ValueType type)
    {
        // 0 · position has the axis, and leaves every value what it is.
        if (!AxesOf(x).Contains(over)) x = Add(x, Mul(Zero(), Map("IndexToReal", Position(over))));
        return Add(new TopK(x, count, over, to, type, AxesOf(x).Where(a => a != over).Append(to).ToEquatable()));
    }

    /// <summary>The singular values of every matrix rows × columns of a value, which may be constant along either.</summary>
    public int SingularValues(int x, Axis rows, Axis columns)
        => Add(new SingularValues(x, rows, columns, AxesOf(x).Where(a => a != rows && a != columns).Append(columns).ToEquatable()));

    public int SingularValuesGradient(int x, int upstream, Axis rows, Axis columns)
        => Add(new SingularValuesGradient(x, upstream, rows, columns, AxesOf(x).Union(AxesOf(upstream)).Where(a => a != rows && a != columns).Append(rows).Append(columns).ToEquatable()));

    public int Choose(int parameter, IReadOnlyList<long> values, IReadOnlyList<int> arms)
    {
        if (arms.All(a => a == arms[0])) return arms[0];
        return Add(new Choose(parameter, values.ToEquatable(), arms.ToEquatable(), _code[arms[0]].Type, Union(arms)));
    }

    public int Call(string key, IEnumerable<Axis> dims, IEnumerable<int> args, int result, IEnumerable<Axis> axes, ValueType type = ValueType.Real)
        => Add(new Call(key, dims.ToEquatable(), args.ToEquatable(), result, axes.ToEquatable()) { Type = type });

    /// <summary>Rebuilds an instruction over new operands, with inference and identities; axes are inferred anew.</summary>
    public int Rebuild(Instr instr, IReadOnlyList<int> operands) => instr switch
    {
        Map m => Map(m.Op, operands.ToArray()),
        Reduce r => ReduceOver(r.Op, operands[0], r.Over),
        Rename r => Rename(operands[0], r.From, r.To),
        Gather { Type: ValueType.Real } g => At(operands[0], operands[1], g.On),
        Gather g => Gather(operands[0], operands[1], g.On),
        Scatter s => Scatter(operands[0], operands[1], s.On, s.Over),
        TopK t => TopK(operands[0], operands[1], t.Over, t.To, t.Type),
        SingularValues s => SingularValues(operands[0], s.Rows, s.Columns),
        SingularValuesGradient s => SingularValuesGradient(operands[0], operands[1], s.Rows, s.Columns),
        Choose c => Choose(c.Parameter, c.Values, operands),
        Call c => Call(c.Key, c.Dims, operands, c.Result, c.Axes, c.Type),
        Ir.Input or Constant or MaskConstant or Ir.Extent or Ir.Position => Add(instr),
        _ => throw new InvalidOperationException($"IrBuilder.Rebuild: {instr.GetType().Name}"),
    };

    /// <summary>How often each value that the roots need is an operand or a root.</summary>
    public Dictionary<int, int> CountUses(IEnumerable<int> roots)
    {
        var uses = new Dictionary<int, int>();
        foreach (int root in roots) Visit(root);
        return uses;

        void Visit(int x)
        {
            uses.TryGetValue(x, out int n);
            uses[x] = n + 1;
            if (n > 0) return;
            foreach (int operand in _code[x].Operands) Visit(operand);
        }
    }

    public EquatableArray<Axis> Union(IReadOnlyList<int> ids)
    {
        if (ids.Count == 1) return AxesOf(ids[0]);
        var union = AxesOf(ids[0]);
        List<Axis>? more = null;
        for (int i = 1; i < ids.Count; i++)
        {
            foreach (var axis in AxesOf(ids[i]))
            {
                if (union.Contains(axis) || more?.Contains(axis) == true) continue;
                (more ??= []).Add(axis);
            }
        }
        return more is null ? union : union.Concat(more).ToEquatable();
    }

    /// <summary>Records compare as always, but are told apart by kind and operands: hashing their axes would cost more than it tells.</summary>
    private sealed class Likeness : IEqualityComparer<Instr>
    {
        public static Likeness Instance { get; } = new();

        public bool Equals(Instr a, Instr b) => a.Equals(b);

        public int GetHashCode(Instr instr) => instr switch
        {
            Map m => m.Args.Aggregate(m.Op.GetHashCode(), Mix),
            Reduce r => Mix(r.Op.GetHashCode(), r.Arg),
            Constant c => c.Text.GetHashCode(),
            Gather g => Mix(Mix(3, g.Arg), g.Index),
            Rename r => Mix(5, r.Arg),
            _ => instr.GetHashCode(),
        };

        private static int Mix(int hash, int value) => unchecked(hash * 31 + value);
    }
}
