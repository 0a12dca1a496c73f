using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Schedule;

/// <summary>What the schedule works on: code with renames and gathers at the leaves, and the contractions in it.</summary>
internal sealed record Lowered(
    IrBuilder Builder, EquatableArray<Result> Results, IReadOnlyDictionary<int, Contraction> Contractions, ContractionFinder Finder, IReadOnlyDictionary<int, string> Names);

/// <summary>
/// Prepares code for scheduling: pushes renames and gathers to the leaves, turns one-hot sums into gathers, divides by broadcast values
/// through their reciprocal, recognises contractions, and spells out the stable log-sum-exp where it is not computed online in a tile.
/// </summary>
/// <example>
/// before  %3 : [N, N'] = Select (N' = N) v 0;  %4 : [N] = Sum&lt;N'&gt; %3
/// after   %4 : [N] = Rename v N' → N
/// </example>
internal static class Lower
{
    public static Lowered Run(Function function)
    {
        // Which contractions must be stored is known only when all contractions are; each round adds at least one or is the last.
        var stored = new HashSet<int>();
        while (true)
        {
            var pass = new Lowering(function, stored);
            var lowered = pass.Run();
            var again = pass.ContractedTwice(lowered).Where(o => !stored.Contains(o)).ToList();
            if (again.Count == 0) return lowered;
            stored.UnionWith(again);
        }
    }

    private sealed class Lowering
    {
        private readonly Function _function;
        private readonly HashSet<int> _storedOrigins;
        private readonly IrBuilder _b = new();
        private readonly Dictionary<int, Contraction> _contractions = [];
        private readonly Dictionary<int, int> _origins = [];
        private readonly Pushing _pushing;
        private readonly ContractionFinder _finder;
        private readonly Dictionary<(string, int, EquatableArray<Axis>), int> _reduced = [];

        /// <summary>Log-sum-exps that are spelled out: what of, its exponentials, and their sum.</summary>
        private readonly Dictionary<int, (int Arg, int Exp, int Sum)> _spelledOut = [];

        private readonly HashSet<int> _logistic;

        public Lowering(Function function, HashSet<int> storedOrigins)
        {
            _function = function;
            _storedOrigins = storedOrigins;
            _logistic = BothLogistic(function);
            _pushing = new Pushing(_b, (op, arg, over) => Reduce(-1, op, arg, over));
            _finder = new ContractionFinder(_b, _pushing, _contractions, IsOperandShaped, Leading);
        }

        private bool IsOperandShaped(IReadOnlyCollection<Axis> axes)
        {
            var dims = axes.Select(a => a.Dim).OrderBy(d => d, StringComparer.Ordinal).ToList();
            return _function.Parameters.Any(p =>
            {
                var rest = p.Axes.Select(a => a.Dim).ToList();
                return dims.All(rest.Remove);
            });
        }

        /// <summary>
        /// The foremost place of an axis in results and operands, then which operand has it first: one order for the whole function, so that all
        /// its tiles over two sides agree on which are the rows.
        /// </summary>
        private int Leading(Axis axis)
        {
            const int Last = 99;
            int place = Last;
            foreach (var result in _function.Results) place = Math.Min(place, Place(result.Axes));
            foreach (var parameter in _function.Parameters) place = Math.Min(place, Place(parameter.Axes));
            int first = _function.Parameters.ToList().FindIndex(p => p.Axes.Any(a => a.Dim == axis.Dim));
            return (place * 100 + (first < 0 ? Last : first)) * 100 + axis.Copy;

            int Place(IEnumerable<Axis> axes)
            {
                int at = axes.ToList().FindIndex(a => a.Dim == axis.Dim && a.Copy == axis.Copy);
                if (at < 0) at = axes.ToList().FindIndex(a => a.Dim == axis.Dim);
                return at < 0 ? Last : at;
            }
        }

