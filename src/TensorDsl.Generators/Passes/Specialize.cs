using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Passes;

/// <summary>
/// Settles the branches on bool and enum parameters, and on numbers (<see cref="NumberCases"/>), so that a plan is made for each case and no case pays
/// for another.
/// <code>
/// before, with swap = 1                     after
/// %4 : [N] = Choose swap 0: %2, else: %3    %3 : [N] = Min %1, %2
/// </code>
/// </summary>
public static class Specialize
{
    private const string Name = "Specialize";

    /// <summary>The function for these values of parameters; branches on others stay.</summary>
    public static Function Run(Function f, IReadOnlyDictionary<int, long> choices) => Rewriting.Run(f, (b, instr, operands) => instr switch
    {
        Choose c when choices.TryGetValue(c.Parameter, out long value) => operands[Arm(c, value)],
        Choose or Input or Constant or MaskConstant or Extent or Position or Map or Reduce or Rename or Gather or Scatter or SingularValues or SingularValuesGradient or TopK
            => b.Rebuild(instr, operands),
        _ => throw Rewriting.Unexpected(Name, instr),
    });

    /// <summary>The parameters whose value decides a branch that the results need, in order, with the values that are told apart.</summary>
    public static IReadOnlyList<Choice> Choices(Function f)
    {
        bool[] live = Rewriting.Live(f);
        var branches = f.Code.Items.Where((instr, id) => live[id]).OfType<Choose>().ToList();
        return
        [
            .. branches.Select(c => c.Parameter).Distinct().OrderBy(p => p)
                .Select(p => Of(f, p, branches.Where(c => c.Parameter == p).SelectMany(c => c.Values).Distinct().OrderBy(v => v).ToList())),
        ];
    }

    private static Choice Of(Function f, int parameter, List<long> named)
    {
        if (f.Parameters[parameter].Kind == ParameterKind.Bool) return new(parameter, new long[] { 0, 1 }, null);
        // A value that no arm names stands for all others, those that the enum does not declare included.
        long other = named.Count == 0 ? 0 : named[named.Count - 1] + 1;
        var declared = f.Parameters[parameter].EnumValues.Items.Where(v => !named.Contains(v.Value)).ToList();
        return new(parameter, named.ToEquatable(), declared.Count > 0 ? declared[0].Value : other);
    }

    private static int Arm(Choose choose, long value)
    {
        for (int i = 0; i < choose.Values.Count; i++)
            if (choose.Values[i] == value) return i;
        return choose.Values.Count;
    }
}
