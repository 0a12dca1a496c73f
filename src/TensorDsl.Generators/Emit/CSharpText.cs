using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Emit;

/// <summary>Types, parameters and literals of generated methods as C# text.</summary>
internal static class CSharpText
{
    public const string Ns = "global::TensorDsl.";

    public static string Dim(Axis axis) => axis.Type;

    public static string Tensor(string element, IEnumerable<Axis> axes) => $"{Ns}Tensor<{string.Join(", ", new[] { element }.Concat(axes.Select(Dim)))}>";

    /// <summary>The type over run-time tensors.</summary>
    public static string Typed(Slot slot, string element) => slot.Kind switch
    {
        // A learnable scalar is a tensor of rank 0: an optimizer updates it like any other, and no float hyper-parameter is mistaken for it.
        ParameterKind.Tensor or ParameterKind.Scalar => Tensor(element, slot.Axes) + (slot.Role == SlotRole.Gradient ? "?" : ""),
        ParameterKind.Mask => Tensor("bool", slot.Axes),
        ParameterKind.Labels => Tensor($"{Ns}Index<{Dim(slot.Class!.Value)}>", slot.Axes),
        _ => Plain(slot, element),
    };

    /// <summary>The type of a hyper-parameter.</summary>
    public static string Plain(Slot slot, string element) => slot.Kind switch
    {
        ParameterKind.Int => "int",
        ParameterKind.Bool => "bool",
        ParameterKind.Enum => slot.EnumType!,
        _ => element,
    };

    /// <summary>What the elements of a view are.</summary>
    public static string Element(Slot slot, string element) => slot.Kind switch
    {
        ParameterKind.Mask => "bool",
        ParameterKind.Labels => "int",
        _ => element,
    };

    /// <summary>" = 0.07f", or nothing.</summary>
    public static string Default(Slot slot, string element)
        => slot.Default is null ? "" : " = " + (slot.Kind == ParameterKind.Float && slot.Role == SlotRole.Parameter ? Literal(slot.Default, element) : slot.Default);

    public static string String(string text) => Support.StringLiteral.Of(text);

    private static string Literal(string text, string element)
    {
        string digits = text.TrimEnd('f', 'F', 'd', 'D');
        if (char.IsLetter(digits.TrimStart('-')[0])) return text.Replace("float.", element + ".").Replace("double.", element + ".");
        if (element == "float") return digits + "f";
        return digits.Contains('.') || digits.Contains('e') || digits.Contains('E') ? digits : digits + "d";
    }
}
