using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using TensorDsl.Generators.Syntax;

namespace TensorDsl.Generators.Diagnostics;

/// <summary>
/// A private template is unused, and its parameters unread, only for analyzers that don't know of the generator. Each suppression is for
/// templates alone; other code keeps its warnings.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnusedTemplateSuppressor : DiagnosticSuppressor
{
    private const string Reason = "A [Similarity] or [Loss] template is read by the TensorDsl generator";

    private static readonly ImmutableDictionary<string, SuppressionDescriptor> ByRule = new SuppressionDescriptor[]
    {
        new("TDSLS01", "IDE0051", Reason),
        new("TDSLS02", "CA1811", Reason),
        new("TDSLS03", "S1144", Reason),
        new("TDSLS04", "RCS1213", Reason),
    }.ToImmutableDictionary(s => s.SuppressedDiagnosticId);

    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = ByRule.Values.OrderBy(s => s.Id, StringComparer.Ordinal).ToImmutableArray();

    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            if (diagnostic.Location.SourceTree is not { } tree) continue;
            var node = tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan);
            if (node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } declaration) continue;
            if (context.GetSemanticModel(tree).GetDeclaredSymbol(declaration, context.CancellationToken) is IMethodSymbol method && Surface.IsTemplate(method))
                context.ReportSuppression(Suppression.Create(ByRule[diagnostic.Id], diagnostic));
        }
    }
}
