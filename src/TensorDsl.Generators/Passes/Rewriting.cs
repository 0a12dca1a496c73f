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
        return Moved(f, b, to);
    }

    /// <summary>The function with the code of a builder, results and names following their values; what nothing needs is dropped.</summary>
    public static Function Moved(Function f, IrBuilder b, int[] to) => DeadCode.Remove(f with
    {
        Code = b.Code,
        Results = f.Results.Select(r => r with { Value = to[r.Value] }).ToEquatable(),
        ValueNames = Names(f, to),
    });

    /// <summary>The names of values, which move with them; where two values have become one, the first name stays.</summary>
    public static EquatableArray<ValueName> Names(Function f, int[] to)
        => f.ValueNames.Where(n => to[n.Value] >= 0).Select(n => n with { Value = to[n.Value] }).GroupBy(n => n.Value).Select(g => g.First()).ToEquatable();

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

    /// <summary>The error of a pass that meets an instruction it does not take.</summary>
    public static InvalidOperationException Unexpected(string pass, Instr instr) => new(instr is Call call
        ? $"pass '{pass}' met a call of '{call.Key}': link first"
        : $"pass '{pass}' does not know the instruction {instr.GetType().Name}");
}
