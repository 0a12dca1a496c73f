using Microsoft.CodeAnalysis;
using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Syntax;

/// <summary>
/// How the forms over ComputeSharp's buffers can be declared. Buffers carry no dims, so templates of one name have one signature where they differ
/// in dims only; then none of them gets the form.
/// </summary>
internal static class BufferFormOf
{
    public static BufferForm Template(IMethodSymbol method)
    {
        var type = method.ContainingType;
        if (type is null) return BufferForm.Plain;
        var mine = GeneratedMethod.Of(method).ToList();
        var neighbours = GeneratedMethod.Neighbours(method).OfType<IMethodSymbol>().Where(m => !OverloadCheck.IsGenerated(m)).ToList();
        bool taken = neighbours.Any(other => Surface.IsTemplate(other)
            ? GeneratedMethod.Of(other).Any(g => g.Buffers.Length > 0 && mine.Any(m => m.Buffers == g.Buffers))
            : IsOverComputeSharp(other) && mine.Any(m => m.Name == other.Name));
        if (taken) return BufferForm.Taken;
        return type is { IsStatic: true, ContainingType: null, Arity: 0 } ? BufferForm.Extension : BufferForm.Plain;
    }

    private static bool IsOverComputeSharp(IMethodSymbol method)
        => method.Parameters.FirstOrDefault()?.Type is INamedTypeSymbol { Name: "ComputeContext" or "GraphicsDevice", ContainingNamespace.Name: "ComputeSharp" };
}
