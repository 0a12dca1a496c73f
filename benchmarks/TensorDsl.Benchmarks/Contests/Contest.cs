namespace TensorDsl.Benchmarks.Contests;

/// <summary>One function at one size, computed by us and by peers over the same inputs.</summary>
/// <param name="Key">Names it on the command line, in result files and in the driver of the peers in Python.</param>
/// <param name="Name">What a table calls it.</param>
/// <param name="Sizes">Its extents, as a table shows them.</param>
/// <param name="Inputs">What every contender gets.</param>
/// <param name="Contenders">Makes the contenders of this process over the inputs; ours is the first.</param>
public sealed record Contest(string Key, string Name, string Sizes, IReadOnlyList<Input> Inputs, Func<Data, IReadOnlyList<IContender>> Contenders)
{
    /// <summary>What issue 3 asks of the ratio to a peer's time, at 2 threads.</summary>
    public IReadOnlyList<Claim> Claims { get; init; } = [];

    /// <summary>The numbers beside the inputs, such as a temperature, by the names that the driver knows.</summary>
    public IReadOnlyDictionary<string, double> Parameters { get; init; } = new Dictionary<string, double>();

    /// <summary>The peers in Python that compute it too.</summary>
    public IReadOnlyList<PythonPeer> PythonPeers { get; init; } = [];

    /// <summary>How far a result of a peer may be from ours, as a part of the largest magnitude.</summary>
    public double Tolerance { get; init; } = 1e-3;
}

/// <summary>The least ratio of a peer's time to ours.</summary>
public sealed record Claim(string Against, double AtLeast);
