using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Passes;

/// <summary>
/// Tells the number that nearly every call gives for a parameter from others, where a loop gets faster by it: an exponent of 2 makes squares and roots
/// of powers, which are functions, and a number that is asked whether it is more than 0 switches a term off. Like a branch that the template wrote
/// itself it is settled by a plan of its own.
/// <code>
/// before                        after
/// %1 = Input p                  %1 = Input p
/// %2 : [N, D] = Pow %0, %1      %2 = Choose p 2: 2, else: %1
///                               %3 : [N, D] = Pow %0, %2
/// </code>
/// </summary>
public static class NumberCases
{
    /// <summary>The exponent of norms and of focal losses, unless a call says another.</summary>
    public const int Exponent = 2;

    /// <summary>A label smoothing, unless a call says another.</summary>
    public const int Off = 0;

    public static Function Run(Function f)
    {
        bool[] live = Rewriting.Live(f);
        var numbers = new Dictionary<int, int>();
        // What is computed once, without axes, makes no loop faster.
        foreach (var map in f.Code.Items.Where((instr, id) => live[id] && instr.Axes.Count > 0).OfType<Map>())
        {
            if (map.Op == "Pow" && Parameter(f, map.Args[1]) is { } exponent) numbers[exponent] = Exponent;
            if (map.Op == "Select" && Switch(f, map.Args[0]) is { } number && !numbers.ContainsKey(number)) numbers[number] = Off;
        }
        return numbers.Count == 0 ? f : Rewriting.Run(f, (b, instr, operands) => instr is Input i && numbers.TryGetValue(i.Parameter, out int number)
            ? b.Choose(i.Parameter, [number], [b.Real(number), b.Rebuild(instr, operands)])
            : b.Rebuild(instr, operands));
    }

    /// <summary>Whether a choice says that a parameter is a number.</summary>
    public static bool IsNumber(Function f, KeyValuePair<int, long> choice)
        => f.Parameters[choice.Key].Kind == ParameterKind.Float && f.Code.Items.OfType<Choose>().Any(c => c.Parameter == choice.Key && c.Values.Contains(choice.Value));

    /// <summary>The parameter of which x asks whether it is more than 0.</summary>
    private static int? Switch(Function f, int x)
        => f[x] is Map { Op: "Greater" } m && f[m.Args[1]] is Constant { Text: "0" } ? Parameter(f, m.Args[0]) : null;

    private static int? Parameter(Function f, int x) => f[x] is Input i && f.Parameters[i.Parameter].Kind == ParameterKind.Float ? i.Parameter : null;
}
