using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;

namespace TensorDsl.Generators.Tests.Diagnostics;

/// <summary>Source in which {|TDSL301:expression|} marks where a diagnostic is expected.</summary>
public sealed record Markup(string Source, IReadOnlyList<(string Id, TextSpan Span)> Expected)
{
    private static readonly Regex Open = new(@"\G\{\|(?<id>[A-Z]+\d+):", RegexOptions.Compiled);

    public static Markup Parse(string text)
    {
        var source = new StringBuilder();
        var open = new Stack<(string Id, int Start)>();
        var expected = new List<(string, TextSpan)>();
        for (int i = 0; i < text.Length;)
        {
            if (Open.Match(text, i) is { Success: true } match)
            {
                open.Push((match.Groups["id"].Value, source.Length));
                i += match.Length;
            }
            else if (open.Count > 0 && text.AsSpan(i).StartsWith("|}"))
            {
                var (id, start) = open.Pop();
                expected.Add((id, TextSpan.FromBounds(start, source.Length)));
                i += 2;
            }
            else
            {
                source.Append(text[i++]);
            }
        }

        Assert.True(open.Count == 0, "unclosed markup");
        return new(source.ToString(), expected);
    }
}
