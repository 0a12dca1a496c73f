using TensorDsl.Generators.Ir;
using ValueType = TensorDsl.Generators.Ir.ValueType;

namespace TensorDsl.Generators.Ops;

/// <summary>A derivative rule of a reduction: the cotangent of the operand, which may lack the reduced axes where it is constant along them.</summary>
public delegate int ReduceVjp(IrBuilder b, Reduce instr, int y, int dy);

/// <summary>One reduction over axes: everything the compiler knows about it, in one place.</summary>
public sealed class ReduceOp(string name, ValueType operand, ValueType result)
{
    public string Name => name;

    public ValueType Operand => operand;

    public ValueType Result => result;

    /// <summary>Over no axes at all the reduction is its operand (Sum, Max), or it is not (ArgMax).</summary>
    public required bool IdentityOnScalar { get; init; }

    /// <summary>What an empty reduction gives, as constant text ("0", "-inf").</summary>
    public required string Identity { get; init; }

    /// <summary>Reference semantics in double over the reduced elements in memory order.</summary>
    public required Func<IReadOnlyList<double>, double> Eval { get; init; }

    public required ReduceVjp? Vjp { get; init; }

    public string? NotDifferentiable { get; init; }
}
