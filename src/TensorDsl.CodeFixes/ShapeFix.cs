using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TensorDsl.CodeFixes;

/// <summary>A value has other dims than what is declared: reduce it, or declare what it has.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ShapeFix : SyntaxFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["TDSL302", "TDSL303"];

    /// <inheritdoc/>
    protected override IEnumerable<(string Title, Func<SyntaxNode> Root)> Fixes(SyntaxNode root, SyntaxNode node, ImmutableDictionary<string, string?> properties)
    {
        if (node.FirstAncestorOrSelf<ExpressionSyntax>() is not { } expression) yield break;
        if (properties.TryGetValue("extra", out string? extra) && extra is not null)
        {
            foreach (string op in new[] { "Sum", "Mean" })
                yield return ($"Reduce with {op}<{extra}>(...)", () => Replace(root, expression, SyntaxFactory.ParseExpression($"{op}<{extra}>({expression.WithoutTrivia()})")));
        }

        if (properties.TryGetValue("found", out string? found) && found is not null && DeclaredType(expression) is { } declared)
            yield return ($"Declare it as {found}", () => Replace(root, declared, SyntaxFactory.ParseTypeName(found)));
    }

    /// <summary>The type that the expression's shape is checked against, if it is written in this method: that of a local, or of the result.</summary>
    private static TypeSyntax? DeclaredType(ExpressionSyntax expression)
    {
        SyntaxNode whole = expression;
        while (whole.Parent is ParenthesizedExpressionSyntax) whole = whole.Parent;
        return whole.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax local } } => local.Type,
            ReturnStatementSyntax or ArrowExpressionClauseSyntax => whole.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.ReturnType is { } type and not TupleTypeSyntax ? type : null,
            _ => null,
        };
    }
}
