using TensorDsl.Generators.Ir;
using ValueType = TensorDsl.Generators.Ir.ValueType;

namespace TensorDsl.Generators.Ops;

/// <summary>
/// A derivative rule: given builder, operands x, the value y and its cotangent dy, the cotangent of each operand (<see cref="None"/>
/// where there is none). Cotangents may have more or fewer axes than the operand; Differentiate sums them back.
/// </summary>
public delegate int[] Vjp(IrBuilder b, int[] x, int y, int dy);

/// <summary>One element-wise operation: everything the compiler knows about it, in one place. A member left out does not compile.</summary>
public sealed class ScalarOp(string name, ValueType result, params ValueType[] operands)
{
    public const int None = -1;

    public string Name => name;

    public ValueType Result => result;

    public IReadOnlyList<ValueType> Operands => operands;

    public int Arity => operands.Length;

    /// <summary>The member of the run-time library's ISimd that computes it, on vectors and on scalars alike.</summary>
    public required string CSharp { get; init; }

    /// <summary>HLSL text, {0} {1} {2} being identifiers.</summary>
    public required string Hlsl { get; init; }

    /// <summary>Reference semantics in double; a mask is 0 or 1.</summary>
    public required Func<double[], double> Eval { get; init; }

    /// <summary>The derivative, or null where <see cref="NotDifferentiable"/> says why there is none.</summary>
    public required Vjp? Vjp { get; init; }

    /// <summary>Why the derivative is zero or absent ("piecewise constant"), or null.</summary>
    public string? NotDifferentiable { get; init; }

    /// <summary>The interval in which tests sample every operand.</summary>
    public required (double Low, double High) Domain { get; init; }

    /// <summary>What it costs beside an addition: 1 for arithmetic, about 10 for exp. The schedule saves what is dear and recomputes what is not.</summary>
    public required int Cost { get; init; }
}
