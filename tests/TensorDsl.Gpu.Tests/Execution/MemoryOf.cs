namespace TensorDsl.LossTests.Execution;

/// <summary>The functions whose memory grows faster than their operands and results.</summary>
public static class MemoryOf
{
    /// <summary>
    /// They store values with more axes than any operand or result: losses over triplets keep one value a pair, on the CPU as well. The list only
    /// shrinks.
    /// </summary>
    public static IReadOnlySet<string> Large { get; } = new HashSet<string> { "Losses.Angular", "Losses.AngularGradient", "Losses.BatchAllTriplet", "Losses.BatchAllTripletGradient" };

    /// <summary>The template's value or gradient is among them.</summary>
    public static bool IsLarge(TemplateIndex.Template template) => Large.Contains($"{template.Type.Name}.{template.Function.Name}");
}
