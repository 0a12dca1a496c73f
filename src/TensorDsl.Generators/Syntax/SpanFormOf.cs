using Microsoft.CodeAnalysis;
using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Syntax;

/// <summary>
/// How the forms over tensor spans can be declared. They stand in a nested class, which must meet no member of the user's; there, templates of
/// one name have one signature where they differ in ranks or dims only.
/// </summary>
internal static class SpanFormOf
{
    private const string ClassName = "Spans";

    public static SpanForm Template(IMethodSymbol method, string accessibility)
    {
        if (accessibility == "private") return SpanForm.Unreachable;
        var type = method.ContainingType;
        if (type is null || type.Name == ClassName || type.GetMembers(ClassName).Any(m => !OverloadCheck.IsGenerated(m)) || IsVariant(type)
            || type.TypeParameters.Any(t => t.Name == ClassName))
            return SpanForm.Taken;
        var mine = GeneratedMethod.Of(method).Select(g => g.Spans).ToList();
        bool shared = GeneratedMethod.Neighbours(method).OfType<IMethodSymbol>().Any(other
            => Surface.IsTemplate(other) && GeneratedMethod.Of(other).Any(g => mine.Contains(g.Spans)));
        return shared ? SpanForm.Ranked : SpanForm.Own;
    }

    /// <summary>An interface with in or out parameters can't have nested types (CS8427), nor can one inside it.</summary>
    private static bool IsVariant(INamedTypeSymbol? type)
        => type is not null && (type.TypeParameters.Any(t => t.Variance != VarianceKind.None) || IsVariant(type.ContainingType));
}
