namespace TensorDsl.GeneratorCost;

/// <summary>What a measurement found.</summary>
/// <param name="Cold">The first run of the process, compiling the generator's own code.</param>
/// <param name="Runs">Milliseconds of whole runs on a warm compiler, ascending.</param>
/// <param name="Edits">Milliseconds of re-runs after one edit each, ascending, with the edited template.</param>
internal sealed record Figures(
    int Templates, double Cold, IReadOnlyList<double> Runs, IReadOnlyList<(double Milliseconds, string Template)> Edits, long SourceBytes, long AssemblyBytes)
{
    public double PerTemplate => Runs[Runs.Count / 2] / Templates;

    public double MeanEdit => Edits.Average(e => e.Milliseconds);

    public long SourceBytesPerTemplate => SourceBytes / Templates;
}
