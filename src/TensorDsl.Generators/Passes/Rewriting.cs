using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Passes;

/// <summary>
/// The frame of the passes that replace instructions one by one: it walks what the results need, in order, hands each instruction over with
/// its new operands, and drops what the results no longer need. Building anew applies the identities of arithmetic and shares equal values.
/// </summary>
internal static class Rewriting
{
    /// <param name="rewrite">Given builder, old instruction and new operands, the value that replaces it.</param>
    public static Function Run(Function f, Func<IrBuilder, Instr, int[], int> rewrite)
    {
        var b = new IrBuilder();
        int[] to = Rebuild(f, b, rewrite);
        return Compact(f with { Code = b.Code, Results = f.Results.Select(r => r with { Value = to[r.Value] }).ToEquatable() });
    }

    /// <summary>Builds what the results need in a builder; gives the new value of each old one, -1 where it is not needed.</summary>
    public static int[] Rebuild(Function f, IrBuilder b, Func<IrBuilder, Instr, int[], int> rewrite)
    {
        bool[] live = Live(f);
        int[] to = new int[f.Code.Count];
        for (int id = 0; id < to.Length; id++)
            to[id] = live[id] ? rewrite(b, f[id], f[id].Operands.Select(o => to[o]).ToArray()) : -1;
        return to;
    }

    /// <summary>Which instructions the results need.</summary>
    public static bool[] Live(Function f)
    {
        bool[] live = new bool[f.Code.Count];
        foreach (var result in f.Results) live[result.Value] = true;
        for (int id = live.Length - 1; id >= 0; id--)
        {
            if (!live[id]) continue;
            foreach (int operand in f[id].Operands) live[operand] = true;
        }

        return live;
    }

    /// <summary>Drops what the results do not need and numbers the rest anew, in the same order.</summary>
    public static Function Compact(Function f)
    {
        bool[] live = Live(f);
        if (live.All(l => l)) return f;
        int[] to = new int[f.Code.Count];
        var code = new List<Instr>();
        for (int id = 0; id < to.Length; id++)
        {
            if (!live[id]) continue;
            to[id] = code.Count;
            code.Add(f[id].WithOperands(f[id].Operands.Select(o => to[o]).ToArray()));
        }

        return f with { Code = code.ToEquatable(), Results = f.Results.Select(r => r with { Value = to[r.Value] }).ToEquatable() };
    }

    /// <summary>The error of a pass that meets an instruction it does not take.</summary>
    public static InvalidOperationException Unexpected(string pass, Instr instr) => new(instr is Call call
        ? $"pass '{pass}' met a call of '{call.Key}': link first"
        : $"pass '{pass}' does not know the instruction {instr.GetType().Name}");
}
