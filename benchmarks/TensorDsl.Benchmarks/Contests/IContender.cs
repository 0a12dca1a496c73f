namespace TensorDsl.Benchmarks.Contests;

/// <summary>An implementation of a contest's function, in this process or in a child.</summary>
public interface IContender : IDisposable
{
    /// <summary>What a table calls it.</summary>
    string Name { get; }

    /// <summary>Whether it computes what ours does; what only moves as many bytes does not.</summary>
    bool IsSameFunction { get; }

    /// <summary>The process that computes.</summary>
    int ProcessId { get; }

    /// <summary>Makes the following calls use so many threads.</summary>
    void UseThreads(int count);

    /// <summary>Calls it so often; the seconds of all calls together.</summary>
    double Time(int calls);

    /// <summary>Calls it once and returns samples of its results by name.</summary>
    IReadOnlyDictionary<string, float[]> Results();
}
