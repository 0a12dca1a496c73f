using TensorDsl.LossTests.Execution;
using TensorDsl.LossTests.Fixtures;

namespace TensorDsl.LossTests.Bindings;

/// <summary>
/// How the cases of one fixture file become calls: which method, and what inputs and params are called there. What is not renamed keeps its name
/// in camelCase; what is neither renamed, consumed nor a parameter of the method fails the case.
/// </summary>
public sealed record Binding(string Function, Func<FixtureCase, string> Method)
{
    /// <summary>The cases that this is for; of the bindings of a function the first that fits is taken.</summary>
    public Func<FixtureCase, bool> When { get; init; } = _ => true;

    /// <summary>Params that choose the method and are no arguments of it.</summary>
    public IReadOnlyList<string> Consumed { get; init; } = [];

    /// <summary>Names that are not the camelCase form of the fixture's.</summary>
    public IReadOnlyDictionary<string, string> Renamed { get; init; } = new Dictionary<string, string>();

    /// <summary>Values of params that the library spells otherwise; null leaves the argument out.</summary>
    public IReadOnlyDictionary<string, Func<object?, object?>> Values { get; init; } = new Dictionary<string, Func<object?, object?>>();

    /// <summary>What random inputs look like, by input name; standard normal where not named.</summary>
    public IReadOnlyDictionary<string, Domain> Domains { get; init; } = new Dictionary<string, Domain>();

    /// <summary>The smallest extent of a dim in random cases, where it is not 2.</summary>
    public IReadOnlyDictionary<string, int> Least { get; init; } = new Dictionary<string, int>();

    /// <summary>Params that belong to the shapes or inputs of a case, so that the reseeder does not vary them on their own.</summary>
    public IReadOnlyList<string> Structural { get; init; } = [];

    public string ParameterName(string name) => Renamed.TryGetValue(name, out string? other) ? other : CamelCase(name);

    /// <summary>The call of a case whose state does not matter (all but the optimizers').</summary>
    public TemplateCall Call(FixtureCase c) => new(
        Method(c),
        c.Inputs.ToDictionary(i => ParameterName(i.Key), i => i.Value.WithoutOnes()),
        Options(c),
        c.Output.Dims.Count == 0 ? null : c.Upstream ?? [.. Enumerable.Repeat(1.0, c.Output.Data.Length)],
        [.. c.Gradients.Keys.Select(ParameterName)]);

    public Dictionary<string, object> Options(FixtureCase c)
    {
        var options = new Dictionary<string, object>();
        foreach (var (name, given) in c.Params)
        {
            if (Consumed.Contains(name)) continue;
            object? value = Values.TryGetValue(name, out var map) ? map(given) : given;
            // null is "not given" in the fixtures as well.
            if (value is not null) options.Add(ParameterName(name), value);
        }

        return options;
    }

    public override string ToString() => Function;

    private static string CamelCase(string name)
    {
        string[] parts = name.Split('_');
        return parts[0] + string.Concat(parts.Skip(1).Select(p => char.ToUpperInvariant(p[0]) + p[1..]));
    }
}
