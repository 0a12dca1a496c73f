using TensorDsl.Generators.Ir;
using static TensorDsl.Generators.Ir.ValueType;

namespace TensorDsl.Generators.Ops;

public static partial class ScalarOps
{
    private const string PiecewiseConstant = "piecewise constant";

    /// <summary>Arithmetic, rounding, and what picks one of its operands.</summary>
    private static ScalarOp[] Arithmetic() =>
    [
        new("Add", Real, Real, Real)
        {
            CSharp = "Add",
            Hlsl = "{0} + {1}",
            Eval = static x => x[0] + x[1],
            Vjp = static (b, x, y, dy) => [dy, dy],
            Domain = (-3, 3),
            Cost = 1,
        },
        new("Subtract", Real, Real, Real)
        {
            CSharp = "Subtract",
            Hlsl = "{0} - {1}",
            Eval = static x => x[0] - x[1],
            Vjp = static (b, x, y, dy) => [dy, b.Neg(dy)],
            Domain = (-3, 3),
            Cost = 1,
        },
        new("Multiply", Real, Real, Real)
        {
            CSharp = "Multiply",
            Hlsl = "{0} * {1}",
            Eval = static x => x[0] * x[1],
            // A square's two contributions are one product, so that a contraction of it stays a contraction.
            Vjp = static (b, x, y, dy) => x[0] == x[1]
                ? [b.Mul(b.Mul(b.Real("2"), dy), x[0]), ScalarOp.None]
                : [b.Mul(dy, x[1]), b.Mul(dy, x[0])],
            Domain = (-3, 3),
            Cost = 1,
        },
        new("Divide", Real, Real, Real)
        {
            CSharp = "Divide",
            Hlsl = "{0} / {1}",
            Eval = static x => x[0] / x[1],
            Vjp = static (b, x, y, dy) =>
            {
                int quotient = b.Div(dy, x[1]);
                return [quotient, b.Neg(b.Mul(quotient, y))];
            },
            Domain = (0.5, 3),
            Cost = 4,
        },
        new("Negate", Real, Real)
        {
            CSharp = "Negate",
            Hlsl = "-{0}",
            Eval = static x => -x[0],
            Vjp = static (b, x, y, dy) => [b.Neg(dy)],
            Domain = (-3, 3),
            Cost = 1,
        },
        new("Abs", Real, Real)
        {
            CSharp = "Abs",
            Hlsl = "abs({0})",
            Eval = static x => Math.Abs(x[0]),
            Vjp = static (b, x, y, dy) => [b.Mul(dy, b.Map("Sign", x[0]))],
            Domain = (-3, 3),
            Cost = 1,
        },
        new("Sign", Real, Real)
        {
            CSharp = "Sign",
            Hlsl = "tdsl_sign({0})",
            Eval = static x => x[0] > 0 ? 1 : x[0] < 0 ? -1 : x[0] == 0 ? 0 : double.NaN,
            Vjp = null,
            NotDifferentiable = PiecewiseConstant,
            Domain = (-3, 3),
            Cost = 2,
        },
        new("Floor", Real, Real)
        {
            CSharp = "Floor",
            Hlsl = "floor({0})",
            Eval = static x => Math.Floor(x[0]),
            Vjp = null,
            NotDifferentiable = PiecewiseConstant,
            Domain = (-3, 3),
            Cost = 1,
        },
        new("Ceiling", Real, Real)
        {
            CSharp = "Ceiling",
            Hlsl = "ceil({0})",
            Eval = static x => Math.Ceiling(x[0]),
            Vjp = null,
            NotDifferentiable = PiecewiseConstant,
            Domain = (-3, 3),
            Cost = 1,
        },
        new("Round", Real, Real)
        {
            CSharp = "Round",
            Hlsl = "tdsl_round({0})",
            Eval = static x => Math.Round(x[0], MidpointRounding.ToEven),
            Vjp = null,
            NotDifferentiable = PiecewiseConstant,
            Domain = (-3, 3),
            Cost = 1,
        },
        new("Max", Real, Real, Real)
        {
            CSharp = "Max",
            Hlsl = "tdsl_max({0}, {1})",
            Eval = static x => Math.Max(x[0], x[1]),
            Vjp = static (b, x, y, dy) => Extremum(b, "GreaterOrEqual", x, dy),
            Domain = (-3, 3),
            Cost = 1,
        },
        new("Min", Real, Real, Real)
        {
            CSharp = "Min",
            Hlsl = "tdsl_min({0}, {1})",
            Eval = static x => Math.Min(x[0], x[1]),
            Vjp = static (b, x, y, dy) => Extremum(b, "LessOrEqual", x, dy),
            Domain = (-3, 3),
            Cost = 1,
        },
        new("Relu", Real, Real)
        {
            CSharp = "Relu",
            Hlsl = "({0} < 0 ? 0 : {0})",
            Eval = static x => x[0] > 0 || double.IsNaN(x[0]) ? x[0] : 0,
            Vjp = static (b, x, y, dy) => [b.Select(b.Map("Greater", x[0], b.Zero()), dy, b.Zero())],
            Domain = (-3, 3),
            Cost = 1,
        },
        new("StopGradient", Real, Real)
        {
            CSharp = "",
            Hlsl = "{0}",
            Eval = static x => x[0],
            Vjp = null,
            NotDifferentiable = "its derivative is stopped",
            Domain = (-3, 3),
            Cost = 0,
        },
    ];

    /// <summary>
    /// The derivative of Max and Min: to the operand that was picked, half to each where they are equal. As one selection per operand it
    /// joins the masked lanes, so that what is behind the operand that was not picked may be infinite there.
    /// </summary>
    private static int[] Extremum(IrBuilder b, string picks, int[] x, int dy)
    {
        if (x[0] == x[1]) return [dy, ScalarOp.None];
        int share = b.Mul(dy, b.Select(b.Map("Equal", x[0], x[1]), b.Real("0.5"), b.One()));
        return [b.Select(b.Map(picks, x[0], x[1]), share, b.Zero()), b.Select(b.Map(picks, x[1], x[0]), share, b.Zero())];
    }
}
