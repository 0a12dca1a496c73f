using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Ir;

public enum ParameterKind
{
    /// <summary>Expr&lt;…&gt;: a float tensor, differentiable.</summary>
    Tensor,

    /// <summary>Expr: a learnable scalar, differentiable.</summary>
    Scalar,

    /// <summary>Mask&lt;…&gt;: a bool tensor.</summary>
    Mask,

    /// <summary>Labels&lt;…, C&gt;: an index tensor.</summary>
    Labels,

    /// <summary>float or double hyper-parameter.</summary>
    Float,

    /// <summary>int hyper-parameter, usable as a number and as an ignored label.</summary>
    Int,

    /// <summary>bool hyper-parameter: compile-time branches only.</summary>
    Bool,

    /// <summary>enum hyper-parameter: compile-time branches only.</summary>
    Enum,
}

/// <summary>A parameter of a function, with everything that the emitters print of it.</summary>
/// <param name="Axes">Axes in declared (memory) order; of labels without the dim they index.</param>
/// <param name="Class">Labels only: the dim they index.</param>
/// <param name="Default">
/// The C# text of the default value, or null. Of a float it has no suffix ("0.07", "1E-08"), or is a field of float ("float.NaN"), so that the
/// double overload can be printed from it.
/// </param>
/// <param name="EnumType">Enum only: the fully qualified type.</param>
/// <param name="EnumValues">Enum only: the declared values, in order.</param>
public sealed record Parameter(
    string Name,
    ParameterKind Kind,
    EquatableArray<Axis> Axes = default,
    Axis? Class = null,
    string? Default = null,
    string? EnumType = null,
    EquatableArray<EnumValue> EnumValues = default)
{
    public bool IsDifferentiable => Kind is ParameterKind.Tensor or ParameterKind.Scalar;

    public ValueType Type => Kind switch
    {
        ParameterKind.Mask => ValueType.Mask,
        ParameterKind.Labels or ParameterKind.Int => ValueType.Index,
        _ => ValueType.Real,
    };
}

/// <summary>One member of an enum: its name and its value.</summary>
public sealed record EnumValue(string Name, long Value);
