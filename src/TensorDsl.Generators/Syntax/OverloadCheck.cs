using Microsoft.CodeAnalysis;

namespace TensorDsl.Generators.Syntax;

/// <summary>
/// Finds members of the containing type that would meet what is generated for a template: another template whose methods would have the same
/// signature, a method that the user wrote over run-time tensors, or any other member of the name. Two such members are an error of the
/// declarations, which would hide ours.
/// </summary>
internal sealed class OverloadCheck(IMethodSymbol method, CancellationToken cancellation)
{
    /// <param name="sameSignature">Told of a template that generates the same overload: this one and that one.</param>
    /// <param name="taken">Told of a member that stands where a method would be generated: the method's name and the member.</param>
    public void Run(Action<string, string> sameSignature, Action<string, string> taken)
    {
        // The other part of a partial method is the same method.
        var neighbours = GeneratedMethod.Neighbours(method).Where(m => !SymbolEqualityComparer.Default.Equals(m, method.PartialDefinitionPart) && !IsGenerated(m)).ToList();
        foreach (var mine in GeneratedMethod.Of(method))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Meets(mine, neighbours) is not { } other) continue;
            if (other.Name == method.Name) sameSignature(Surface.Short(method), Surface.Short(other));
            else taken(mine.Name, Surface.Short(other));
            return;
        }
    }

    private ISymbol? Meets(GeneratedMethod mine, IReadOnlyList<ISymbol> neighbours)
    {
        var type = method.ContainingType;
        // A method can't be called like the type around it, nor like a type parameter of that.
        if (mine.Name == type.Name) return type;
        if (type.TypeParameters.FirstOrDefault(t => t.Name == mine.Name) is { } parameter) return parameter;
        foreach (var other in neighbours)
        {
            if (other is IMethodSymbol template && Surface.IsTemplate(template))
            {
                if (GeneratedMethod.Of(template).Any(g => g.Typed == mine.Typed)) return other;
            }
            else if (other.Name == mine.Name && (other is not IMethodSymbol written || GeneratedMethod.TypedKey(written) == mine.Typed))
            {
                return other;
            }
        }

        return null;
    }

    /// <summary>The analyzer runs after the generator, and sees what was generated for this very template.</summary>
    internal static bool IsGenerated(ISymbol member)
        => member.GetAttributes().Any(a => Surface.Is(a.AttributeClass, "GeneratedFromTemplateAttribute"))
            || member.DeclaringSyntaxReferences.All(r => r.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal));
}
