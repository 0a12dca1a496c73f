using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Ir;

/// <summary>A function over tensors: parameters, a flat instruction list, and one or more results.</summary>
/// <param name="TypeParameters">The template's own type parameters, in order (those of the containing types are dims as well).</param>
public sealed record Function(
    string Name,
    EquatableArray<string> TypeParameters,
    EquatableArray<Parameter> Parameters,
    EquatableArray<Instr> Code,
    EquatableArray<Result> Results)
{
    public Instr this[int id] => Code[id];

    /// <summary>The type parameters of the containing types, outermost first; a <see cref="Call"/>'s dims end with what they stand for.</summary>
    public EquatableArray<string> OuterTypeParameters { get; init; }

    /// <summary>What the template calls its values, for emitted code. A pass that renumbers <see cref="Code"/> renumbers or drops them.</summary>
    public EquatableArray<ValueName> ValueNames { get; init; }
}

/// <summary>The local by which the template knows an instruction.</summary>
public sealed record ValueName(int Value, string Name);

/// <summary>A result: an instruction and the declared order of its axes, which is its memory order. A declared axis that the value lacks is broadcast.</summary>
/// <param name="Name">The tuple element's name, "gradX" of a gradient, or null.</param>
/// <param name="Gradient">The parameter this is the gradient of, or -1.</param>
/// <param name="Class">Labels only: the dim that they index.</param>
public sealed record Result(int Value, EquatableArray<Axis> Axes, string? Name = null, int Gradient = -1, Axis? Class = null);
