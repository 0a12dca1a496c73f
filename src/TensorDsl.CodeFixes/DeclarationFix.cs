using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TensorDsl.CodeFixes;

/// <summary>Modifiers that a template's declaration lacks or must not have: partial types, no file types, static methods.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class DeclarationFix : SyntaxFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["TDSL101", "TDSL102", "TDSL103"];

    /// <inheritdoc/>
    protected override IEnumerable<(string Title, Func<SyntaxNode> Root)> Fixes(SyntaxNode root, SyntaxNode node, ImmutableDictionary<string, string?> properties)
    {
        if (node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method || !properties.TryGetValue("modifier", out string? modifier)) yield break;
        var types = method.Ancestors().OfType<TypeDeclarationSyntax>().ToList();
        switch (modifier)
        {
            case "partial":
                yield return ("Make it partial", () => root.ReplaceNodes(types.Where(t => !t.Modifiers.Any(SyntaxKind.PartialKeyword)), (_, t) => WithPartial(t)));
                break;
            case "file":
                yield return ("Remove 'file'", () => root.ReplaceNodes(types, (_, t) => WithoutFile(t)));
                break;
            case "static":
                yield return ("Make it static", () =>
                {
                    // Behind the accessibility, in front of the rest.
                    int at = method.Modifiers.TakeWhile(m => SyntaxFacts.IsAccessibilityModifier(m.Kind())).Count();
                    var token = Token(SyntaxKind.StaticKeyword);
                    if (method.Modifiers.Count > 0) return root.ReplaceNode(method, method.WithModifiers(method.Modifiers.Insert(at, token)));
                    // The first token carries the indentation, and what stands above.
                    var type = method.ReturnType;
                    return root.ReplaceNode(method, method.WithModifiers([token.WithLeadingTrivia(type.GetLeadingTrivia())])
                        .WithReturnType(type.WithoutLeadingTrivia()));
                });
                break;
        }
    }

    private static SyntaxToken Token(SyntaxKind kind) => SyntaxFactory.Token(kind).WithTrailingTrivia(SyntaxFactory.Space);

    /// <summary>The first token of a declaration carries the indentation, and what stands above.</summary>
    private static TypeDeclarationSyntax WithPartial(TypeDeclarationSyntax type)
    {
        var partial = Token(SyntaxKind.PartialKeyword);
        return type.Modifiers.Count > 0
            ? type.WithModifiers(type.Modifiers.Add(partial))
            : type.WithModifiers([partial.WithLeadingTrivia(type.Keyword.LeadingTrivia)]).WithKeyword(type.Keyword.WithLeadingTrivia());
    }

    private static TypeDeclarationSyntax WithoutFile(TypeDeclarationSyntax type)
    {
        int at = type.Modifiers.IndexOf(SyntaxKind.FileKeyword);
        if (at < 0) return type;
        var trivia = type.Modifiers[at].LeadingTrivia;
        var modifiers = type.Modifiers.RemoveAt(at);
        return at < modifiers.Count
            ? type.WithModifiers(modifiers.Replace(modifiers[at], modifiers[at].WithLeadingTrivia(trivia)))
            : type.WithModifiers(modifiers).WithKeyword(type.Keyword.WithLeadingTrivia(trivia));
    }
}
