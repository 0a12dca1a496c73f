using System.Globalization;
using BenchmarkDotNet.Running;
using TensorDsl.Benchmarks;
using TensorDsl.Benchmarks.Cold;
using TensorDsl.Benchmarks.Contests;
using TensorDsl.Benchmarks.Memory;
using TensorDsl.Benchmarks.Reports;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
switch (args)
{
    case ["contest", .. var rest]:
        if (ContestOptions.Parse(rest) is { } contest) return ContestRun.Run(contest);
        Console.Error.WriteLine(ContestOptions.Usage);
        return 2;
    case ["memory", .. var rest]:
        if (ContestOptions.Parse(rest) is { } memory) return PeakRun.Run(memory);
        Console.Error.WriteLine("memory [FILTER...] [--shrink N] [--without-python]");
        return 2;
    case ["peak-of", var key, var shrink, var calls]:
        return PeakRun.Child(key, int.Parse(shrink), int.Parse(calls));
    case ["growth", .. var rest]:
        return GrowthRun.Run(rest);
    case ["report", "--from-results"]:
        return PerformancePage.Write();
    case ["report", .. var rest]:
        if (ContestOptions.Parse(rest) is { Filters: [] } all)
        {
            // What differs or is missing is in the report.
            int[] codes = [ContestRun.Run(all), PeakRun.Run(all), GrowthRun.Run([]), ColdRun.Run(15), PerformancePage.Write()];
            return codes.Max();
        }

        Console.Error.WriteLine("report [--from-results | --alternations N, --threads N[,N...]]");
        return 2;
    case ["cold", .. var rest]:
        return ColdRun.Run(rest.Length > 0 ? int.Parse(rest[0]) : 15);
    case ["quick", .. var rest]:
        int[] sizes = [.. rest.Select(a => int.Parse(a, CultureInfo.InvariantCulture))];
        QuickRun.Run(sizes.Length > 0 ? sizes[0] : 256, sizes.Length > 1 ? sizes[1] : 256, sizes.Length > 2 ? sizes[2] : 1000);
        return 0;
    case ["gpu", .. var rest]:
        return GpuReport.Run(rest);
    default:
        // In this process: as its own project BenchmarkDotNet would build the loss library again, which takes longer than it waits.
        string[] inProcess = args.Contains("--inProcess") ? args : [.. args, "--inProcess"];
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(FunctionBenchmarks).Assembly).Run(inProcess);
        return summaries.All(s => !s.HasCriticalValidationErrors && s.Reports.All(r => r.Success)) ? 0 : 1;
}
