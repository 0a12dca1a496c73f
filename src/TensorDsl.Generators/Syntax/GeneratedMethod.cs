using Microsoft.CodeAnalysis;

namespace TensorDsl.Generators.Syntax;

/// <summary>
/// What C# tells a template's generated methods apart by, before they are generated: their names and parameter types. Float and double are one
/// type here, because an overload is generated for each. A gradient is taken to be wanted even where it turns out that there is none.
/// </summary>
/// <param name="Name">"InfoNceGradient".</param>
/// <param name="Typed">The parameters over run-time tensors.</param>
/// <param name="Spans">The parameters over tensor spans, which carry no dims.</param>
/// <param name="Buffers">The parameters over ComputeSharp's buffers, which carry no dims either; empty for what has no such form.</param>
internal sealed record GeneratedMethod(string Name, string Typed, string Spans, string Buffers)
{
    private static readonly string[] s_suffixes = ["", "Into", "Gradient", "Backward"];

    public static IEnumerable<GeneratedMethod> Of(IMethodSymbol template)
    {
        var required = template.Parameters.Where(p => !p.HasExplicitDefaultValue).Select(p => p.Type).ToList();
        var optional = template.Parameters.Where(p => p.HasExplicitDefaultValue).Select(p => p.Type).ToList();
        var results = template.ReturnType is INamedTypeSymbol { IsTupleType: true } tuple ? tuple.TupleElements.Select(e => e.Type).ToList() : [template.ReturnType];
        if (!results.All(r => Surface.IsExpr(r) || Surface.IsLabels(r))) yield break;
        var tensors = results.Where(r => Surface.AxesOf(r).Count > 0).ToList();

        yield return Method("", template.Parameters.Select(p => In(p.Type)));
        if (tensors.Count > 0) yield return Method("Into", required.Select(In).Concat(results.Select(Out)).Concat(optional.Select(In)));

        var attribute = Surface.AttributesOf(template).First();
        if (attribute.NamedArguments.Any(a => a.Key == "Gradient" && a.Value.Value is false)) yield break;
        var gradients = template.Parameters.Select(p => p.Type).Where(Surface.IsExpr).Select(Out).ToList();
        if (gradients.Count == 0) yield break;
        if (Surface.IsLoss(attribute)) yield return Method("Gradient", [.. required.Select(In), .. gradients, .. optional.Select(In), ("real", "real")]);
        else
            yield return Method(
                "Backward",
                [.. required.Select(In), .. tensors.Where(Surface.IsExpr).Select(In), .. gradients, .. optional.Select(In), .. results.Where(r => !tensors.Contains(r)).Select(_ => ("real", "real"))]);

        GeneratedMethod Method(string suffix, IEnumerable<(string Typed, string Spans)> parameters)
        {
            var list = parameters.ToList();
            string name = template.Name + suffix;
            return new(name, $"{name}`{template.Arity}({string.Join(",", list.Select(p => p.Typed))})", $"{name}({string.Join(",", list.Select(p => p.Spans))})", Buffers(name, suffix));
        }

        // Inputs, destinations, sizes, and hyper-parameters with defaults, in the order in which they are printed.
        string Buffers(string name, string suffix)
        {
            if (suffix == "Into") return "";
            int sizes = template.Parameters.Select(p => p.Type).Where(Surface.IsSymbolic).SelectMany(t => Surface.AxesOf(t)).Select(a => a.Dim).Distinct().Count();
            var upstream = suffix == "Backward" ? tensors.Where(Surface.IsExpr) : [];
            int outs = suffix switch { "" => results.Count, "Gradient" => 1 + template.Parameters.Count(p => Surface.IsExpr(p.Type)), _ => template.Parameters.Count(p => Surface.IsExpr(p.Type)) };
            var parts = required.Concat(upstream).Select(t => In(t).Spans)
                .Concat(Enumerable.Repeat("out", outs)).Concat(Enumerable.Repeat("int", sizes)).Concat(optional.Select(t => In(t).Spans))
                .Concat(suffix switch { "Gradient" => ["real"], "Backward" => results.Where(r => !tensors.Contains(r)).Select(_ => "real"), _ => [] });
            return $"{name}({string.Join(",", parts)})";
        }
    }

    /// <summary>The members of the containing type that can meet what is generated for a template, by their names.</summary>
    public static IEnumerable<ISymbol> Neighbours(IMethodSymbol template)
    {
        string name = template.Name;
        var names = s_suffixes.Select(s => name + s).Concat(s_suffixes.Where(s => name.EndsWith(s, StringComparison.Ordinal)).Select(s => name.Substring(0, name.Length - s.Length)));
        return names.Distinct().SelectMany(n => template.ContainingType.GetMembers(n)).Where(m => !SymbolEqualityComparer.Default.Equals(m, template));
    }

    /// <summary>A method that the user wrote over run-time tensors, in the same words.</summary>
    public static string TypedKey(IMethodSymbol method) => $"{method.Name}`{method.Arity}({string.Join(",", method.Parameters.Select(p => Type(p.Type)))})";

    private static (string Typed, string Spans) In(ITypeSymbol type) => (Type(type), SpanElement(type) is { } element ? $"in {element}" : Type(type));

    private static (string Typed, string Spans) Out(ITypeSymbol type) => (Type(type), $"out {SpanElement(type)}");

    private static string? SpanElement(ITypeSymbol type)
        => Surface.IsExpr(type) ? "real" : Surface.IsMask(type) ? "bool" : Surface.IsLabels(type) ? "int" : null;

    private static string Type(ITypeSymbol type)
    {
        if (Surface.IsExpr(type)) return Tensor("real", Arguments(type));
        if (Surface.IsMask(type)) return Tensor("bool", Arguments(type));
        if (Surface.IsLabels(type) && Arguments(type) is { Count: > 0 } dims)
            return Tensor($"TensorDsl.Index<{dims[dims.Count - 1]}>", dims.Take(dims.Count - 1).ToList());
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

    /// <summary>A tensor without dims is a tensor all the same, which no hyper-parameter is.</summary>
    private static string Tensor(string element, IReadOnlyList<string> dims)
        => $"TensorDsl.Tensor<{string.Join(",", new[] { element }.Concat(dims))}>";
}