        public Lowered Run()
        {
            var map = new int[_function.Code.Count];
            for (int i = 0; i < map.Length; i++)
            {
                var instr = _function[i];
                var operands = instr.Operands.Select(o => map[o]).ToArray();
                map[i] = instr switch
                {
                    Rename r => _pushing.Rename(operands[0], r.From, r.To),
                    Gather g => _pushing.Gather(operands[0], operands[1], g.On),
                    Map { Op: "Divide" } when _b.AxesOf(operands[1]).Count < _b.Union(operands).Count && _b[operands[1]] is not Constant
                        => Multiply(operands[0], _b.Div(_b.One(), operands[1])),   // Note [Division by broadcast values]
                    Map { Op: "Multiply" } => Multiply(operands[0], operands[1]),
                    Map { Op: "Negate" } m when IsUsedOnce(m.Args[0]) && NegatedSum(m.Args[0], operands[0]) is { } sum => sum,
                    Map { Op: "Exp" } when Softmax(operands[0]) is { } softmax => softmax,
                    Map { Op: "Softplus" or "Sigmoid" } m when _logistic.Contains(m.Args[0]) => Logistic(m.Op, operands[0]),
                    Scatter s when _b[operands[1]] is Position p && s.Over.Count == 1 && s.Over[0] == p.Axis => _pushing.Rename(operands[0], p.Axis, s.On),
                    Reduce r => Reduce(i, r.Op, operands[0], r.Over),
                    _ => _b.Rebuild(instr, operands),
                };
            }
            var results = _function.Results.Select(r => r with { Value = map[r.Value] }).ToEquatable();
            var names = new Dictionary<int, string>();
            foreach (var name in _function.ValueNames)
                if (_b[map[name.Value]] is Map or Ir.Reduce) names[map[name.Value]] = name.Name;
            return new(_b, results, _contractions, _finder, names);
        }

        // Note [Division by broadcast values]
        // x / s with s constant along an axis of x is x · (1/s): one division for the whole row. It differs from the division by at most
        // 1.5 ulp, and in range only where 1/s overflows (|s| below 3e-39 in float), which no clamped norm or temperature reaches.

        /// <summary>Scalar factors go to the front, where they meet each other once instead of every element.</summary>
        private int Multiply(int x, int y)
        {
            var (s, u) = SplitScalar(x);
            var (t, v) = SplitScalar(y);
            // One order for the factors, so that x·y and y·x are one value.
            bool swap = (_b.AxesOf(u).Count, u).CompareTo((_b.AxesOf(v).Count, v)) > 0;
            return _b.Mul(_b.Mul(s, t), swap ? _b.Mul(v, u) : _b.Mul(u, v));
        }

        private (int Scalar, int Remainder) SplitScalar(int x)
        {
            if (_b.AxesOf(x).Count == 0) return (x, _b.One());
            if (_b[x] is Map { Op: "Multiply" } m && _b.AxesOf(m.Args[0]).Count == 0) return (m.Args[0], m.Args[1]);
            if (_b[x] is Map { Op: "Negate" } n)
            {
                var (s, rest) = SplitScalar(n.Args[0]);
                return (_b.Neg(s), rest);
            }
            return (_b.One(), x);
        }

        /// <summary>
        /// The negative of a sum of pairs' terms as the sum of their negatives, which costs nothing: so the gradients of x − y for x and for y are
        /// sums of the same pass, and not one of an earlier pass.
        /// </summary>
        private int? NegatedSum(int origin, int sum)
            => _contractions.TryGetValue(sum, out var c) && c is TileContraction { Inner: >= 0 } && _b[sum] is Reduce r ? Contraction(origin, r.Op, _b.Neg(r.Arg), r.Over) : null;

        private bool IsUsedOnce(int x) => _function.Code.Items.Sum(i => i.Operands.Count(o => o == x)) + _function.Results.Count(r => r.Value == x) == 1;

        private int Reduce(int origin, string op, int arg, IReadOnlyList<Axis> over)
        {
            if (over.Count == 0) return _b.Reduce(op, arg, over);
            // Truth values reduce as the numbers 0 and 1: one kind of accumulator less, and partial results combine like any others.
            if (op == "Any") return _b.Map("Greater", Reduce(origin, "Max", _b.Map("MaskToReal", arg), over), _b.Zero());
            if (op == "All") return _b.Map("Greater", Reduce(origin, "Min", _b.Map("MaskToReal", arg), over), _b.Zero());
            var key = (op, arg, over.ToEquatable());
            if (_reduced.TryGetValue(key, out int known)) return known;
            return _reduced[key] = ReduceNew(origin, op, arg, over);
        }

