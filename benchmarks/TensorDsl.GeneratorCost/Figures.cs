namespace TensorDsl.GeneratorCost;

/// <summary>What a measurement found.</summary>
/// <param name="Cold">The first run of the process, compiling the generator's own code.</param>
/// <param name="Runs">Whole runs on a warm compiler, in ascending order.</param>
/// <param name="Edits">Re-runs after one edit each, in ascending order, with the edited template.</param>
internal sealed record Figures(
    int Templates, Cost Cold, IReadOnlyList<Cost> Runs, IReadOnlyList<(Cost Cost, string Template)> Edits, long SourceBytes, long AssemblyBytes)
{
    public Cost Run => Runs[Runs.Count / 2];

    public double PerTemplate => Run.Clock / Templates;

    public double MeanEdit => Edits.Average(e => e.Cost.Clock);

    public long SourceBytesPerTemplate => SourceBytes / Templates;
}
