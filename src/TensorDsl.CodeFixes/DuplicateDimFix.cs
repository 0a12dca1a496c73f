using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TensorDsl.CodeFixes;

/// <summary>Expr&lt;N, N&gt; → Expr&lt;N, Prime&lt;N&gt;&gt;: the second axis of a dim is its Prime.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class DuplicateDimFix : SyntaxFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["TDSL106"];

    /// <inheritdoc/>
    protected override IEnumerable<(string Title, Func<SyntaxNode> Root)> Fixes(SyntaxNode root, SyntaxNode node, ImmutableDictionary<string, string?> properties)
    {
        if (node.DescendantNodesAndSelf().OfType<GenericNameSyntax>().FirstOrDefault() is not { } name) yield break;
        var arguments = name.TypeArgumentList.Arguments;
        var seen = new HashSet<string>();
        if (arguments.FirstOrDefault(a => !seen.Add(a.ToString())) is not { } second) yield break;
        string prime = $"Prime<{second}>";
        while (seen.Contains(prime)) prime = $"Prime<{prime}>";
        yield return ($"Write {prime} for the second axis", () => Replace(root, second, SyntaxFactory.ParseTypeName(prime)));
    }
}
