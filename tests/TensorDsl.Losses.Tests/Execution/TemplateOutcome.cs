namespace TensorDsl.LossTests.Execution;

/// <summary>What a call gave: its results in order (one, or the elements of a tuple), and the gradients by parameter name.</summary>
public sealed record TemplateOutcome(IReadOnlyList<TemplateResult> Results, IReadOnlyDictionary<string, double[]> Gradients);

/// <param name="Name">The tuple element's name, or null.</param>
/// <param name="Dims">Dims of the template, in memory order.</param>
public sealed record TemplateResult(string? Name, IReadOnlyList<string> Dims, double[] Data);
