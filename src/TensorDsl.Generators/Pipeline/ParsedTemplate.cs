using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TensorDsl.Generators.Diagnostics;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Syntax;

namespace TensorDsl.Generators.Pipeline;

/// <summary>A template as parsed, where it stands, and what went wrong inside the parser.</summary>
internal sealed record ParsedTemplate(Template? Template, TemplateProblem? Failure, TemplateLocation Location)
{
    /// <summary>Null for a method that the other attribute's provider handles.</summary>
    public static ParsedTemplate? Parse(GeneratorAttributeSyntaxContext context, TemplateKind kind, CancellationToken cancellation)
    {
        var method = (IMethodSymbol)context.TargetSymbol;
        var declaration = (MethodDeclarationSyntax)context.TargetNode;
        // A method with both attributes is an error; only one of the providers may see it, because a file is generated once.
        if (kind == TemplateKind.Loss != Surface.IsLoss(Surface.AttributesOf(method).First())) return null;
        string key = method.GetDocumentationCommentId() ?? method.Name;
        var name = declaration.Identifier.GetLocation();
        try
        {
            var body = context.SemanticModel.GetOperation(declaration, cancellation);
            var (template, _, origins) = TemplateParser.Parse(method, declaration, body, cancellation);
            return new(template, null, TemplateLocation.Of(key, name, origins));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new(null, TemplateProblem.Internal(key, "Parse", method.Name, e), TemplateLocation.Of(key, name, []));
        }
    }
}
