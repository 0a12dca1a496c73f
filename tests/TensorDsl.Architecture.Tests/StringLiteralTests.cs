using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TensorDsl.Generators.Support;

namespace TensorDsl.Architecture.Tests;

/// <summary>Emit has a literal escaper of its own, so that it needs nothing of Roslyn; C#'s parser says whether it is right.</summary>
public sealed class StringLiteralTests
{
    public static TheoryData<string> Texts => new()
    {
        "", "plain", "\"quoted\" \\ path", "a\nb\r\n\tc", "\0\u0001\u001f\u007f\u0085", "\u2028\u2029\u200b\ufeff", "N', ‖x‖², Σ → 日本", "\ud83d\ude00", "\ud800 alone",
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_literal_stands_on_one_line_and_means_its_text(string text)
    {
        string literal = StringLiteral.Of(text);
        Assert.DoesNotContain(literal, c => char.IsControl(c) || c is '\u2028' or '\u2029');
        var parsed = Assert.IsType<LiteralExpressionSyntax>(SyntaxFactory.ParseExpression(literal));
        Assert.False(parsed.ContainsDiagnostics);
        Assert.Equal(text, parsed.Token.ValueText);
    }
}
