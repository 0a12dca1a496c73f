using System.Diagnostics;
using TensorDsl.Benchmarks.Measuring;
using TensorDsl.Benchmarks.Reports;

namespace TensorDsl.Benchmarks.Cold;

/// <summary>
/// How much longer a fresh process takes that calls one function than one that calls nothing: both are started in turns, and timed until they
/// have ended.
/// </summary>
internal static class ColdRun
{
    private static readonly string[] s_functions = ["cosine-similarity", "cross-entropy", "info-nce-gradient"];

    public static int Run(int rounds)
    {
        string program = Program();
        if (!File.Exists(program))
        {
            Console.Error.WriteLine($"{program} isn't built.");
            return 1;
        }

        string[] all = ["empty", .. s_functions];
        // What the first process reads from the disk is in memory for the others.
        foreach (string function in all) Time(program, function);
        double[][] seconds = [.. all.Select(_ => new double[rounds])];
        double? load = Machine.Load;
        for (int round = 0; round < rounds; round++)
            for (int turn = 0; turn < all.Length; turn++)
            {
                int which = (round + turn) % all.Length;
                seconds[which][round] = Time(program, all[which]);
            }

        var result = new ColdResult([.. all.Select((f, i) => new Timing(f, seconds[i]))], load, Machine.Load, DateTime.UtcNow,
            Machine.Revision, Machine.Describe());
        ResultStore.Save("cold", "cold", result);
        Console.WriteLine($"An empty process: {result.Empty.Spread.Median * 1e3:0.0} ms");
        foreach (var function in result.Functions)
        {
            var more = result.More(function);
            Console.WriteLine($"{function.Contender,-20} {more.Median * 1e3:0.0} ms more ({more.Low * 1e3:0.0}–{more.High * 1e3:0.0})");
        }

        return 0;
    }

    /// <summary>The program that is started: a project of its own, because this one's references would be loaded too.</summary>
    private static string Program()
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return Path.Combine(ResultStore.Repository, "benchmarks", "TensorDsl.ColdStart", "bin", configuration, "net10.0", "TensorDsl.ColdStart.dll");
    }

    private static double Time(string program, string function)
    {
        bool isHost = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        var info = new ProcessStartInfo(isHost ? Environment.ProcessPath! : "dotnet", [program, function]);
        long start = Stopwatch.GetTimestamp();
        using var process = Process.Start(info)!;
        process.WaitForExit();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (process.ExitCode != 0) throw new InvalidOperationException($"{function} ended with exit code {process.ExitCode}");
        return seconds;
    }
}
