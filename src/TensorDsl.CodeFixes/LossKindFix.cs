using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TensorDsl.CodeFixes;

/// <summary>What returns a tensor is a similarity: [Loss] → [Similarity].</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class LossKindFix : SyntaxFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["TDSL105"];

    /// <inheritdoc/>
    protected override IEnumerable<(string Title, Func<SyntaxNode> Root)> Fixes(SyntaxNode root, SyntaxNode node, ImmutableDictionary<string, string?> properties)
    {
        var attributes = node.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.AttributeLists.SelectMany(l => l.Attributes) ?? [];
        if (attributes.FirstOrDefault(a => a.Name.ToString() is "Loss" or "LossAttribute") is not { } loss) yield break;
        yield return ("Make it a [Similarity]", () => Replace(root, loss.Name, SyntaxFactory.ParseName("Similarity")));
    }
}
