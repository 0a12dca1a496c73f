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
                string value = Expression(writer, contraction.Inner, known, scalars);
                writer.Line($"return {Reducing.Combine(contraction.Op, "O", "accumulator", value)};");
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
            string value = Expression(writer, contraction.Inner, known, scalars);
            writer.Line($"return O.Add(accumulator, {value});");
        }
        return scalars;
    }

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

    private string Expression(CodeWriter writer, int root, Dictionary<int, string> known, List<int> scalars)
    {
        for (int i = 0; i < scalars.Count; i++) known[scalars[i]] = $"_s{i}";
        var locals = new NameScope(["accumulator", "a", "b", "g", "x", "y"]);
        return Visit(root);

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
