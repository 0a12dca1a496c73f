using BenchmarkDotNet.Attributes;

namespace TensorDsl.Benchmarks;

/// <summary>The gradient of a user's variant of InfoNCE against the library's: the plan knows no losses, so both get the same passes.</summary>
[MemoryDiagnoser]
public class VariantBenchmarks
{
    private Workload _w = null!;

    [Params(256, 1024)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Setup() => _w = new(Rows, width: 256);

    [Benchmark(Baseline = true)]
    public float Library() => Losses.InfoNceGradient(_w.X, _w.Y, _w.GradX, _w.GradY);

    [Benchmark]
    public float Variant() => Templates.MarginInfoNceGradient(_w.X, _w.Y, _w.GradX, _w.GradY);
}
