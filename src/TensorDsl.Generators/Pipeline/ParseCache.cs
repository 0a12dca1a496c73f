using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TensorDsl.Generators.Pipeline;

/// <summary>
/// What the templates of the last compilation were parsed to. Roslyn hands over every template again after every edit, because its
/// semantic model is new; binding all bodies anew would cost most of a re-run, and all but one of them mean what they meant before.
/// </summary>
/// <remarks>
/// A generator keeps one for its life. It holds text and values, nothing of Roslyn's but weakly, and one entry per place of a method, so it
/// grows no larger than the compilation. Whether an entry still holds is decided by the text of the method and its <see cref="Surroundings"/>.
/// </remarks>
internal sealed class ParseCache
{
    private readonly Surroundings.Reader _surroundings = new();
    private readonly ConditionalWeakTable<SyntaxTree, Dictionary<int, int>> _ordinals = new();
    private readonly ConcurrentDictionary<(string? Assembly, string Path, int Ordinal), Entry> _entries = new();

    /// <summary>The parsed template of a method with attributes; null if it is none.</summary>
    public ParsedTemplate? Parse(GeneratorSyntaxContext context, CancellationToken cancellation)
    {
        var declaration = (MethodDeclarationSyntax)context.Node;
        var surroundings = _surroundings.Of(context.SemanticModel.Compilation, cancellation);
        var place = (surroundings.Assembly, declaration.SyntaxTree.FilePath, OrdinalOf(declaration, cancellation));
        string text = declaration.ToFullString();
        if (_entries.TryGetValue(place, out var known) && known.Text == text && known.Surroundings.Equals(surroundings))
            return known.Parsed?.At(declaration);
        var parsed = ParsedTemplate.Parse(declaration, context.SemanticModel, cancellation);
        _entries[place] = new(text, surroundings, parsed);
        return parsed;
    }

    /// <summary>A method's number in its file: unlike its position, it stays when a body above changes.</summary>
    private int OrdinalOf(MethodDeclarationSyntax declaration, CancellationToken cancellation)
    {
        if (!_ordinals.TryGetValue(declaration.SyntaxTree, out var ordinals))
        {
            ordinals = [];
            foreach (var node in declaration.SyntaxTree.GetRoot(cancellation).DescendantNodes(n => n is not BlockSyntax))
                if (node is MethodDeclarationSyntax) ordinals[node.SpanStart] = ordinals.Count;
            ordinals = _ordinals.GetValue(declaration.SyntaxTree, _ => ordinals);
        }
        return ordinals.TryGetValue(declaration.SpanStart, out int ordinal) ? ordinal : -1;
    }

    private sealed record Entry(string Text, Surroundings Surroundings, ParsedTemplate? Parsed);
}
