namespace TensorDsl.LossTests.Fixtures;

/// <summary>An array of a fixture: numbers in row-major order, whatever their type; truth values are 0 and 1.</summary>
/// <param name="Dims">Names of the dims; "1" is a broadcast dim of size one.</param>
/// <param name="Type">float, int, bool or index.</param>
/// <param name="IndexInto">Of an index array: the dim that it indexes.</param>
public sealed record FixtureArray(IReadOnlyList<string> Dims, string Type, string? IndexInto, double[] Data);
