using static TensorDsl.Generators.Ir.ValueType;

namespace TensorDsl.Generators.Ops;

public static partial class ScalarOps
{
    /// <summary>Comparisons of numbers, logic, and what turns masks into numbers.</summary>
    private static ScalarOp[] Comparisons() =>
    [
        Comparison("Greater", ">", static x => x[0] > x[1]),
        Comparison("GreaterOrEqual", ">=", static x => x[0] >= x[1]),
        Comparison("Less", "<", static x => x[0] < x[1]),
        Comparison("LessOrEqual", "<=", static x => x[0] <= x[1]),
        Comparison("Equal", "==", static x => x[0] == x[1]),
        Comparison("NotEqual", "!=", static x => x[0] != x[1]),
        new("And", Mask, Mask, Mask)
        {
            CSharp = "And",
            Hlsl = "{0} && {1}",
            Eval = static x => x[0] != 0 && x[1] != 0 ? 1 : 0,
            Vjp = null,
            NotDifferentiable = PiecewiseConstant,
            Domain = (0, 1),
            Cost = 1,
        },
        new("Or", Mask, Mask, Mask)
        {
            CSharp = "Or",
            Hlsl = "{0} || {1}",
            Eval = static x => x[0] != 0 || x[1] != 0 ? 1 : 0,
            Vjp = null,
            NotDifferentiable = PiecewiseConstant,
            Domain = (0, 1),
            Cost = 1,
        },
        new("Not", Mask, Mask)
        {
            CSharp = "Not",
            Hlsl = "!{0}",
            Eval = static x => x[0] != 0 ? 0 : 1,
            Vjp = null,
            NotDifferentiable = PiecewiseConstant,
            Domain = (0, 1),
            Cost = 1,
        },
        new("Select", Real, Mask, Real, Real)
        {
            CSharp = "Select",
            Hlsl = "{0} ? {1} : {2}",
            Eval = static x => x[0] != 0 ? x[1] : x[2],
            Vjp = static (b, x, y, dy) => [ScalarOp.None, b.Select(x[0], dy, b.Zero()), b.Select(x[0], b.Zero(), dy)],
            Domain = (-3, 3),
            Cost = 1,
        },
        new("MaskToReal", Real, Mask)
        {
            CSharp = "MaskToReal",
            Hlsl = "{0} ? 1.0 : 0.0",
            Eval = static x => x[0] != 0 ? 1 : 0,
            Vjp = null,
            NotDifferentiable = PiecewiseConstant,
            Domain = (0, 1),
            Cost = 1,
        },
    ];

    private static ScalarOp Comparison(string name, string symbol, Func<double[], bool> holds) => new(name, Mask, Real, Real)
    {
        CSharp = name,
        Hlsl = symbol == "!=" ? "!({0} == {1})" : $"{{0}} {symbol} {{1}}",
        Eval = x => holds(x) ? 1 : 0,
        Vjp = null,
        NotDifferentiable = PiecewiseConstant,
        Domain = (-3, 3),
        Cost = 1,
    };
}
