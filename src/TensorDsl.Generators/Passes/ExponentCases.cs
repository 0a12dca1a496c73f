using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Passes;

/// <summary>
/// Tells exponents of 2 from others, where an exponent is a parameter: squares and roots are a few instructions, any other power is a function. Like
/// a branch that the template wrote itself it is settled by a plan of its own.
/// <code>
/// before                        after
/// %1 = Input p                  %1 = Input p
/// %2 : [N, D] = Pow %0, %1      %2 = Choose p 2: 2, else: %1
///                               %3 : [N, D] = Pow %0, %2
/// </code>
/// </summary>
public static class ExponentCases
{
    /// <summary>What nearly every call asks for, and the default of norms and of focal losses.</summary>
    public const int Common = 2;

    public static Function Run(Function f)
    {
        bool[] live = Rewriting.Live(f);
        // A power of a scalar is computed once: no loop gets faster.
        var exponents = new HashSet<int>(f.Code.Items.Where((instr, id) => live[id] && instr.Axes.Count > 0).OfType<Map>().Where(m => m.Op == "Pow")
            .Select(m => f[m.Args[1]]).OfType<Input>().Select(i => i.Parameter).Where(p => f.Parameters[p].Kind == ParameterKind.Float));
        return exponents.Count == 0 ? f : Rewriting.Run(f, (b, instr, operands) => instr is Input i && exponents.Contains(i.Parameter)
            ? b.Choose(i.Parameter, [Common], [b.Real("2"), b.Rebuild(instr, operands)])
            : b.Rebuild(instr, operands));
    }

    /// <summary>Whether a choice says that a parameter is a number.</summary>
    public static bool IsNumber(Function f, KeyValuePair<int, long> choice) => f.Parameters[choice.Key].Kind == ParameterKind.Float && choice.Value == Common;
}
