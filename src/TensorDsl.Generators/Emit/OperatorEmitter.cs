using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Ops;
using TensorDsl.Generators.Schedule;

namespace TensorDsl.Generators.Emit;

/// <summary>
/// Prints the struct operator of a tile skeleton whose inner operation is not the plain product: one step of the fold as a method that
/// the JIT inlines into the kernel. Scalars that it uses are its fields.
/// </summary>
internal sealed class OperatorEmitter(Plan plan)
{
    private IrBuilder Code => plan.Code;

    /// <summary>The struct for a fold of f(a, b); returns the scalars that its constructor takes, in order.</summary>
    public IReadOnlyList<int> Inner(CodeWriter writer, string name, PairContraction contraction, bool swapped)
    {
        var scalars = new List<int>();
        using (Struct(writer, name, "TensorDslCpu.IInner<V>", contraction.Inner, scalars))
        {
            writer.Line($"public V Start => {Reducing.Identity(contraction.Op, "O")};");
            writer.Line();
            using (writer.Block("public V Step(V accumulator, V a, V b)"))
            {
                var known = new Dictionary<int, string> { [contraction.A] = swapped ? "b" : "a", [contraction.B] = swapped ? "a" : "b" };
                var value = Values(writer, known, scalars);
                string next = contraction.Op == "Sum" ? Sum("accumulator", contraction.Inner, value) : Reducing.Combine(contraction.Op, "O", "accumulator", value(contraction.Inner));
                writer.Line($"return {next};");
            }
        }
        return scalars;
    }

    /// <summary>The struct for a sum of f(g, x, y).</summary>
    public IReadOnlyList<int> Outer(CodeWriter writer, string name, TileContraction contraction)
    {
        var scalars = new List<int>();
        using (Struct(writer, name, "TensorDslCpu.IOuter<V>", contraction.Inner, scalars))
        using (writer.Block("public V Step(V accumulator, V g, V x, V y)"))
        {
            var known = new Dictionary<int, string> { [contraction.G] = "g", [contraction.Y] = "y" };
            if (contraction.X >= 0) known[contraction.X] = "x";
            writer.Line($"return {Sum("accumulator", contraction.Inner, Values(writer, known, scalars))};");
        }
        return scalars;
    }

    /// <summary>The struct for terms that count in a row's sum and in a column's.</summary>
    public IReadOnlyList<int> Term(CodeWriter writer, string name, PairedSums sums)
    {
        var scalars = new List<int>();
        using (Struct(writer, name, "TensorDslCpu.IPairTerm<V>", sums.Term, scalars))
        {
            var known = new Dictionary<int, string> { [sums.Row.G] = "g", [sums.Row.X] = "x", [sums.Row.Y] = "y" };
            // A factor g is left to the sums, where it costs nothing.
            int factor = Code[sums.Term] is Map { Op: "Multiply" } m && m.Args.Contains(sums.Row.G) ? m.Args[m.Args[0] == sums.Row.G ? 1 : 0] : -1;
            using (writer.Block("public V Of(V g, V x, V y)")) writer.Line($"return {Values(writer, known, scalars)(factor < 0 ? sums.Term : factor)};");
            writer.Line();
            writer.Line($"public V AddToRow(V sum, V g, V term) => {Next(sums.SubtractsRow)};");
            writer.Line();
            writer.Line($"public V AddToColumn(V sum, V g, V term) => {Next(sums.SubtractsColumn)};");

            string Next(bool subtracts) => factor < 0 ? $"O.{(subtracts ? "Subtract" : "Add")}(sum, term)" : $"O.MultiplyAdd({(subtracts ? "O.Negate(g)" : "g")}, term, sum)";
        }
        return scalars;
    }

    /// <summary>The sum with a value more; a product is rounded together with it.</summary>
    private string Sum(string sum, int value, Func<int, string> operand) => Code[value] switch
    {
        Map { Op: "Negate" } n when Code[n.Args[0]] is Map { Op: "Multiply" } m => $"O.MultiplyAdd(O.Negate({operand(m.Args[0])}), {operand(m.Args[1])}, {sum})",
        Map { Op: "Negate" } n => $"O.Subtract({sum}, {operand(n.Args[0])})",
        Map { Op: "Multiply" } m => $"O.MultiplyAdd({operand(m.Args[0])}, {operand(m.Args[1])}, {sum})",
        _ => $"O.Add({sum}, {operand(value)})",
    };

    private IDisposable Struct(CodeWriter writer, string name, string implements, int root, List<int> scalars)
    {
        Scalars(root, scalars);
        string parameters = string.Join(", ", scalars.Select((_, i) => $"T s{i}"));
        var block = writer.Block($"private readonly struct {name}({parameters}) : {implements}");
        for (int i = 0; i < scalars.Count; i++) writer.Line($"private readonly V _s{i} = O.Broadcast(s{i});");
        if (scalars.Count > 0) writer.Line();
        return block;
    }

    private void Scalars(int x, List<int> scalars)
    {
        if (Code[x] is Constant or MaskConstant || scalars.Contains(x)) return;
        if (Code.AxesOf(x).Count == 0) scalars.Add(x);
        else if (Code[x] is Map m) foreach (int arg in m.Args) Scalars(arg, scalars);
    }

    /// <summary>Prints what values of one method are computed from, in locals of one scope, and says how each is called.</summary>
    private Func<int, string> Values(CodeWriter writer, Dictionary<int, string> known, List<int> scalars)
    {
        for (int i = 0; i < scalars.Count; i++) known[scalars[i]] = $"_s{i}";
        var locals = new NameScope(["accumulator", "a", "b", "g", "x", "y"]);
        return Visit;

        string Visit(int x)
        {
            if (known.TryGetValue(x, out string? name)) return name;
            switch (Code[x])
            {
                case Constant c: return $"O.Constant({BodyEmitter.Number(c)})";
                case MaskConstant m: return $"O.BroadcastMask({(m.Value ? "true" : "false")})";
                case Map { Op: "StopGradient" } m: return Visit(m.Args[0]);
                case Map m:
                    string text = $"O.{ScalarOps.Get(m.Op).CSharp}({string.Join(", ", m.Args.Select(Visit))})";
                    name = locals.Take(ValueNames.Name(plan, x));
                    writer.Line($"V {name} = {text};");
                    return known[x] = name;
                default: throw new InvalidOperationException($"Emit: {Code[x].GetType().Name} in an inner operation");
            }
        }
    }
}
