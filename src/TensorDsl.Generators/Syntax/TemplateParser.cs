using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TensorDsl.Generators.Diagnostics;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Syntax;

/// <summary>
/// A template's method and its bound body → <see cref="Template"/> and findings. The generator takes the template and drops the findings, the
/// analyzer does the reverse, so they cannot disagree. Symbols and syntax are held only while it runs.
/// </summary>
internal static class TemplateParser
{
    /// <returns>The template, what is wrong with it, and the expressions that a problem may be reported at after linking, by instruction.</returns>
    public static (Template Template, IReadOnlyList<Finding> Findings, IReadOnlyDictionary<int, SyntaxNode> Origins) Parse(
        IMethodSymbol method, MethodDeclarationSyntax declaration, IOperation? body, CancellationToken cancellation)
    {
        var findings = new Findings();
        var attribute = Surface.AttributesOf(method).First();
        bool isLoss = Surface.IsLoss(attribute);
        var signature = new SignatureParser(method, declaration, findings, cancellation).Parse(isLoss);
        var parser = new BodyParser(method, signature, findings, cancellation);
        var function = parser.Parse(body);
        if (!findings.Failed && ExtentCheck.Unknown(function.Code, function.Parameters) is { } unknown)
        {
            findings.Report(Rules.UnknownExtent, declaration.Identifier.GetLocation(), unknown.Display, method.Name);
            function = function with { Code = default, Results = default, ValueNames = default };
        }

        var template = new Template(
            method.GetDocumentationCommentId() ?? method.Name,
            method.ContainingNamespace.IsGlobalNamespace ? "" : method.ContainingNamespace.ToDisplayString(NamespaceName),
            signature.ContainingTypes,
            method.Name,
            signature.Accessibility,
            method.IsExtensionMethod,
            isLoss ? TemplateKind.Loss : TemplateKind.Similarity,
            WantsGradient(attribute) && function.Parameters.Any(p => p.IsDifferentiable),
            Documentation(declaration),
            function,
            findings.Failed,
            signature.IsSound,
            signature.SpanForm,
            signature.BufferForm,
            parser.Externals,
            TileMemory(attribute));
        return (template, findings.List, parser.Origins);
    }

    private static readonly SymbolDisplayFormat NamespaceName = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private static bool WantsGradient(AttributeData attribute)
        => !attribute.NamedArguments.Any(a => a.Key == "Gradient" && a.Value.Value is false);

    private static int TileMemory(AttributeData attribute)
        => attribute.NamedArguments.Where(a => a.Key == "TileMemory").Select(a => a.Value.Value).OfType<int>().DefaultIfEmpty(-1).First();

    private static EquatableArray<string> Documentation(MethodDeclarationSyntax declaration)
        => declaration.GetLeadingTrivia().ToFullString().Split('\n').Select(line => line.Trim())
            .Where(line => line.StartsWith("///", StringComparison.Ordinal)).ToEquatable();
}
