using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Passes;

/// <summary>
/// Which values depend on something whose derivative can be infinite: a logarithm, a power, a quotient whose divisor nothing keeps from 0.
/// Only for those is it worth carrying on which lanes a mask has ruled out once they have been summed.
/// </summary>
internal sealed class Singularities
{
    private readonly bool[] _behind;

    /// <param name="active">Which values cotangents reach.</param>
    public Singularities(IrBuilder b, bool[] active)
    {
        _behind = new bool[active.Length];
        for (int id = 0; id < active.Length; id++)
            _behind[id] = active[id] && (IsSingular(b, b[id]) || b[id].Operands.Any(o => _behind[o]));
    }

    public bool IsBehind(int id) => _behind[id];

    private static bool IsSingular(IrBuilder b, Instr instr) => instr switch
    {
        Map { Op: "Log" or "Log1p" or "Pow" } => true,
        Map { Op: "Divide" } m => !IsPositive(b, m.Args[1]),
        _ => false,
    };

    /// <summary>A divisor that is kept from 0, as far as can be told: a number that users give, a maximum with one, an exponential.</summary>
    private static bool IsPositive(IrBuilder b, int x) => b[x] switch
    {
        Constant or Extent => true,
        Input input => input.Axes.Count == 0,
        Map { Op: "Max" } m => IsPositive(b, m.Args[0]) || IsPositive(b, m.Args[1]),
        Map { Op: "Add" or "Multiply" or "Sqrt" } m => m.Args.All(a => IsPositive(b, a)),
        Map { Op: "Exp" or "Softplus" or "Sigmoid" } => true,
        _ => false,
    };
}
