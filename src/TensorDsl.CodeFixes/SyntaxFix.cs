using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Formatting;

namespace TensorDsl.CodeFixes;

/// <summary>
/// A fix that replaces nodes of the file in which the diagnostic stands. What it needs to know of the mistake is in the diagnostic's
/// properties, so this assembly needs no reference to the analyzers.
/// </summary>
public abstract class SyntaxFix : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root) return;
        foreach (var diagnostic in context.Diagnostics)
        {
            var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            foreach (var (title, fixedRoot) in Fixes(root, node, diagnostic.Properties))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(fixedRoot())), equivalenceKey: title), diagnostic);
            }
        }
    }

    /// <param name="root">The whole file.</param>
    /// <param name="node">What the diagnostic points at.</param>
    /// <param name="properties">What the analyzer left for fixes.</param>
    /// <returns>Titles, and the file as each would leave it.</returns>
    protected abstract IEnumerable<(string Title, Func<SyntaxNode> Root)> Fixes(SyntaxNode root, SyntaxNode node, ImmutableDictionary<string, string?> properties);

    /// <summary>A new node in the place and the clothes of another.</summary>
    protected static SyntaxNode Replace(SyntaxNode root, SyntaxNode old, SyntaxNode by)
        => root.ReplaceNode(old, by.WithTriviaFrom(old).WithAdditionalAnnotations(Formatter.Annotation));
}
