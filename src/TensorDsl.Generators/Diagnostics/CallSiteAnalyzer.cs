using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using TensorDsl.Generators.Syntax;

namespace TensorDsl.Generators.Diagnostics;

/// <summary>
/// Reports on calls of templates and of what is generated from them. Where C# rejects a call with CS0411 or CS1503, it names neither the
/// dimension nor the argument that brought it; the candidate's signature tells both.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CallSiteAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Rules.All.Where(r => r.Id[4] == '4').ToImmutableArray();

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSyntaxNodeAction(FailedCall, SyntaxKind.InvocationExpression);
        context.RegisterOperationAction(BoundCall, OperationKind.Invocation, OperationKind.ObjectCreation);
        context.RegisterOperationAction(LabelConstant, OperationKind.Conversion);
    }

    private static void FailedCall(SyntaxNodeAnalysisContext context)
    {
        var invocation = (InvocationExpressionSyntax)context.Node;
        var info = context.SemanticModel.GetSymbolInfo(invocation, context.CancellationToken);
        if (info.Symbol != null || info.CandidateReason != CandidateReason.OverloadResolutionFailure) return;
        var candidates = info.CandidateSymbols.OfType<IMethodSymbol>().Where(m => Surface.IsTemplate(m) || IsGenerated(m)).ToList();
        foreach (var candidate in candidates)
        {
            if (new FailedCallCheck(context.SemanticModel, invocation, candidate, context.CancellationToken).Run() is not { } diagnostic) continue;
            context.ReportDiagnostic(diagnostic);
            return;
        }
        if (candidates.Count > 0) WithoutGpuForm(context, invocation, candidates[0]);
    }

    /// <summary>A call over GPU tensors of a function that has methods over tensors only.</summary>
    private static void WithoutGpuForm(SyntaxNodeAnalysisContext context, InvocationExpressionSyntax invocation, IMethodSymbol candidate)
    {
        var forms = candidate.ContainingType.GetMembers(candidate.Name).OfType<IMethodSymbol>().Where(IsGenerated);
        if (forms.Any(f => f.Parameters.Any(p => Surface.Is(p.Type, "GpuTensor")))) return;
        foreach (var argument in invocation.ArgumentList.Arguments)
        {
            if (!Surface.Is(context.SemanticModel.GetTypeInfo(argument.Expression, context.CancellationToken).Type, "GpuTensor")) continue;
            context.ReportDiagnostic(Diagnostic.Create(Rules.NoGpuForm, argument.GetLocation(), candidate.Name, argument.Expression.ToString()));
            return;
        }
    }

    private static bool IsGenerated(IMethodSymbol method)
        => method.OriginalDefinition.GetAttributes().Any(a => Surface.Is(a.AttributeClass, "GeneratedFromTemplateAttribute"));

    private static void BoundCall(OperationAnalysisContext context)
    {
        var (method, arguments) = context.Operation switch
        {
            IInvocationOperation i => (i.TargetMethod, i.Arguments),
            IObjectCreationOperation { Constructor: { } constructor } o => (constructor, o.Arguments),
            _ => (null, default),
        };
        if (method is null) return;
        if (IsGenerated(method)) SelfSimilarity(context, method, arguments);
        else DeclaredSizes.Check(context, method, arguments);
    }

    /// <summary>A row-wise similarity of a tensor with itself is a constant; all pairs of a tensor with itself are not.</summary>
    private static void SelfSimilarity(OperationAnalysisContext context, IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments)
    {
        if (!Surface.Is(method.ReturnType, "Tensor") || ((INamedTypeSymbol)method.ReturnType).Arity != 2) return;
        var inputs = arguments.Where(a => a.Parameter is { RefKind: RefKind.None } p && Surface.Is(p.Type, "Tensor") && p.Name != "destination").ToList();
        foreach (var first in inputs)
        {
            foreach (var second in inputs)
            {
                if (first.Parameter!.Ordinal >= second.Parameter!.Ordinal || SymbolOf(first.Value) is not { } symbol) continue;
                if (!SymbolEqualityComparer.Default.Equals(symbol, SymbolOf(second.Value))) continue;
                context.ReportDiagnostic(Diagnostic.Create(Rules.SelfSimilarity, second.Syntax.GetLocation(), symbol.Name, method.Name));
                return;
            }
        }
    }

    private static ISymbol? SymbolOf(IOperation o) => o switch
    {
        ILocalReferenceOperation l => l.Local,
        IParameterReferenceOperation p => p.Parameter,
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } f => f.Field,
        _ => null,
    };

    /// <summary>A constant converted to Index&lt;C&gt; where C declares its size.</summary>
    private static void LabelConstant(OperationAnalysisContext context)
    {
        var conversion = (IConversionOperation)context.Operation;
        if (conversion.Type is not INamedTypeSymbol { Arity: 1 } type || !Surface.Is(type, "Index")) return;
        if (conversion.Operand.ConstantValue is not { HasValue: true, Value: int label } || DeclaredSizes.Of(type.TypeArguments[0]) is not { } size) return;
        if (label < 0 || label >= size)
            context.ReportDiagnostic(Diagnostic.Create(Rules.LabelRange, conversion.Syntax.GetLocation(), label, Surface.Short(type.TypeArguments[0]), size));
    }
}
