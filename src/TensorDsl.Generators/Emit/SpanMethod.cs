using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Emit;

/// <summary>
/// A private method over tensor spans of a template that shares its name with others. Spans carry no dims, so overloads that differ in ranks
/// only have one signature; <see cref="SpanDispatchEmitter"/> prints one public method for them, which asks for the ranks.
/// </summary>
/// <param name="Key">The template's documentation id.</param>
/// <param name="Target">The name of the private method.</param>
internal sealed record SpanMethod(
    string Key,
    string Namespace,
    EquatableArray<string> ContainingTypes,
    string Accessibility,
    string Name,
    string ReturnType,
    EquatableArray<SpanParameter> Parameters,
    string Target)
{
    /// <summary>What C# tells overloads apart by.</summary>
    public string Signature => $"{Name}({string.Join(",", Parameters.Select(p => p.Type))})";

    public IEnumerable<SpanParameter> Inputs => Parameters.Where(p => p.Dims is not null);

    /// <summary>"logits [N, C], target [N]".</summary>
    public string Shapes => string.Join(", ", Inputs.Select(p => $"{p.Name} [{p.Dims}]"));
}

/// <param name="Default">" = 0.07f", or "".</param>
/// <param name="Dims">Of an input its declared dims; null of everything else.</param>
internal sealed record SpanParameter(string Type, string Name, string Default, string? Dims)
{
    /// <summary>A scalar is taken as a vector of one element too.</summary>
    public int Rank => string.IsNullOrEmpty(Dims) ? 1 : Dims!.Split(',').Length;
}
