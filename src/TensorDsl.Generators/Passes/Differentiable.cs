using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Ops;
using ValueType = TensorDsl.Generators.Ir.ValueType;

namespace TensorDsl.Generators.Passes;

/// <summary>
/// Finds the parameters that get no gradient, and why. In Mean(Floor(x)) the only path from x to the result goes through Floor, which is
/// piecewise constant; in Mean(y) there is none. A parameter with one differentiable path is fine, whatever its other paths do.
/// </summary>
public static class Differentiable
{
    private const string Name = "Differentiable";

    /// <summary>One finding for each parameter of those asked for (all differentiable ones by default) that gets no gradient.</summary>
    public static IReadOnlyList<GradientFinding> Check(Function f, IEnumerable<int>? parameters = null)
    {
        var findings = new List<GradientFinding>();
        bool[] live = Rewriting.Live(f);
        foreach (int parameter in parameters ?? Enumerable.Range(0, f.Parameters.Count).Where(p => f.Parameters[p].IsDifferentiable))
            if (Of(f, parameter, live) is { } finding) findings.Add(finding);
        return findings;
    }

    /// <summary>A cotangent of the instruction reaches operands. (A call is taken to hand it on; it is checked once it is linked.)</summary>
    internal static bool Passes(Instr instr) => instr switch
    {
        Input => true,
        Constant or MaskConstant or Extent or Position or TopK => false,
        Map m => ScalarOps.Get(m.Op).Vjp is not null,
        Reduce r => ReduceOps.Get(r.Op).Vjp is not null,
        Rename or Gather or Choose => instr.Type == ValueType.Real,
        Scatter or SingularValues or Call => true,
        SingularValuesGradient => false,
        _ => throw Rewriting.Unexpected(Name, instr),
    };

    private static GradientFinding? Of(Function f, int parameter, bool[] live)
    {
        bool[] depends = new bool[f.Code.Count];
        bool[] differentiable = new bool[f.Code.Count];
        GradientFinding? barrier = null;
        for (int id = 0; id < f.Code.Count; id++)
        {
            var instr = f[id];
            bool isParameter = instr is Input input && input.Parameter == parameter;
            depends[id] = isParameter || instr.Operands.Any(o => depends[o]);
            bool reached = instr.Operands.Any(o => differentiable[o]);
            differentiable[id] = isParameter || (reached && Passes(instr));
            // The first place where a path that the results need breaks off is the one to name; a stopped gradient only if nothing else breaks it.
            if (live[id] && reached && !differentiable[id] && (barrier is null || barrier.IsStopped)) barrier = Barrier(parameter, id, instr);
        }

        if (f.Results.Any(r => differentiable[r.Value])) return null;
        return barrier is not null && f.Results.Any(r => depends[r.Value]) ? barrier : new(parameter, -1, null, null);
    }

    private static GradientFinding Barrier(int parameter, int id, Instr instr) => instr switch
    {
        Map m => new(parameter, id, m.Op, ScalarOps.Get(m.Op).NotDifferentiable),
        Reduce r => new(parameter, id, r.Op, ReduceOps.Get(r.Op).NotDifferentiable),
        TopK => new(parameter, id, "TopK", "no derivative of a search is defined"),
        SingularValuesGradient => new(parameter, id, "the gradient of SingularValues", "it divides by differences of singular values, which ties make 0"),
        _ => throw Rewriting.Unexpected(Name, instr),
    };
}
