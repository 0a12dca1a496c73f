using Microsoft.CodeAnalysis;

namespace TensorDsl.Generators.Syntax;

/// <summary>
/// Finds methods of the containing type that would have the same signature as what is generated for a template: another template of that
/// name, or a method that the user wrote over run-time tensors. Two such methods are an error of the declarations, which would hide ours.
/// </summary>
/// <remarks>
/// Signatures are compared as they are at run time, with float and double as one, because both overloads are generated: a hyper-parameter and
/// a learnable scalar are both a number then.
/// </remarks>
internal sealed class OverloadCheck(IMethodSymbol method, CancellationToken cancellation)
{
    public void Run(Action<string, string> report)
    {
        string mine = Key(method);
        foreach (var other in method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>())
        {
            cancellation.ThrowIfCancellationRequested();
            // The other part of a partial method is the same method.
            if (SymbolEqualityComparer.Default.Equals(other, method) || SymbolEqualityComparer.Default.Equals(other, method.PartialDefinitionPart)) continue;
            if (IsGenerated(other) || Key(other) != mine) continue;
            report(Surface.Short(method), Surface.Short(other));
            return;
        }
    }

    /// <summary>The analyzer runs after the generator, and sees what was generated for this very template.</summary>
    private static bool IsGenerated(IMethodSymbol method)
        => method.GetAttributes().Any(a => Surface.Is(a.AttributeClass, "GeneratedFromTemplateAttribute"))
            || method.DeclaringSyntaxReferences.All(r => r.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal));

    private static string Key(IMethodSymbol method) => $"{method.Arity}({string.Join(",", method.Parameters.Select(p => Type(p.Type)))})";

    private static string Type(ITypeSymbol type)
    {
        if (Surface.IsExpr(type)) return Tensor("real", Arguments(type));
        if (Surface.IsMask(type)) return Tensor("bool", Arguments(type));
        if (Surface.IsLabels(type) && Arguments(type) is { Count: > 0 } dims)
            return Tensor($"TensorDsl.Index<{dims[dims.Count - 1]}>", dims.Take(dims.Count - 1).ToList(), scalar: false);
        return type switch
        {
            { SpecialType: SpecialType.System_Single or SpecialType.System_Double } => "real",
            // Type parameters are the same by position, not by name.
            ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Method } t => "!" + t.Ordinal,
            INamedTypeSymbol { TypeArguments.Length: > 0 } named
                => $"{named.ContainingNamespace.ToDisplayString()}.{named.Name}<{string.Join(",", named.TypeArguments.Select(Type))}>",
            _ => type.ToDisplayString(),
        };
    }

    private static IReadOnlyList<string> Arguments(ITypeSymbol type) => ((INamedTypeSymbol)type).TypeArguments.Select(Type).ToList();

    /// <summary>A tensor without dims is passed as the number itself.</summary>
    private static string Tensor(string element, IReadOnlyList<string> dims, bool scalar = true)
        => dims.Count == 0 && scalar ? element : $"TensorDsl.Tensor<{string.Join(",", new[] { element }.Concat(dims))}>";
}
