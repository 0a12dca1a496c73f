namespace TensorDsl.LossTests.Fixtures;

/// <summary>An array of a fixture: numbers in row-major order, whatever their type; truth values are 0 and 1.</summary>
/// <param name="Dims">Names of the dims; "1" is a broadcast dim of size one.</param>
/// <param name="Type">float, int, bool or index.</param>
/// <param name="Extents">The sizes of the dims.</param>
/// <param name="IndexInto">Of an index array: the dim that it indexes.</param>
/// <param name="ClassExtent">Of an index array: the number of positions along that dim.</param>
public sealed record FixtureArray(
    IReadOnlyList<string> Dims, IReadOnlyList<int> Extents, string Type, string? IndexInto, int ClassExtent, double[] Data)
{
    /// <summary>The same numbers without the broadcast dims of size one: by name they are not needed.</summary>
    public FixtureArray WithoutOnes() => this with
    {
        Dims = [.. Dims.Where(d => d != "1")],
        Extents = [.. Extents.Where((_, i) => Dims[i] != "1")],
    };
}