        private int ReduceNew(int origin, string op, int arg, IReadOnlyList<Axis> over)
        {
            if (op == "Sum" && OneHot(arg, over) is { } hit)
            {
                var rest = over.Where(a => a != hit.Axis).ToList();
                return Reduce(origin, op, _pushing.Gather(hit.Value, hit.Index, hit.Axis), rest);
            }
            if (op == "Sum" && SplitScalar(arg) is var (scalar, summand) && scalar != _b.One() && _b.AxesOf(summand).Count > 0)
                return Multiply(OverNothing.OutOfSum(_b, scalar, over.ToList()), Reduce(origin, op, summand, over));
            if (op == "LogSumExp")
            {
                // Over a whole side of a tile it is computed online; over both, online over the columns and then over a vector.
                var core = _finder.IsTile(arg) ? _finder.Core(arg) : null;
                if (core is not null && over.Count > core.Columns.Count && core.Columns.SubsetOf(over))
                    return Reduce(origin, op, Reduce(origin, op, arg, core.Columns), over.Where(a => !core.Columns.Contains(a)).ToList());
                if (core is null || !over.ToList().SameSet(core.Columns) && !over.ToList().SameSet(core.Rows)) return StableLogSumExp(arg, over);
            }
            return Contraction(origin, op, arg, over) ?? LowestAxes(op, arg, over);
        }

        private int? Contraction(int origin, string op, int arg, IReadOnlyList<Axis> over)
        {
            if (_finder.TryRewrite(op, arg, over) is not { } contraction) return null;
            foreach (int id in Reductions(contraction))
            {
                _origins[id] = origin;
                if (_storedOrigins.Contains(origin) || IsGradientShaped(id)) _finder.Stored.Add(id);
            }
            return contraction;
        }

        /// <summary>A contraction with the shape of an operand costs no more memory than the operand has, and its rows are worked on like the operand's.</summary>
        private bool IsGradientShaped(int x)
        {
            var dims = _b.AxesOf(x).Select(a => a.Dim).OrderBy(d => d, StringComparer.Ordinal).ToList();
            return _function.Results.Any(r => r.Gradient >= 0 && r.Axes.Select(a => a.Dim).OrderBy(d => d, StringComparer.Ordinal).SequenceEqual(dims));
        }

        private IEnumerable<int> Reductions(int x)
        {
            if (_contractions.ContainsKey(x)) return [x];
            return _b[x] is Map m ? m.Args.SelectMany(Reductions) : [];
        }

        /// <summary>Bound axes take the lowest free copy, so that a mean over Prime N of a vector runs over N like every other vector.</summary>
        private int LowestAxes(string op, int arg, IReadOnlyList<Axis> over)
        {
            if (_finder.IsTile(arg)) return _b.Reduce(op, arg, over);
            var bound = over.ToList();
            for (int i = 0; i < bound.Count; i++)
            {
                var axis = bound[i];
                for (int copy = 0; copy < axis.Copy; copy++)
                {
                    var low = axis with { Copy = copy };
                    if (_b.AxesOf(arg).Contains(low)) continue;
                    int renamed = _pushing.Rename(arg, axis, low);
                    arg = renamed;
                    bound[i] = low;
                    break;
                }
            }
            return _b.Reduce(op, arg, bound);
        }

        /// <summary>Σ over k of Select(k = index, v, 0) picks one element.</summary>
        private (int Value, int Index, Axis Axis)? OneHot(int arg, IReadOnlyList<Axis> over)
        {
            if (_b[arg] is not Map { Op: "Select" } select || _b[select.Args[2]] is not Constant { Text: "0" }) return null;
            foreach (int mask in Conjuncts(select.Args[0]))
            {
                if (_b[mask] is not Map { Op: "IndexEqual" } equal) continue;
                for (int side = 0; side < 2; side++)
                {
                    if (_b[equal.Args[side]] is not Position p || !over.Contains(p.Axis)) continue;
                    int index = equal.Args[1 - side];
                    if (_b.AxesOf(index).Contains(p.Axis)) continue;
                    int rest = _b.Truth(true);
                    foreach (int other in Conjuncts(select.Args[0])) if (other != mask) rest = _b.Map("And", rest, other);
                    return (_b.Select(rest, select.Args[1], select.Args[2]), index, p.Axis);
                }
            }
            return null;
        }

        private IEnumerable<int> Conjuncts(int mask) => _b[mask] is Map { Op: "And" } and ? and.Args.SelectMany(Conjuncts) : [mask];

        // Note [Stable log-sum-exp]
        // lse = m + ln Σ e^(x − m) with m the maximum, or 0 where the maximum is not finite: so an empty or all −∞ row gives −∞, a row
        // with +∞ gives +∞, and NaN stays NaN, without ∞ − ∞.
        private int StableLogSumExp(int arg, IReadOnlyList<Axis> over)
        {
            int max = LowestAxes("MaxNumber", arg, over);
            int shift = FiniteOrZero(_b, max);
            int exp = _b.Map("ExpOfDifference", _b.Sub(arg, shift)), sum = LowestAxes("Sum", exp, over);
            int lse = _b.Add(shift, _b.Log(sum));
            _spelledOut[lse] = (arg, exp, sum);
            return lse;
        }

