using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Passes;

/// <summary>
/// Removes what no result needs and renumbers the rest.
/// <code>%0 = x; %1 = y; %2 = Exp %1; %3 = Log %0; return %3      →      %0 = x; %1 = Log %0; return %1</code>
/// </summary>
public static class DeadCode
{
    public static Function Remove(Function function) => Remove(function, out _);

    /// <param name="kept">The old ids of the instructions that stay, in order.</param>
    internal static Function Remove(Function function, out IReadOnlyList<int> kept)
    {
        bool[] live = Rewriting.Live(function);
        var ids = new int[live.Length];
        var code = new List<Instr>();
        var stay = new List<int>();
        kept = stay;
        for (int i = 0; i < live.Length; i++)
        {
            if (!live[i]) continue;
            ids[i] = code.Count;
            stay.Add(i);
            var operands = function[i].Operands;
            bool moved = false;
            foreach (int operand in operands) moved |= ids[operand] != operand;
            code.Add(moved ? function[i].WithOperands(operands.Select(o => ids[o]).ToArray()) : function[i]);
        }

        return function with
        {
            Code = code.ToEquatable(),
            Results = function.Results.Select(r => r with { Value = ids[r.Value] }).ToEquatable(),
            ValueNames = function.ValueNames.Where(n => live[n.Value]).Select(n => n with { Value = ids[n.Value] }).ToEquatable(),
        };
    }
}
