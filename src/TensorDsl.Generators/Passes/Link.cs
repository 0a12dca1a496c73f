using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Passes;

/// <summary>
/// Replaces calls by the bodies of the called templates, until none is left.
/// <code>
/// %2 : [N, N'] = Call CosineMatrix&lt;N, N', D&gt; %0, %1      →      %2 : [N, N', D] = Multiply %0, %1;  %3 : [N, N'] = Sum&lt;D&gt; %2 …
/// </code>
/// </summary>
/// <remarks>
/// Note [Hygiene]. The callee's dims are replaced by what they stand for at the call. Two axes of the callee must not become one: with
/// M := N', an axis N' that the callee makes inside would be captured, and with N := A and M := A, a callee that compares all pairs would
/// compare row by row. So every axis of the callee gets an axis of its own: those of its parameters and results first (they keep the
/// caller's axis, or, where two meet, a fresh copy that the argument is renamed to), the internal ones after.
/// </remarks>
public static class Link
{
    /// <summary>How deep calls may nest, so that no chain of templates overflows the stack.</summary>
    private const int MaxDepth = 64;

    /// <param name="key">The documentation id of the function, to find recursion.</param>
    /// <param name="find">The function of a documentation id, linked or not, or null.</param>
    public static LinkResult Run(string key, Function function, Func<string, Function?> find)
    {
        var linker = new Linker(find);
        var linked = linker.Run(key, function);
        return new(linked, linker.Problem, linked is null ? default : linker.Origins);
    }

    private sealed class Linker(Func<string, Function?> find)
    {
        private readonly List<string> _open = [];
        private readonly Dictionary<string, Function> _linked = [];

        public LinkProblem? Problem { get; private set; }

        /// <summary>Of the function that was inlined last, which at the end is the one asked for.</summary>
        public EquatableArray<int> Origins { get; private set; }

        public Function? Run(string key, Function function)
        {
            if (_linked.TryGetValue(key, out var known)) return known;
            int at = _open.IndexOf(key);
            if (at >= 0)
            {
                Problem = new(LinkFault.Recursion, _open.Skip(at).Append(key).ToEquatable());
                return null;
            }

            if (_open.Count >= MaxDepth)
            {
                Problem = new(LinkFault.TooDeep, _open.Append(key).ToEquatable());
                return null;
            }

            _open.Add(key);
            var linked = Inline(function);
            _open.RemoveAt(_open.Count - 1);
            return linked is null ? null : _linked[key] = linked;
        }

        private Function? Inline(Function function)
        {
            var b = new IrBuilder();
            var ids = new int[function.Code.Count];
            var origins = new List<int>();
            var inlined = new List<(int Value, string Name, string Callee)>();
            for (int i = 0; i < ids.Length; i++)
            {
                var instr = function[i];
                var operands = instr.Operands.Select(o => ids[o]).ToArray();
                if (instr is Call call)
                {
                    if (Expand(b, call, operands, inlined) is not { } id) return null;
                    ids[i] = id;
                }
                else
                {
                    ids[i] = b.Rebuild(instr, operands);
                }

                while (origins.Count < b.Count) origins.Add(i);
            }

            var linked = DeadCode.Remove(function with
            {
                Code = b.Code,
                Results = function.Results.Select(r => r with { Value = ids[r.Value] }).ToEquatable(),
                ValueNames = Names(function, ids, inlined),
            }, out var kept);
            Origins = kept.Select(k => origins[k]).ToEquatable();
            return linked;
        }

