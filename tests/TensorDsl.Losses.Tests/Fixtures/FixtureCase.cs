namespace TensorDsl.LossTests.Fixtures;

/// <summary>One case of a fixture file; see tests/fixtures/FORMAT.md. Values of params are double, bool, string or null.</summary>
public sealed record FixtureCase(
    string Function,
    string Id,
    IReadOnlyDictionary<string, int> Dims,
    IReadOnlyDictionary<string, FixtureArray> Inputs,
    IReadOnlyDictionary<string, object?> Params,
    FixtureArray Output,
    double[]? Upstream,
    IReadOnlyDictionary<string, double[]> Gradients,
    IReadOnlyDictionary<string, double[]> States,
    double OutputError,
    IReadOnlyDictionary<string, double> GradientErrors,
    string Note)
{
    /// <summary>The string value of a param, or the default when the case does not have it.</summary>
    public string Text(string param, string otherwise = "") => Params.TryGetValue(param, out object? value) && value is string text ? text : otherwise;

    /// <summary>The number of entries that dims span; a broadcast dim counts once.</summary>
    public int Length(IEnumerable<string> dims) => dims.Aggregate(1, (length, dim) => length * Dims[dim]);

    public override string ToString() => $"{Function}/{Id}";
}
