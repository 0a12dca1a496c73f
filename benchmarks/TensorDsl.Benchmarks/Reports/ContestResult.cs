using System.Text.Json.Serialization;
using TensorDsl.Benchmarks.Measuring;

namespace TensorDsl.Benchmarks.Reports;

/// <summary>What one contest gave with so many threads: all measurements, so that every figure of a report can be computed again.</summary>
public sealed record ContestResult
{
    public required string Key { get; init; }

    public required string Name { get; init; }

    public required string Sizes { get; init; }

    public required int Threads { get; init; }

    /// <summary>By how much the rows were fewer than asked for; 1 says that they weren't.</summary>
    public required int Shrink { get; init; }

    /// <summary>Ours is the first.</summary>
    public required IReadOnlyList<Timing> Timings { get; init; }

    /// <summary>Peers that could not run, and why.</summary>
    public required IReadOnlyDictionary<string, string> Missing { get; init; }

    /// <summary>The part of the machine that others had meanwhile.</summary>
    public required double Disturbance { get; init; }

    /// <summary>The machine's load average before and after.</summary>
    public double? LoadBefore { get; init; }

    public double? LoadAfter { get; init; }

    public required DateTime Measured { get; init; }

    public required string Revision { get; init; }

    public required IReadOnlyDictionary<string, string> Machine { get; init; }

    /// <summary>More than this much of the machine makes a figure doubtful.</summary>
    [JsonIgnore]
    public bool IsDisturbed => Disturbance > 0.1;

    [JsonIgnore]
    public Timing Ours => Timings[0];

    [JsonIgnore]
    public IEnumerable<Timing> Peers => Timings.Skip(1);
}

/// <summary>The seconds per call of a contender, one for each alternation.</summary>
public sealed record Timing(string Contender, double[] Seconds)
{
    internal Spread Spread => Measuring.Spread.Of(Seconds);

    /// <summary>How often the other's time this one's fits into it: the median over the alternations of the ratio of the two in one alternation.</summary>
    internal Spread Times(Timing ours) => Measuring.Spread.Of(Seconds.Zip(ours.Seconds, (theirs, mine) => theirs / mine));
}