        /// <summary>
        /// The function's own names, and behind them those of what was inlined: a callee's local keeps its name where that is free, and is
        /// called cosineMatrixNorm where it is not.
        /// </summary>
        private static EquatableArray<ValueName> Names(Function function, int[] ids, IReadOnlyList<(int Value, string Name, string Callee)> inlined)
        {
            var names = new List<ValueName>();
            var named = new HashSet<int>();
            foreach (var name in function.ValueNames)
                if (named.Add(ids[name.Value])) names.Add(name with { Value = ids[name.Value] });
            var taken = new HashSet<string>(function.Parameters.Select(p => p.Name).Concat(function.ValueNames.Select(n => n.Name)));
            foreach (var (value, name, callee) in inlined)
            {
                if (named.Contains(value)) continue;
                string qualified = char.ToLowerInvariant(callee[0]) + callee.Substring(1) + char.ToUpperInvariant(name[0]) + name.Substring(1);
                string? free = taken.Add(name) ? name : taken.Add(qualified) ? qualified : null;
                if (free is null) continue;
                named.Add(value);
                names.Add(new(value, free));
            }

            return names.OrderBy(n => n.Value).ToEquatable();
        }

        private int? Expand(IrBuilder b, Call call, int[] arguments, List<(int Value, string Name, string Callee)> inlined)
        {
            if (find(call.Key) is not { } unlinked)
            {
                Problem = new(LinkFault.Missing, new[] { call.Key });
                return null;
            }

            if (unlinked.Results.Count == 0)
            {
                Problem = new(LinkFault.Broken, new[] { call.Key });
                return null;
            }

            if (Run(call.Key, unlinked) is not { } callee) return null;
            if (callee.Parameters.Count != arguments.Length || call.Result >= callee.Results.Count)
            {
                Problem = new(LinkFault.Missing, new[] { call.Key });
                return null;
            }

            var axes = new AxisMap(callee, call);
            // An axis of a parameter that had to become a fresh copy is renamed where it enters.
            for (int p = 0; p < arguments.Length; p++)
                arguments[p] = RenameAll(b, arguments[p], callee.Parameters[p].Axes.Select(a => (axes.AtCall(a), axes.Inside(a))));

            var ids = new int[callee.Code.Count];
            for (int i = 0; i < ids.Length; i++)
            {
                var instr = callee[i];
                var operands = instr.Operands.Select(o => ids[o]).ToArray();
                switch (instr)
                {
                    case Input input:
                        ids[i] = arguments[input.Parameter];
                        break;
                    case Choose choose:
                        int selector = arguments[choose.Parameter];
                        if (!Branch.IsSelector(b, selector))
                        {
                            Problem = new(LinkFault.NotConstant, new[] { call.Key, callee.Parameters[choose.Parameter].Name });
                            return null;
                        }

                        ids[i] = Branch.Choose(b, selector, choose.Values, operands);
                        break;
                    // An int argument that is a constant is a number already.
                    case Map { Op: "IndexToReal" } when b[operands[0]] is Constant:
                        ids[i] = operands[0];
                        break;
                    default:
                        ids[i] = b.Rebuild(axes.Substitute(instr), operands);
                        break;
                }
            }

            inlined.AddRange(callee.ValueNames.Where(n => b[ids[n.Value]] is not (Input or Constant or MaskConstant)).Select(n => (ids[n.Value], n.Name, callee.Name)));
            var result = callee.Results[call.Result];
            return RenameAll(b, ids[result.Value], result.Axes.Select(a => (axes.Inside(a), axes.AtCall(a))));
        }

        /// <summary>Several axes at once: a swap goes through copies that nothing has.</summary>
        private static int RenameAll(IrBuilder b, int id, IEnumerable<(Axis From, Axis To)> axes)
        {
            var moves = axes.Where(m => m.From != m.To && b.AxesOf(id).Contains(m.From)).ToList();
            while (moves.Count > 0)
            {
                int free = moves.FindIndex(m => !b.AxesOf(id).Contains(m.To));
                if (free >= 0)
                {
                    id = b.Rename(id, moves[free].From, moves[free].To);
                    moves.RemoveAt(free);
                    continue;
                }

                var (from, to) = moves[0];
                int copy = b.AxesOf(id).Concat(moves.Select(m => m.To)).Where(a => a.Dim == from.Dim).Max(a => a.Copy) + 1;
                id = b.Rename(id, from, new(from.Dim, copy));
                moves[0] = (new(from.Dim, copy), to);
            }

            return id;
        }
    }
}
