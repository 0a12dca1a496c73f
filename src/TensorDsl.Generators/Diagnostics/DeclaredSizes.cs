using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using TensorDsl.Generators.Syntax;

namespace TensorDsl.Generators.Diagnostics;

/// <summary>
/// Sizes that are known at compile time and contradict what a dim declares: constants given to a call that makes a tensor, lists that are
/// written out, and a dim of one declared size that is renamed to one of another.
/// </summary>
internal static class DeclaredSizes
{
    public static void Check(OperationAnalysisContext context, IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments)
    {
        if (method.ContainingNamespace is not { Name: "TensorDsl", ContainingNamespace.IsGlobalNamespace: true }) return;
        var made = (method.MethodKind == MethodKind.Constructor ? method.ContainingType : method.ReturnType) as INamedTypeSymbol;
        if (method.Name == "Relabel" && Surface.HasOps(method.ContainingType)) Renamed(context, [method.TypeArguments[0]], [method.TypeArguments[1]]);
        if (!Surface.Is(made, "Tensor")) return;
        if (method.Name == "Rename" && Surface.Is(method.ContainingType, "Tensor")) Renamed(context, method.ContainingType.TypeArguments.Skip(1), method.TypeArguments);
        Given(context, made!, arguments);
        if (method.ContainingType.Name == "Tensors" && method.Name == "Labels") Labels(context, made!, arguments);
        if (method.ContainingType.Name == "Tensors" && method.Name == "FromRows") Rows(context, made!, arguments);
    }

    /// <summary>The size that a dim declares; Prime&lt;D&gt; has that of D.</summary>
    public static int? Of(ITypeSymbol dim)
    {
        while (Surface.Is(dim, "Prime")) dim = ((INamedTypeSymbol)dim).TypeArguments[0];
        var attribute = dim.GetAttributes().FirstOrDefault(a => Surface.Is(a.AttributeClass, "DimAttribute"));
        return attribute?.ConstructorArguments.FirstOrDefault().Value as int?;
    }

    /// <summary>Constants given as sizes: <c>new Tensor&lt;float, Batch, Embed&gt;(data, 32, 512)</c>.</summary>
    private static void Given(OperationAnalysisContext context, INamedTypeSymbol made, ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (var argument in arguments)
        {
            string name = argument.Parameter?.Name ?? "";
            if (name.Length != 5 || !name.StartsWith("size", StringComparison.Ordinal) || name[4] is < '0' or > '9') continue;
            if (argument.Value.ConstantValue is { HasValue: true, Value: int given }) Size(context, argument.Syntax, made, name[4] - '0', given);
        }
    }

    /// <summary>x.Rename&lt;Batch, Hidden&gt;() and Relabel&lt;Embed, Hidden&gt;(x), where both dims declare their size.</summary>
    private static void Renamed(OperationAnalysisContext context, IEnumerable<ITypeSymbol> from, IEnumerable<ITypeSymbol> to)
    {
        foreach (var (old, dim) in from.Zip(to, (a, b) => (a, b)))
        {
            if (Of(old) is not { } given || Of(dim) is not { } size || given == size) continue;
            var at = context.Operation.Syntax is InvocationExpressionSyntax { Expression: var callee } ? callee is MemberAccessExpressionSyntax m ? m.Name : callee : context.Operation.Syntax;
            Report(context, at, dim, size, given);
        }
    }

    /// <summary>Labels that are written out: each is inside the classes, and a single axis is as long as there are labels.</summary>
    private static void Labels(OperationAnalysisContext context, INamedTypeSymbol made, ImmutableArray<IArgumentOperation> arguments)
    {
        if (made.TypeArguments[0] is not INamedTypeSymbol { Arity: 1 } index || Find(arguments, "labels") is not { } labels || Elements(labels) is not { } elements) return;
        if (made.Arity == 2) Size(context, labels, made, 0, elements.Count);
        if (Of(index.TypeArguments[0]) is not { } classes) return;
        // An ignored label that isn't constant may be any.
        var ignored = arguments.FirstOrDefault(a => a.Parameter?.Name == "ignoreIndex");
        if (ignored is { ArgumentKind: ArgumentKind.Explicit } && Constant(context, (ignored.Syntax as ArgumentSyntax)?.Expression) is null) return;
        int? ignore = ignored is { ArgumentKind: ArgumentKind.Explicit } ? Constant(context, (ignored.Syntax as ArgumentSyntax)?.Expression) : null;
        foreach (var element in elements)
        {
            if (Constant(context, element) is not { } label || label == ignore || label >= 0 && label < classes) continue;
            context.ReportDiagnostic(Diagnostic.Create(Rules.LabelRange, element.GetLocation(), label, Surface.Short(index.TypeArguments[0]), classes));
        }
    }

    /// <summary>Rows that are written out.</summary>
    private static void Rows(OperationAnalysisContext context, INamedTypeSymbol made, ImmutableArray<IArgumentOperation> arguments)
    {
        if (Find(arguments, "rows") is not { } rows || Elements(rows) is not { } elements) return;
        Size(context, rows, made, 0, elements.Count);
        foreach (var row in elements)
            if (Elements(row) is { } inner) Size(context, row, made, 1, inner.Count);
    }

    private static void Size(OperationAnalysisContext context, SyntaxNode at, INamedTypeSymbol made, int axis, int given)
    {
        if (axis + 1 < made.Arity && made.TypeArguments[axis + 1] is var dim && Of(dim) is { } size && size != given) Report(context, at, dim, size, given);
    }

    private static void Report(OperationAnalysisContext context, SyntaxNode at, ITypeSymbol dim, int size, int given)
        => context.ReportDiagnostic(Diagnostic.Create(Rules.DimSize, at.GetLocation(), given, Surface.Short(dim), size));

    private static ExpressionSyntax? Find(ImmutableArray<IArgumentOperation> arguments, string parameter)
        => (arguments.FirstOrDefault(a => a.Parameter?.Name == parameter)?.Syntax as ArgumentSyntax)?.Expression;

    /// <summary>The elements of a list that is written out, or null. Syntax, because the operation of a collection expression is newer than the oldest host.</summary>
    private static IReadOnlyList<ExpressionSyntax>? Elements(ExpressionSyntax list) => list switch
    {
        ArrayCreationExpressionSyntax { Initializer: { } i } => i.Expressions.ToList(),
        ImplicitArrayCreationExpressionSyntax { Initializer: var i } => i.Expressions.ToList(),
        CollectionExpressionSyntax c when c.Elements.All(e => e is ExpressionElementSyntax) => c.Elements.Select(e => ((ExpressionElementSyntax)e).Expression).ToList(),
        _ => null,
    };

    private static int? Constant(OperationAnalysisContext context, ExpressionSyntax? expression)
        => expression is not null && context.Operation.SemanticModel?.GetConstantValue(expression, context.CancellationToken) is { HasValue: true, Value: int value } ? value : null;
}
