using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using TensorDsl.Generators.Syntax;

namespace TensorDsl.Generators.Diagnostics;

/// <summary>Reports what is wrong with a template: its declaration, its body, its shapes.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TemplateAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }
        = Rules.All.Where(r => r.Id[4] is '1' or '2' or '3').ToImmutableArray();

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolStartAction(Start, SymbolKind.Method);
        context.RegisterSyntaxNodeAction(LocalFunction, SyntaxKind.LocalFunctionStatement);
    }

    private static void LocalFunction(SyntaxNodeAnalysisContext context)
    {
        var function = (LocalFunctionStatementSyntax)context.Node;
        if (function.AttributeLists.Count == 0) return;
        if (context.SemanticModel.GetDeclaredSymbol(function, context.CancellationToken) is not IMethodSymbol method || !Surface.IsTemplate(method)) return;
        context.ReportDiagnostic(Diagnostic.Create(
            Rules.BadSignature, function.Identifier.GetLocation(), method.Name, "it can't be a local function; write it as a static method of a partial type"));
    }

    /// <summary>Started at the symbol, so that a template without a body is seen too.</summary>
    private static void Start(SymbolStartAnalysisContext context)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (!Surface.IsTemplate(method) || method.DeclaringSyntaxReferences.FirstOrDefault() is not { } reference) return;
        if (reference.GetSyntax(context.CancellationToken) is not MethodDeclarationSyntax declaration) return;
        if (declaration.Body is null && declaration.ExpressionBody is null)
        {
            context.RegisterSymbolEndAction(end => Report(method, declaration, null, end.ReportDiagnostic, end.CancellationToken));
            return;
        }

        context.RegisterOperationBlockAction(block =>
        {
            if (!SymbolEqualityComparer.Default.Equals(block.OwningSymbol, method)) return;
            if (block.OperationBlocks.FirstOrDefault(o => o is IBlockOperation) is { } body)
                Report(method, declaration, body, block.ReportDiagnostic, block.CancellationToken);
        });
    }

    private static void Report(
        IMethodSymbol method, MethodDeclarationSyntax declaration, IOperation? body, Action<Diagnostic> report, CancellationToken cancellation)
    {
        foreach (var finding in TemplateParser.Parse(method, declaration, body, cancellation).Findings) report(finding.ToDiagnostic());
    }
}
