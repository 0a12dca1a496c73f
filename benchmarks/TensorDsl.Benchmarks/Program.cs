using System.Globalization;
using BenchmarkDotNet.Running;
using TensorDsl.Benchmarks;

// "quick [rows [width [classes]]]" compares in one process within minutes; "search [rows [width [queries [k]]]]" does so
// for the k best of rows; "gpu [rows [width [product]]]" measures a GPU and writes docs/performance-gpu.md; anything else is BenchmarkDotNet's command line.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["quick", ..])
{
    int[] sizes = [.. args.Skip(1).Select(a => int.Parse(a, CultureInfo.InvariantCulture))];
    QuickRun.Run(sizes.Length > 0 ? sizes[0] : 256, sizes.Length > 1 ? sizes[1] : 256, sizes.Length > 2 ? sizes[2] : 1000);
    return 0;
}

if (args is ["gpu", .. var sizesOnGpu]) return GpuReport.Run(sizesOnGpu);

if (args is ["search", ..])
{
    int[] sizes = [.. args.Skip(1).Select(a => int.Parse(a, CultureInfo.InvariantCulture))];
    int Size(int i, int otherwise) => sizes.Length > i ? sizes[i] : otherwise;
    QuickRun.Run([SearchContest.Of(Size(0, 1_000_000), Size(1, 384), Size(2, 64), Size(3, 10))]);
    return 0;
}

BenchmarkSwitcher.FromAssembly(typeof(FunctionBenchmarks).Assembly).Run(args);
return 0;
