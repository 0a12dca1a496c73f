using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TensorDsl.Generators.Syntax;

namespace TensorDsl.Generators.Diagnostics;

/// <summary>Why one candidate doesn't take the arguments of a call: the first dimension that is two things, or the first argument of another rank.</summary>
internal sealed class FailedCallCheck(SemanticModel model, InvocationExpressionSyntax invocation, IMethodSymbol candidate, CancellationToken cancellation)
{
    private readonly Dictionary<string, (ITypeSymbol Dim, string From)> _bound = [];
    private readonly IMethodSymbol _definition = candidate.OriginalDefinition;

    public Diagnostic? Run()
    {
        var arguments = invocation.ArgumentList.Arguments;
        if (InferredArgument() is { } inferred) return inferred;
        BindTypeArguments();
        foreach (var argument in arguments)
        {
            if (ParameterOf(argument) is not { Type: INamedTypeSymbol expected } parameter || !IsShaped(expected)) continue;
            if (TypeOf(argument) is not INamedTypeSymbol found || !Surface.Is(found, expected.Name)) continue;
            string text = argument.Expression.ToString();
            if (found.Arity != expected.Arity)
            {
                return Diagnostic.Create(
                    Rules.CallSiteRank, argument.GetLocation(), _definition.Name, parameter.Name, Surface.Short(expected), text, Surface.Short(found));
            }

            if (Unify(expected, found, text) is { } clash)
            {
                return Diagnostic.Create(
                    Rules.CallSiteDim, argument.GetLocation(), _definition.Name, clash.Dim, Surface.Short(clash.First), clash.From, Surface.Short(clash.Second), text);
            }
        }

        return null;
    }

    private static bool IsShaped(ITypeSymbol type) => Surface.Is(type, "Tensor") || Surface.Is(type, "GpuTensor") || Surface.IsSymbolic(type);

    /// <summary>In a template's body: C# infers type arguments from types, and an untyped Expr has none.</summary>
    private Diagnostic? InferredArgument()
    {
        if (!Surface.IsTemplate(_definition) || _definition.TypeParameters.Length == 0) return null;
        if (invocation.Expression is GenericNameSyntax or MemberAccessExpressionSyntax { Name: GenericNameSyntax }) return null;
        foreach (var argument in invocation.ArgumentList.Arguments)
        {
            if (ParameterOf(argument)?.Type is not INamedTypeSymbol { Arity: > 0 } expected || !Surface.IsSymbolic(expected)) continue;
            if (TypeOf(argument) is not INamedTypeSymbol { Arity: 0 } found || !Surface.Is(found, expected.Name)) continue;
            return Diagnostic.Create(
                Rules.InferredArgument, argument.GetLocation(), _definition.Name, argument.Expression.ToString(),
                string.Join(", ", _definition.TypeParameters.Select(t => t.Name)));
        }

        return null;
    }

    private void BindTypeArguments()
    {
        if (invocation.Expression is not (GenericNameSyntax or MemberAccessExpressionSyntax { Name: GenericNameSyntax })) return;
        for (int i = 0; i < _definition.TypeParameters.Length && i < candidate.TypeArguments.Length; i++)
        {
            if (candidate.TypeArguments[i].TypeKind != TypeKind.Error)
                _bound[_definition.TypeParameters[i].Name] = (candidate.TypeArguments[i], "<...>");
        }
    }

    private IParameterSymbol? ParameterOf(ArgumentSyntax argument)
    {
        if (argument.NameColon is { } name) return _definition.Parameters.FirstOrDefault(p => p.Name == name.Name.Identifier.Text);
        // In the fluent form of an extension the receiver is the first parameter.
        int shift = candidate.ReducedFrom != null || _definition.IsExtensionMethod && IsReceiverCall() ? 1 : 0;
        var parameters = (candidate.ReducedFrom ?? _definition).OriginalDefinition.Parameters;
        int index = invocation.ArgumentList.Arguments.IndexOf(argument) + shift;
        return index < parameters.Length ? parameters[index] : null;
    }

    private bool IsReceiverCall()
        => invocation.Expression is MemberAccessExpressionSyntax member && model.GetSymbolInfo(member.Expression, cancellation).Symbol is not INamedTypeSymbol;

    private ITypeSymbol? TypeOf(ArgumentSyntax argument) => model.GetTypeInfo(argument.Expression, cancellation).Type;

    private (string Dim, ITypeSymbol First, string From, ITypeSymbol Second)? Unify(ITypeSymbol expected, ITypeSymbol found, string from)
    {
        if (expected is ITypeParameterSymbol parameter)
        {
            if (_bound.TryGetValue(parameter.Name, out var known))
                return SymbolEqualityComparer.Default.Equals(known.Dim, found) ? null : (parameter.Name, known.Dim, known.From, found);
            _bound[parameter.Name] = (found, from);
            return null;
        }

        if (expected is not INamedTypeSymbol e || found is not INamedTypeSymbol f || e.Arity != f.Arity || e.Name != f.Name) return null;
        for (int i = 0; i < e.Arity; i++)
            if (Unify(e.TypeArguments[i], f.TypeArguments[i], from) is { } clash) return clash;
        return null;
    }
}
