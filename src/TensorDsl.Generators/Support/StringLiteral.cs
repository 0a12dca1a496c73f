using System.Globalization;
using System.Text;

namespace TensorDsl.Generators.Support;

/// <summary>Text as a C# string literal. Roslyn has one too, but the stages that print know nothing of Roslyn.</summary>
public static class StringLiteral
{
    /// <summary>A regular literal with quotes; what is not printable is escaped, so that the literal stays on one line.</summary>
    public static string Of(string text)
    {
        var literal = new StringBuilder(text.Length + 2).Append('"');
        foreach (char c in text)
        {
            switch (c)
            {
                case '"': literal.Append("\\\""); break;
                case '\\': literal.Append(@"\\"); break;
                case '\n': literal.Append(@"\n"); break;
                case '\r': literal.Append(@"\r"); break;
                case '\t': literal.Append(@"\t"); break;
                default:
                    if (NeedsEscape(c)) literal.Append(@"\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    else literal.Append(c);
                    break;
            }
        }

        return literal.Append('"').ToString();
    }

    /// <summary>Control and format characters, the line ends that C# knows beside \n, and halves of surrogate pairs, which UTF-8 cannot hold alone.</summary>
    private static bool NeedsEscape(char c) => c < ' ' || c >= 0x7f && CharUnicodeInfo.GetUnicodeCategory(c) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;
}
