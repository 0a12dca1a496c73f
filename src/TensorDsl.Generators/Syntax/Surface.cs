using Microsoft.CodeAnalysis;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Syntax;

/// <summary>The symbolic types as the parser sees them: which symbols are ours, and what axes a type such as Expr&lt;N, Prime&lt;N&gt;&gt; names.</summary>
internal static class Surface
{
    /// <summary>What a kernel for GPUs implements: where it is known, TensorDsl knows GPUs.</summary>
    public const string GpuKernel = "TensorDsl.Hlsl.IGpuKernel";

    private const string Namespace = "TensorDsl";

    public static bool Is(ITypeSymbol? type, string name)
        => type is INamedTypeSymbol { ContainingType: null, ContainingNamespace: { Name: Namespace, ContainingNamespace.IsGlobalNamespace: true } }
            && type.Name == name;

    public static bool IsExpr(ITypeSymbol? type) => Is(type, "Expr");

    public static bool IsMask(ITypeSymbol? type) => Is(type, "Mask");

    public static bool IsLabels(ITypeSymbol? type) => Is(type, "Labels");

    /// <summary>Expr, Mask or Labels of any rank.</summary>
    public static bool IsSymbolic(ITypeSymbol? type) => IsExpr(type) || IsMask(type) || IsLabels(type);

    /// <summary>A type whose members are the ops.</summary>
    public static bool HasOps(ITypeSymbol? type)
        => Is(type, "Ops") || Is(type, "TensorExpr") || Is(type, "MaskExpr") || Is(type, "LabelsExpr");

    public static bool IsTemplate(IMethodSymbol method) => AttributesOf(method).Any();

    public static bool IsSimilarity(AttributeData attribute) => Is(attribute.AttributeClass, "SimilarityAttribute");

    public static bool IsLoss(AttributeData attribute) => Is(attribute.AttributeClass, "LossAttribute");

    /// <summary>The template attributes of a method; more than one is an error.</summary>
    public static IEnumerable<AttributeData> AttributesOf(IMethodSymbol method)
        => method.OriginalDefinition.GetAttributes().Where(a => IsSimilarity(a) || IsLoss(a));

    public static Axis AxisOf(ITypeSymbol type)
    {
        int copy = 0;
        while (Is(type, "Prime"))
        {
            copy++;
            type = ((INamedTypeSymbol)type).TypeArguments[0];
        }

        return new(type is ITypeParameterSymbol ? type.Name : type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), copy);
    }

    /// <summary>The axes of Expr&lt;…&gt; and Mask&lt;…&gt;, and those of Labels&lt;…&gt; without the dim that the labels index.</summary>
    public static EquatableArray<Axis> AxesOf(ITypeSymbol type)
    {
        var arguments = ((INamedTypeSymbol)type).TypeArguments;
        int rank = IsLabels(type) ? Math.Max(arguments.Length - 1, 0) : arguments.Length;
        return arguments.Take(rank).Select(AxisOf).ToEquatable();
    }

    /// <summary>The dim that labels index; null of the untyped Labels and of everything else.</summary>
    public static Axis? ClassOf(ITypeSymbol type)
        => IsLabels(type) && ((INamedTypeSymbol)type).TypeArguments is { Length: > 0 } arguments ? AxisOf(arguments[arguments.Length - 1]) : null;

    /// <summary>"[N, M]", or "a scalar".</summary>
    public static string Shape(IReadOnlyList<Axis> axes)
        => axes.Count == 0 ? "a scalar" : $"[{string.Join(", ", axes.Select(a => a.Display))}]";

    /// <summary>"Expr&lt;N, M&gt;".</summary>
    public static string TypeText(string name, IEnumerable<Axis> axes, Axis? labelClass = null)
    {
        if (labelClass is { } c) axes = axes.Append(c);
        string arguments = string.Join(", ", axes.Select(a => a.Display));
        return arguments == "" ? name : $"{name}<{arguments}>";
    }

    /// <summary>The type as users write it, without namespaces.</summary>
    public static string Short(ISymbol symbol) => symbol.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
}
