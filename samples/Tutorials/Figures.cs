using System.Globalization;

namespace TensorDsl.Samples.Tutorials;

/// <summary>Tensors as text, and how near computed figures are to stated ones.</summary>
internal static class Figures
{
    /// <summary>Figures that a tutorial states with four digits.</summary>
    public const double FourDigits = 0.5e-4;

    /// <summary>The elements of a vector.</summary>
    public static string Text<N>(Tensor<float, N> x, string format = "0.0000") => Text(x.Span, format);

    /// <summary>The rows of a matrix, one after another.</summary>
    public static string Text<N, M>(Tensor<float, N, M> x, string format = "0.0000")
        => string.Join(" ", Enumerable.Range(0, x.Size0).Select(i => Text(x.Span.Slice(i * x.Size1, x.Size1), format)));

    /// <summary>Whether all elements are within a tolerance of the stated ones.</summary>
    public static bool Near(ReadOnlySpan<float> computed, double tolerance, params ReadOnlySpan<double> stated)
    {
        if (computed.Length != stated.Length) return false;
        for (int i = 0; i < stated.Length; i++)
            if (!(Math.Abs(computed[i] - stated[i]) <= tolerance)) return false;
        return true;
    }

    private static string Text(ReadOnlySpan<float> values, string format)
    {
        var texts = new string[values.Length];
        for (int i = 0; i < texts.Length; i++) texts[i] = values[i].ToString(format, CultureInfo.InvariantCulture);
        return $"[{string.Join(", ", texts)}]";
    }
}
