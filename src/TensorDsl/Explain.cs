using System.Reflection;

namespace TensorDsl;

/// <summary>Shows how generated methods compute.</summary>
public static class Explain
{
    /// <summary>
    /// The explanation of a generated method: its instructions after differentiation and simplification, the passes of its plan, and the generic
    /// methods that the JIT compiles for them at the first call. The delegate is never called.
    /// </summary>
    /// <example><c>Explain.Of(Losses.InfoNce&lt;Batch, Embed&gt;)</c></example>
    /// <exception cref="ArgumentException">The method was not generated from a template.</exception>
    public static string Of(Delegate method)
    {
        ArgumentNullException.ThrowIfNull(method);
        return method.Method.GetCustomAttribute<ExplanationAttribute>()?.Text
            ?? throw new ArgumentException($"'{method.Method.Name}' was not generated from a template; explain the float overload of a generated method", nameof(method));
    }
}
