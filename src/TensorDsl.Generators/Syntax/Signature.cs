using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Syntax;

/// <summary>What a template's declaration says.</summary>
/// <param name="Results">The declared axes of the result, or of each element of a tuple.</param>
/// <param name="IsSound">The generated methods can be declared.</param>
internal sealed record Signature(
    EquatableArray<string> ContainingTypes,
    EquatableArray<string> OuterTypeParameters,
    EquatableArray<string> TypeParameters,
    EquatableArray<Parameter> Parameters,
    EquatableArray<DeclaredResult> Results,
    string Accessibility,
    bool IsSound,
    SpanForm SpanForm,
    BufferForm BufferForm);

/// <summary>A declared result: its axes in memory order, its name in a tuple, and of labels the dim that they index.</summary>
internal sealed record DeclaredResult(EquatableArray<Axis> Axes, string? Name, Axis? Class = null);
