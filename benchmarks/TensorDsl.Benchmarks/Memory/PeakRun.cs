using System.Diagnostics;
using System.Text.Json.Nodes;
using TensorDsl.Benchmarks.Contests;
using TensorDsl.Benchmarks.Measuring;
using TensorDsl.Benchmarks.Reports;

namespace TensorDsl.Benchmarks.Memory;

/// <summary>
/// What a call needs beyond its inputs and results: the peak of memory of a fresh process that calls it, less that of one that only makes
/// inputs and results. Code that is compiled for it counts.
/// </summary>
internal static class PeakRun
{
    private const int Calls = 2;

    /// <summary>The contests that are measured, and the most that issue 3 allows, in megabytes.</summary>
    public static IReadOnlyDictionary<string, double?> Limits { get; } = new Dictionary<string, double?>
    {
        ["infonce-4096x768"] = 120,
        ["infonce-16384x768"] = 200,
        ["infonce-16384x128"] = 40,
        ["cosine-rows-gradient"] = null,
        ["triplet-gradient"] = null,
        ["cross-entropy-32000-gradient"] = null,
        ["cross-entropy-1000-gradient"] = null,
        ["bce-gradient"] = null,
        ["kl-gradient"] = null,
    };

    /// <summary>Measures the contests that a filter chooses.</summary>
    public static int Run(ContestOptions options)
    {
        foreach (var contest in Suite.All(options.Shrink).Where(c => Limits.ContainsKey(c.Key) && options.Chooses(c.Key)))
        {
            var peaks = new Dictionary<string, double>();
            if (Difference(calls => Own(contest.Key, options.Shrink, calls)) is { } ours) peaks["TensorDsl"] = ours;
            foreach (var peer in options.WithPython ? contest.PythonPeers : [])
                if (Difference(calls => Python(peer, contest, calls)) is { } theirs) peaks[peer.Name] = theirs;
            var result = new PeakResult(contest.Key, contest.Name, contest.Sizes, peaks, DateTime.UtcNow, Machine.Revision, Machine.Describe());
            if (options.Shrink == 1) ResultStore.Save("memory", contest.Key, result);
            Console.WriteLine($"{contest.Name} {contest.Sizes}: {string.Join(", ", peaks.Select(p => $"{p.Key} {p.Value / 1e6:0.0} MB"))}");
        }

        return 0;
    }

    /// <summary>In a fresh process: makes inputs and results, calls so often, prints the peak.</summary>
    public static int Child(string key, int shrink, int calls)
    {
        var contest = Suite.All(shrink).Single(c => c.Key == key);
        var data = new Data(contest.Inputs);
        var ours = contest.Contenders(data)[0];
        data.Forget();
        if (calls > 0) ours.Time(calls);
        Console.WriteLine(PeakBytes());
        return 0;
    }

    private static double? Difference(Func<int, double?> peak) => peak(0) is { } without && peak(Calls) is { } with ? with - without : null;

    private static double? Own(string key, int shrink, int calls)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "TensorDsl.Benchmarks.dll");
        var info = new ProcessStartInfo("dotnet", [program, "peak-of", key, $"{shrink}", $"{calls}"]);
        return double.Parse(Output(info) ?? throw new InvalidOperationException($"{key}: the child gave no peak"));
    }

    private static double? Python(PythonPeer peer, Contest contest, int calls)
    {
        try
        {
            var answer = Output(PythonProcess.StartInfo(peer, "peak", peer.Library, $"{calls}", Data.Describe(contest)));
            return answer is null ? null : (double?)JsonNode.Parse(answer)!["bytes"];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string? Output(ProcessStartInfo info)
    {
        info.RedirectStandardOutput = true;
        using var process = Process.Start(info)!;
        string text = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 && text.Length > 0 ? text : null;
    }

    private static long PeakBytes()
    {
        if (!File.Exists("/proc/self/status")) return Process.GetCurrentProcess().PeakWorkingSet64;
        string line = File.ReadLines("/proc/self/status").Single(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;
    }
}
