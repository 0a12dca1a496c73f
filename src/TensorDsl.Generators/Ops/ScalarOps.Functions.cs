using TensorDsl.Generators.Ir;
using static TensorDsl.Generators.Ir.ValueType;

namespace TensorDsl.Generators.Ops;

public static partial class ScalarOps
{
    /// <summary>Roots, exponentials, logarithms, trigonometry, and the activations that need a stable form.</summary>
    private static ScalarOp[] Functions() =>
    [
        new("Sqrt", Real, Real)
        {
            CSharp = "Sqrt",
            Hlsl = "sqrt({0})",
            Eval = static x => Math.Sqrt(x[0]),
            // The subgradient 0 is taken at 0, where the derivative is infinite: norms of zero rows and distances of equal rows meet it.
            Vjp = static (b, x, y, dy) => [b.Select(b.Map("NotEqual", y, b.Zero()), b.Div(b.Mul(b.Real("0.5"), dy), y), b.Zero())],
            Domain = (0.1, 4),
            Cost = 5,
        },
        new("Exp", Real, Real)
        {
            CSharp = "Exp",
            Hlsl = "exp({0})",
            Eval = static x => Math.Exp(x[0]),
            Vjp = static (b, x, y, dy) => [b.Mul(dy, y)],
            Domain = (-3, 3),
            Cost = 10,
        },
        new("ExpOfDifference", Real, Real)
        {
            // No template says it; the schedule knows the differences of log-sum-exps and softmaxes.
            CSharp = "ExpOfDifference",
            Hlsl = "exp({0})",
            Eval = static x => Math.Exp(x[0]),
            Vjp = static (b, x, y, dy) => [b.Mul(dy, y)],
            Domain = (-6, 0),
            Cost = 10,
        },
        new("Expm1", Real, Real)
        {
            CSharp = "Expm1",
            Hlsl = "tdsl_expm1({0})",
            Eval = static x => Reference.Expm1(x[0]),
            Vjp = static (b, x, y, dy) => [b.Mul(dy, b.Exp(x[0]))],
            Domain = (-3, 3),
            Cost = 14,
        },
        new("Log", Real, Real)
        {
            CSharp = "Log",
            Hlsl = "log({0})",
            Eval = static x => Math.Log(x[0]),
            Vjp = static (b, x, y, dy) => [b.Div(dy, x[0])],
            Domain = (0.1, 4),
            Cost = 12,
        },
        new("Log1p", Real, Real)
        {
            CSharp = "Log1p",
            Hlsl = "tdsl_log1p({0})",
            Eval = static x => Reference.Log1p(x[0]),
            Vjp = static (b, x, y, dy) => [b.Div(dy, b.Add(b.One(), x[0]))],
            Domain = (-0.8, 4),
            Cost = 14,
        },
        new("Log1pUnit", Real, Real)
        {
            // No template says it; the schedule knows where an operand is between 0 and 1.
            CSharp = "Log1pUnit",
            Hlsl = "tdsl_log1p({0})",
            Eval = static x => Reference.Log1p(x[0]),
            Vjp = static (b, x, y, dy) => [b.Div(dy, b.Add(b.One(), x[0]))],
            Domain = (0, 1),
            Cost = 8,
        },
        new("Sin", Real, Real)
        {
            CSharp = "Sin",
            Hlsl = "sin({0})",
            Eval = static x => Math.Sin(x[0]),
            Vjp = static (b, x, y, dy) => [b.Mul(dy, b.Map("Cos", x[0]))],
            Domain = (-4, 4),
            Cost = 16,
        },
        new("Cos", Real, Real)
        {
            CSharp = "Cos",
            Hlsl = "cos({0})",
            Eval = static x => Math.Cos(x[0]),
            Vjp = static (b, x, y, dy) => [b.Neg(b.Mul(dy, b.Map("Sin", x[0])))],
            Domain = (-4, 4),
            Cost = 16,
        },
        new("Tan", Real, Real)
        {
            CSharp = "Tan",
            Hlsl = "tan({0})",
            Eval = static x => Math.Tan(x[0]),
            Vjp = static (b, x, y, dy) => [b.Mul(dy, b.Add(b.One(), b.Mul(y, y)))],
            Domain = (-1.2, 1.2),
            Cost = 24,
        },
        new("Asin", Real, Real)
        {
            CSharp = "Asin",
            Hlsl = "asin({0})",
            Eval = static x => Math.Asin(x[0]),
            Vjp = static (b, x, y, dy) => [Arc(b, x[0], dy)],
            Domain = (-0.95, 0.95),
            Cost = 20,
        },
        new("Acos", Real, Real)
        {
            CSharp = "Acos",
            Hlsl = "acos({0})",
            Eval = static x => Math.Acos(x[0]),
            Vjp = static (b, x, y, dy) => [Arc(b, x[0], b.Neg(dy))],
            Domain = (-0.95, 0.95),
            Cost = 20,
        },
        new("Atan", Real, Real)
        {
            CSharp = "Atan",
            Hlsl = "atan({0})",
            Eval = static x => Math.Atan(x[0]),
            Vjp = static (b, x, y, dy) => [b.Div(dy, b.Add(b.One(), b.Mul(x[0], x[0])))],
            Domain = (-4, 4),
            Cost = 18,
        },
        new("Tanh", Real, Real)
        {
            CSharp = "Tanh",
            Hlsl = "tdsl_tanh({0})",
            Eval = static x => Math.Tanh(x[0]),
            Vjp = static (b, x, y, dy) => [b.Mul(dy, b.Sub(b.One(), b.Mul(y, y)))],
            Domain = (-3, 3),
            Cost = 14,
        },
        new("Sigmoid", Real, Real)
        {
            CSharp = "Sigmoid",
            Hlsl = "tdsl_sigmoid({0})",
            Eval = static x => Reference.Sigmoid(x[0]),
            Vjp = static (b, x, y, dy) => [b.Mul(dy, b.Mul(y, b.Sub(b.One(), y)))],
            Domain = (-6, 6),
            Cost = 14,
        },
        new("Softplus", Real, Real)
        {
            CSharp = "Softplus",
            Hlsl = "tdsl_softplus({0})",
            Eval = static x => Reference.Softplus(x[0]),
            Vjp = static (b, x, y, dy) => [b.Mul(dy, b.Map("Sigmoid", x[0]))],
            Domain = (-6, 6),
            Cost = 24,
        },
        new("Pow", Real, Real, Real)
        {
            CSharp = "Pow",
            Hlsl = "tdsl_pow({0}, {1})",
            Eval = static x => Math.Pow(x[0], x[1]),
            Vjp = static (b, x, y, dy) => [PowBase(b, x[0], x[1], dy), PowExponent(b, x[0], y, dy)],
            Domain = (0.3, 3),
            Cost = 30,
        },
        new("LogAddExp", Real, Real, Real)
        {
            CSharp = "LogAddExp",
            Hlsl = "tdsl_logaddexp({0}, {1})",
            Eval = static x => Reference.LogAddExp(x[0], x[1]),
            Vjp = static (b, x, y, dy) =>
            {
                // Where both are −∞ the shares exp(−∞ − −∞) would be NaN; against 0 they are 0.
                int finite = b.Select(b.Map("NotEqual", y, b.Real("-inf")), y, b.Zero());
                return [b.Mul(dy, b.Exp(b.Sub(x[0], finite))), b.Mul(dy, b.Exp(b.Sub(x[1], finite)))];
            },
            Domain = (-4, 4),
            Cost = 26,
        },
    ];

    /// <summary>dy / √(1 − x²), and 0 at ±1, where the derivative is infinite: the cosine of a row with itself meets it.</summary>
    private static int Arc(IrBuilder b, int x, int dy)
    {
        int root = b.Sqrt(b.Mul(b.Sub(b.One(), x), b.Add(b.One(), x)));
        return b.Select(b.Map("NotEqual", b.Map("Abs", x), b.One()), b.Div(dy, root), b.Zero());
    }

    /// <summary>dy·p·x^(p − 1), and 0 where x = 0 and p &lt; 1.</summary>
    private static int PowBase(IrBuilder b, int x, int p, int dy)
    {
        int slope = b.Mul(dy, b.Mul(p, b.Map("Pow", x, b.Sub(p, b.One()))));
        int infinite = b.Map("And", b.Map("Equal", x, b.Zero()), b.Map("Less", p, b.One()));
        return b.Select(b.Map("Not", infinite), slope, b.Zero());
    }

    /// <summary>dy·y·ln x, and 0 where x is not positive.</summary>
    private static int PowExponent(IrBuilder b, int x, int y, int dy)
        => b.Select(b.Map("Greater", x, b.Zero()), b.Mul(dy, b.Mul(y, b.Log(x))), b.Zero());
}
