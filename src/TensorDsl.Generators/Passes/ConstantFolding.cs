using System.Globalization;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Ops;
using ValueType = TensorDsl.Generators.Ir.ValueType;

namespace TensorDsl.Generators.Passes;

/// <summary>
/// Evaluates ops over literals. Sums, differences and products of decimals are exact decimals (0.1 + 0.2 is "0.3"), so that float and double
/// still round once; what has no short decimal is computed in double.
/// </summary>
internal static class ConstantFolding
{
    /// <summary>The digits that a product of two factors may have for decimal arithmetic to be exact.</summary>
    private const int ExactDigits = 14;

    public static int? TryFold(IrBuilder b, string op, int[] x)
    {
        if (op == "StopGradient") return b[x[0]] is Constant ? x[0] : null;
        double[] values = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            if (Value(b[x[i]]) is not { } value) return null;
            values[i] = value;
        }

        var table = ScalarOps.Get(op);
        if (table.Result == ValueType.Index) return null;
        if (Exact(b, op, x) is { } text) return b.Real(text);
        double result = table.Eval(values);
        return table.Result == ValueType.Mask ? b.Truth(result != 0) : b.Real(result);
    }

    private static double? Value(Instr instr) => instr switch
    {
        Constant { Text: "inf" } => double.PositiveInfinity,
        Constant { Text: "-inf" } => double.NegativeInfinity,
        Constant { Text: "nan" } => double.NaN,
        Constant c => double.Parse(c.Text, NumberStyles.Float, CultureInfo.InvariantCulture),
        MaskConstant m => m.Value ? 1 : 0,
        _ => null,
    };

    private static string? Exact(IrBuilder b, string op, int[] x)
    {
        if (x.Length != 2 || op is not ("Add" or "Subtract" or "Multiply" or "Divide")) return null;
        if (Decimal(b[x[0]]) is not { } left || Decimal(b[x[1]]) is not { } right) return null;
        decimal? result = op switch
        {
            "Add" => left + right,
            "Subtract" => left - right,
            "Multiply" => left * right,
            _ => right != 0 && left / right is var quotient && Digits(quotient) <= ExactDigits && quotient * right == left ? quotient : null,
        };
        // Zero is left to double arithmetic, which knows its sign.
        return result is { } value && value != 0 ? value.ToString("0.############################", CultureInfo.InvariantCulture) : null;
    }

    private static decimal? Decimal(Instr instr)
        => instr is Constant c && decimal.TryParse(c.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) && Digits(value) <= ExactDigits
            // A text with more digits than decimal holds is rounded by the parse; a second look at the double value catches that.
            && (double)value == double.Parse(c.Text, NumberStyles.Float, CultureInfo.InvariantCulture)
            ? value
            : null;

    private static int Digits(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture).Count(char.IsDigit);
}
