using BenchmarkDotNet.Attributes;

namespace TensorDsl.Benchmarks;

/// <summary>The contests under BenchmarkDotNet: the plain loop is the baseline, so that ratios are of one run.</summary>
[MemoryDiagnoser]
public class FunctionBenchmarks
{
    private Func<float> _ours = null!;
    private Func<float> _loop = null!;
    private Func<float> _platform = null!;

    [ParamsSource(nameof(Names))]
    public string Function { get; set; } = "";

    [Params(256)]
    public int Rows { get; set; }

    public static IEnumerable<string> Names => QuickContest.All(rows: 2, width: 2, classes: 2).Select(c => c.Name);

    [GlobalSetup]
    public void Setup()
    {
        var contest = QuickContest.All(Rows, width: 256, classes: 1000).Single(c => c.Name == Function);
        contest.Verify();
        _ours = contest.Ours;
        _loop = contest.Peers[0].Run;
        _platform = contest.Peers[1].Run;
    }

    [Benchmark(Baseline = true)]
    public float PlainLoop() => _loop();

    [Benchmark]
    public float SystemNumericsTensors() => _platform();

    [Benchmark]
    public float TensorDsl() => _ours();
}
