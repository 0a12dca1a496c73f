using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Emit;

internal enum SlotRole
{
    /// <summary>A parameter of the template.</summary>
    Parameter,

    /// <summary>The cotangent of a result.</summary>
    Upstream,

    /// <summary>Where a value is written to.</summary>
    Destination,

    /// <summary>Where a gradient is written to, if it is asked for.</summary>
    Gradient,
}

/// <summary>One parameter of generated methods, whichever memory they are over.</summary>
/// <param name="Name">As it is, without @.</param>
/// <param name="Axes">In memory order.</param>
/// <param name="Class">Labels only: the dim they index.</param>
/// <param name="Default">The template's text of the default value, or null.</param>
/// <param name="Index">Of a parameter its position, of a destination the result of the plan that is written to it.</param>
internal sealed record Slot(
    string Name, SlotRole Role, ParameterKind Kind, IReadOnlyList<Axis> Axes, Axis? Class = null, string? Default = null, string? EnumType = null, int Index = -1)
{
    /// <summary>It lies in memory: everything but hyper-parameters and the upstream gradient of a scalar.</summary>
    public bool IsView => Kind is ParameterKind.Tensor or ParameterKind.Mask or ParameterKind.Labels || Kind == ParameterKind.Scalar && Role != SlotRole.Upstream;

    public bool IsShaped => Kind is ParameterKind.Tensor or ParameterKind.Mask or ParameterKind.Labels;

    public string Id => NameScope.Escape(Name);

    /// <summary>The axes as run-time messages name them.</summary>
    public string Dims => string.Join(", ", Axes.Select(a => a.Display));
}
