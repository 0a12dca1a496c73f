using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Syntax;

namespace TensorDsl.Generators.Pipeline;

/// <summary>A template as parsed, where it stands, and what went wrong inside the parser.</summary>
internal sealed record ParsedTemplate(TemplateKind Kind, Template? Template, TemplateProblem? Failure, TemplateLocation Location)
{
    /// <summary>Null for a method that is no template.</summary>
    public static ParsedTemplate? Parse(MethodDeclarationSyntax declaration, SemanticModel model, CancellationToken cancellation)
    {
        if (model.GetDeclaredSymbol(declaration, cancellation) is not IMethodSymbol method || Surface.AttributesOf(method).FirstOrDefault() is not { } attribute) return null;
        var kind = Surface.IsLoss(attribute) ? TemplateKind.Loss : TemplateKind.Similarity;
        string key = method.GetDocumentationCommentId() ?? method.Name;
        var name = declaration.Identifier.GetLocation();
        try
        {
            var body = model.GetOperation(declaration, cancellation);
            var (template, _, origins) = TemplateParser.Parse(method, declaration, body, cancellation);
            return new(kind, template, null, TemplateLocation.Of(key, name, origins));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new(kind, null, TemplateProblem.Internal(key, "Parse", method.Name, e), TemplateLocation.Of(key, name, []));
        }
    }

    /// <summary>The same template after something above it has moved it.</summary>
    public ParsedTemplate At(MethodDeclarationSyntax declaration)
    {
        var location = Location.At(declaration.Identifier.GetLocation());
        return location == Location ? this : this with { Location = location };
    }
}
