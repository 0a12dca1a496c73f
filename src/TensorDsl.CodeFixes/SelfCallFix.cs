using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TensorDsl.CodeFixes;

/// <summary>A template that is named like an op and calls it calls itself: Relu(x) → x.Relu(), or Ops.Relu(x).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class SelfCallFix : SyntaxFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["TDSL204"];

    /// <inheritdoc/>
    protected override IEnumerable<(string Title, Func<SyntaxNode> Root)> Fixes(SyntaxNode root, SyntaxNode node, ImmutableDictionary<string, string?> properties)
    {
        if (!properties.TryGetValue("op", out string? op) || node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { Expression: SimpleNameSyntax name } call) yield break;
        // The template's type arguments are not the op's, unless it takes as many.
        string written = op == "generic" ? name.WithoutTrivia().ToString() : name.Identifier.Text;
        var arguments = call.ArgumentList.Arguments;
        if (arguments.Count > 0 && arguments[0] is { NameColon: null, Expression: var first })
        {
            var receiver = first.WithoutTrivia();
            if (receiver is not (SimpleNameSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax or ParenthesizedExpressionSyntax))
                receiver = SyntaxFactory.ParenthesizedExpression(receiver);
            string rest = string.Join(", ", arguments.Skip(1).Select(a => a.ToString()));
            yield return ($"Write the fluent form '{receiver}.{written}(...)'", () => Replace(root, call, SyntaxFactory.ParseExpression($"{receiver}.{written}({rest})")));
        }

        yield return ($"Write 'Ops.{name.Identifier.Text}'", () => Replace(root, name, SyntaxFactory.ParseExpression($"Ops.{written}")));
    }
}