        /// <summary>
        /// e^(x − lse) of a log-sum-exp that is spelled out is e^(x − m) over the sum: the exponentials are there already. As in a derivative, lse
        /// may be replaced by 0 where it is −∞; then the sum is 0, and so is the result. Of one that is computed online it stays an exponential.
        /// </summary>
        private int? Softmax(int exponent)
        {
            if (_b[exponent] is not Map { Op: "Subtract" } difference) return null;
            int subtrahend = difference.Args[1];
            bool guarded = _b[subtrahend] is Map { Op: "Select" } select && _b[select.Args[2]] is Constant { Text: "0" }
                && select.Args[0] == _b.TryFindMap("NotEqual", select.Args[1], _b.Real("-inf"));
            if (guarded) subtrahend = ((Map)_b[subtrahend]).Args[1];
            if (_b[subtrahend] is Reduce { Op: "LogSumExp" } online && online.Arg == difference.Args[0]) return _b.Map("ExpOfDifference", exponent);
            if (!_spelledOut.TryGetValue(subtrahend, out var known) || known.Arg != difference.Args[0]) return null;
            int scale = _b.Div(_b.One(), known.Sum);
            return Multiply(known.Exp, guarded ? _b.Select(_b.Map("Equal", known.Sum, _b.Zero()), _b.Zero(), scale) : scale);
        }

        /// <summary>Softplus and its derivative, where a value has both, from one e^−|x|.</summary>
        private int Logistic(string op, int x)
        {
            // Beside the 1 that it is added to, the short form is as good as the other; a sigmoid below 2^-125 becomes 0.
            int e = _b.Map("ExpOfDifference", _b.Neg(_b.Map("Abs", x)));
            return op == "Softplus"
                ? _b.Add(_b.Map("Max", x, _b.Zero()), _b.Map("Log1pUnit", e))
                : _b.Div(_b.Select(_b.Map("Less", x, _b.Zero()), e, _b.One()), _b.Add(_b.One(), e));
        }

        /// <summary>Values of the function that a softplus and a sigmoid are taken of.</summary>
        private static HashSet<int> BothLogistic(Function f)
        {
            var softplus = new HashSet<int>(f.Code.Items.OfType<Map>().Where(m => m.Op == "Softplus").Select(m => m.Args[0]));
            softplus.IntersectWith(f.Code.Items.OfType<Map>().Where(m => m.Op == "Sigmoid").Select(m => m.Args[0]));
            return softplus;
        }

        /// <summary>
        /// Contractions whose tile values are contracted in two passes, one of which needs the other's result. Recomputing them would repeat
        /// a whole matrix product, so they are stored (a layer of an MLP); attention-like losses contract once and store nothing.
        /// </summary>
        public IEnumerable<int> ContractedTwice(Lowered lowered)
        {
            var users = new Dictionary<int, List<int>>();
            foreach (var tile in lowered.Contractions.Values.OfType<TileContraction>())
                foreach (int core in Cores(tile.G, []).Where(_finder.IsTile))
                    (users.TryGetValue(core, out var list) ? list : users[core] = []).Add(tile.Reduce);
            var reached = new Dictionary<int, HashSet<int>>();
            foreach (var pair in users)
                if (pair.Value.Any(u => pair.Value.Any(v => u != v && Reaches(v, u))) && _origins.TryGetValue(pair.Key, out int origin))
                    yield return origin;

            bool Reaches(int from, int to)
            {
                if (!reached.TryGetValue(from, out var cone)) Collect(from, cone = reached[from] = []);
                return cone.Contains(to);
            }
        }

        private void Collect(int x, HashSet<int> cone)
        {
            foreach (int operand in _b[x].Operands)
                if (cone.Add(operand)) Collect(operand, cone);
        }

        private IEnumerable<int> Cores(int x, HashSet<int> seen)
        {
            if (!seen.Add(x)) return [];
            if (_contractions.TryGetValue(x, out var c)) return c is PairContraction ? [x] : [];
            return _b[x] is Map m ? m.Args.SelectMany(a => Cores(a, seen)) : [];
        }
    }

    /// <summary>x where it is finite, else 0.</summary>
    internal static int FiniteOrZero(IrBuilder b, int x)
        => b.Select(b.Map("Less", b.Map("Abs", x), b.Real("inf")), x, b.Zero());
}
