namespace TensorDsl.Benchmarks.Reports;

/// <summary>The bytes beyond inputs and results at the peak of a call, by contender.</summary>
public sealed record PeakResult(
    string Key, string Name, string Sizes, IReadOnlyDictionary<string, double> Peaks,
    DateTime Measured, string Revision, IReadOnlyDictionary<string, string> Machine);
