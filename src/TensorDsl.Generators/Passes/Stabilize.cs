using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Passes;

/// <summary>
/// Replaces what overflows or cancels by the function that does not, before differentiation, so that gradients are stable as well.
/// <code>
/// before                          after
/// %1 : [N, C] = Exp %0            %1 : [N] = LogSumExp&lt;C&gt; %0
/// %2 : [N] = Sum&lt;C&gt; %1
/// %3 : [N] = Log %2
/// </code>
/// </summary>
public static class Stabilize
{
    private const string Name = "Stabilize";

    public static Function Run(Function f) => Rewriting.Run(f, (b, instr, operands) => instr switch
    {
        Map { Op: "Log" } => LogOf(b, operands[0]),
        Map { Op: "Log1p" } => Log1pOf(b, operands[0]),
        Map { Op: "Subtract" } when IsOne(b, operands[1]) && Exponent(b, operands[0]) is { } x => b.Map("Expm1", x),
        Map { Op: "Add" } when b[operands[1]] is Constant { Text: "-1" } && Exponent(b, operands[0]) is { } x => b.Map("Expm1", x),
        Map { Op: "Add" } when b[operands[0]] is Constant { Text: "-1" } && Exponent(b, operands[1]) is { } x => b.Map("Expm1", x),
        Input or Constant or MaskConstant or Extent or Position or Map or Reduce or Rename or Gather or Scatter or SingularValues or SingularValuesGradient or TopK or Choose
            => b.Rebuild(instr, operands),
        _ => throw Rewriting.Unexpected(Name, instr),
    });

    /// <summary>ln x, as a stable function where x has a form that is known.</summary>
    private static int LogOf(IrBuilder b, int x)
    {
        if (TryLogOfExponential(b, x) is { } log) return log;
        if (b[x] is Map { Op: "Add" } add)
        {
            if (IsOne(b, add.Args[0])) return Log1pOf(b, add.Args[1]);
            if (IsOne(b, add.Args[1])) return Log1pOf(b, add.Args[0]);
            if (Exponent(b, add.Args[0]) is { } left && Exponent(b, add.Args[1]) is { } right) return b.Map("LogAddExp", left, right);
        }

        if (b[x] is Map { Op: "Subtract" } difference && IsOne(b, difference.Args[0])) return Log1pOf(b, b.Neg(difference.Args[1]));
        return b.Log(x);
    }

    private static int Log1pOf(IrBuilder b, int x)
    {
        if (Exponent(b, x) is { } exponent) return b.Map("Softplus", exponent);
        // ln(1 − σ(x)) = ln σ(−x)
        if (b[x] is Map { Op: "Negate" } n && b[n.Args[0]] is Map { Op: "Sigmoid" } sigmoid) return b.Neg(b.Map("Softplus", sigmoid.Args[0]));
        return b.Map("Log1p", x);
    }

    /// <summary>
    /// The logarithm of what is made of exponentials: exp, its sums (under a mask too), sigmoid, and their quotients; and of where one of them is
    /// taken, and 1 elsewhere.
    /// </summary>
    private static int? TryLogOfExponential(IrBuilder b, int x) => b[x] switch
    {
        Map { Op: "Exp" } m => m.Args[0],
        Map { Op: "StopGradient" } m when TryLogOfExponential(b, m.Args[0]) is { } log => b.Map("StopGradient", log),
        Map { Op: "Select" } m when IsOne(b, m.Args[2]) && TryLogOfExponential(b, m.Args[1]) is { } log => b.Select(m.Args[0], log, b.Zero()),
        Map { Op: "Sigmoid" } m => b.Neg(b.Map("Softplus", b.Neg(m.Args[0]))),
        Reduce { Op: "Sum" } r when Exponent(b, r.Arg) is { } exponent => b.Reduce("LogSumExp", exponent, r.Over),
        Reduce { Op: "Sum" } r when b[r.Arg] is Map { Op: "Select" } s && IsZero(b, s.Args[2]) && Exponent(b, s.Args[1]) is { } exponent
            => b.Reduce("LogSumExp", b.Select(s.Args[0], exponent, b.Real("-inf")), r.Over),
        Reduce { Op: "Sum" } r when b[r.Arg] is Map { Op: "Select" } s && IsZero(b, s.Args[1]) && Exponent(b, s.Args[2]) is { } exponent
            => b.Reduce("LogSumExp", b.Select(s.Args[0], b.Real("-inf"), exponent), r.Over),
        Map { Op: "Divide" } m when TryLogOfExponential(b, m.Args[0]) is { } left && (TryLogOfExponential(b, m.Args[1]) ?? TryLogOfCount(b, m.Args[1])) is { } right
            => b.Sub(left, right),
        _ => null,
    };

    /// <summary>The logarithm of a number of elements, which is not negative, so that ln(a / n) = ln a − ln n.</summary>
    private static int? TryLogOfCount(IrBuilder b, int x) => IsCount(b, x) ? b.Log(x) : null;

    private static bool IsCount(IrBuilder b, int x) => b[x] switch
    {
        Extent => true,
        Constant c => c.Text[0] != '-' && c.Text is not "nan",
        Reduce { Op: "Sum" } r => b[r.Arg] is Map { Op: "MaskToReal" },
        Map { Op: "Multiply" } m => IsCount(b, m.Args[0]) && IsCount(b, m.Args[1]),
        _ => false,
    };

    private static int? Exponent(IrBuilder b, int x) => b[x] is Map { Op: "Exp" } m ? m.Args[0] : null;

    private static bool IsOne(IrBuilder b, int x) => b[x] is Constant { Text: "1" };

    private static bool IsZero(IrBuilder b, int x) => b[x] is Constant { Text: "0" };
}
