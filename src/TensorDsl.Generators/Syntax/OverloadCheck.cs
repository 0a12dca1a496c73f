using Microsoft.CodeAnalysis;

namespace TensorDsl.Generators.Syntax;

/// <summary>
/// Finds templates of one type whose generated overloads would have the same signature: float and double hyper-parameters are one, because
/// both overloads are generated for either. Two such methods would be an error of the generated declarations.
/// </summary>
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
            if (!Surface.IsTemplate(other) || Key(other) != mine) continue;
            report(Surface.Short(method), Surface.Short(other));
            return;
        }
    }

    private static string Key(IMethodSymbol method)
        => $"{method.Arity}({string.Join(",", method.Parameters.Select(p => Type(p.Type, method)))})";

    private static string Type(ITypeSymbol type, IMethodSymbol method) => type switch
    {
        { SpecialType: SpecialType.System_Single or SpecialType.System_Double } => "real",
        // Type parameters are the same by position, not by name.
        ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Method } t => "!" + t.Ordinal,
        INamedTypeSymbol { TypeArguments.Length: > 0 } named
            => $"{named.OriginalDefinition.ToDisplayString()}<{string.Join(",", named.TypeArguments.Select(t => Type(t, method)))}>",
        _ => type.ToDisplayString(),
    };
}
