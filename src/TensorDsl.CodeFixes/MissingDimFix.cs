using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TensorDsl.CodeFixes;

/// <summary>
/// A dim that is not declared, and one that is a value type: declares a marker class. C# itself reports the unknown name (CS0246); only where
/// it stands as a dim is a marker class what is missing.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class MissingDimFix : SyntaxFix
{
    private static readonly string[] s_shaped = ["Expr", "Mask", "Labels", "Tensor", "Prime", "Index"];

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["CS0246"];

    /// <inheritdoc/>
    protected override IEnumerable<(string Title, Func<SyntaxNode> Root)> Fixes(SyntaxNode root, SyntaxNode node, ImmutableDictionary<string, string?> properties)
    {
        if (node is not IdentifierNameSyntax { Parent: TypeArgumentListSyntax { Parent: GenericNameSyntax type } } dim) yield break;
        string name = dim.Identifier.Text;
        // The element type of a run-time tensor is no dim.
        if (!s_shaped.Contains(type.Identifier.Text) || type.Identifier.Text == "Tensor" && type.TypeArgumentList.Arguments[0] == dim) yield break;
        if (node.Ancestors().OfType<BaseTypeDeclarationSyntax>().LastOrDefault() is not { } outermost) yield break;
        yield return ($"Declare the dimension {name}", () => Declare(root, outermost, name));
    }

    /// <summary>In front of the outermost type, which keeps what stands above it.</summary>
    private static SyntaxNode Declare(SyntaxNode root, BaseTypeDeclarationSyntax before, string name)
    {
        string lineEnd = root.DescendantTrivia().FirstOrDefault(t => t.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } end ? end.ToString() : "\n";
        var indent = before.GetLeadingTrivia().LastOrDefault() is var last && last.IsKind(SyntaxKind.WhitespaceTrivia) ? last.ToString() : "";
        var marker = SyntaxFactory.ParseMemberDeclaration($"{indent}public abstract class {name};")!
            .WithTrailingTrivia(SyntaxFactory.EndOfLine(lineEnd), SyntaxFactory.EndOfLine(lineEnd));
        return root.InsertNodesBefore(before, [marker]);
    }
}
