using TensorDsl.Benchmarks.Measuring;

namespace TensorDsl.Benchmarks.Reports;

/// <summary>The seconds of fresh processes, one timing for each function; the first is of a process that calls nothing.</summary>
public sealed record ColdResult(
    IReadOnlyList<Timing> Timings, double? LoadBefore, double? LoadAfter, DateTime Measured, string Revision, IReadOnlyDictionary<string, string> Machine)
{
    internal Timing Empty => Timings[0];

    internal IEnumerable<Timing> Functions => Timings.Skip(1);

    /// <summary>How many seconds longer a process takes than an empty one of the same round.</summary>
    internal Spread More(Timing function) => Spread.Of(function.Seconds.Zip(Empty.Seconds, (call, nothing) => call - nothing));
}
