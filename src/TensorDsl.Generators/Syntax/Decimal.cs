using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TensorDsl.Generators.Syntax;

/// <summary>
/// The decimal text of numbers. 0.1f as a double is 0.10000000149…; the text that the user wrote serves the float and the double overload,
/// each of which rounds it once.
/// </summary>
internal static class Decimal
{
    /// <summary>The text of a literal without suffix ("0.07", "1E-08", "inf"), or null where the syntax isn't a numeric literal.</summary>
    public static string? OfLiteral(SyntaxNode? syntax)
    {
        switch (syntax)
        {
            case ParenthesizedExpressionSyntax p:
                return OfLiteral(p.Expression);
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } minus:
                return OfLiteral(minus.Operand) switch { null => null, "0" => "0", var text when text[0] == '-' => text.Substring(1), var text => "-" + text };
            case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NumericLiteralExpression } literal:
                string digits = literal.Token.Text.Replace("_", "").TrimEnd('f', 'F', 'd', 'D', 'm', 'M');
                return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? Of(value) : Of(literal.Token.Value);
            default:
                return null;
        }
    }

    /// <summary>The shortest text of a numeric value that gives the same value back; null for anything else.</summary>
    public static string? Of(object? value) => value switch
    {
        float f when float.IsNaN(f) => "nan",
        float f when float.IsInfinity(f) => f > 0 ? "inf" : "-inf",
        float f => Normal(f.ToString("R", CultureInfo.InvariantCulture)),
        double d when double.IsNaN(d) => "nan",
        double d when double.IsInfinity(d) => d > 0 ? "inf" : "-inf",
        double d => Normal(d.ToString("R", CultureInfo.InvariantCulture)),
        sbyte or byte or short or ushort or int or uint or long or ulong => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>The well-known constants, whose float value would be wrong for double.</summary>
    public static string? OfField(IFieldSymbol field) => field.ContainingType?.ToDisplayString() is "System.Math" or "System.MathF"
        ? field.Name switch
        {
            "PI" => Of(Math.PI),
            "E" => Of(Math.E),
            "Tau" => Of(2 * Math.PI),
            _ => null,
        }
        : null;

    private static string Normal(string text) => text == "-0" ? "0" : text;
}
