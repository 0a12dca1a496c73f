namespace TensorDsl.Generators.Pipeline;

/// <summary>The names under which the driver tracks the steps; tests ask by them what was run again.</summary>
internal static class Steps
{
    public const string Similarities = nameof(Similarities);
    public const string Losses = nameof(Losses);
    public const string Table = nameof(Table);
    public const string LinkedSimilarities = nameof(LinkedSimilarities);
    public const string LinkedLosses = nameof(LinkedLosses);
    public const string EmittedSimilarities = nameof(EmittedSimilarities);
    public const string EmittedLosses = nameof(EmittedLosses);
    public const string SpanFiles = nameof(SpanFiles);
    public const string Problems = nameof(Problems);
    public const string ComputeSharp = nameof(ComputeSharp);

    public static IReadOnlyList<string> All { get; } =
        [Similarities, Losses, Table, LinkedSimilarities, LinkedLosses, EmittedSimilarities, EmittedLosses, SpanFiles, Problems, ComputeSharp];
}
