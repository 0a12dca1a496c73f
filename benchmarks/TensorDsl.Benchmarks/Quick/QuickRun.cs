using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TensorDsl.Cpu;

namespace TensorDsl.Benchmarks;

/// <summary>
/// Ours and a peer, alternating in one process, so that a machine that slows down slows both. The ratio is the median over the alternations
/// of peer's time by ours, the spread its quartiles.
/// </summary>
internal static class QuickRun
{
    private const int Alternations = 11;
    private static readonly TimeSpan s_slice = TimeSpan.FromMilliseconds(20);

    public static void Run(int rows, int width, int classes) => Run(QuickContest.All(rows, width, classes));

    public static void Run(IEnumerable<QuickContest> contests)
    {
        RowBlocks.Threads = 1;
        Console.WriteLine(Machine());
        Console.WriteLine($"{Alternations} alternations; ours on {Threads.Limit} threads and on 1, the peers use one.");
        Console.WriteLine();
        Console.WriteLine("| function | sizes | against | ours, µs | peer, µs | peer / ours | quartiles | ours on 1 thread: peer / ours |");
        Console.WriteLine("|---|---|---|---:|---:|---:|---:|---:|");
        foreach (var contest in contests)
        {
            contest.Verify();
            foreach (var peer in contest.Peers)
            {
                var all = Compare(contest.Ours, peer.Run);
                Comparison one;
                using (Threads.LimitTo(1)) one = Compare(contest.Ours, peer.Run);
                Console.WriteLine(
                    $"| {contest.Name} | {contest.Sizes} | {peer.Name} | {all.Ours:0.0} | {all.Peer:0.0} | {all.Ratio:0.00} | {all.Low:0.00}–{all.High:0.00} | {one.Ratio:0.00} |");
            }
        }
    }

    private static string Machine()
    {
        string vectors = Vector512.IsHardwareAccelerated ? "512" : Vector256.IsHardwareAccelerated ? "256" : Vector128.IsHardwareAccelerated ? "128" : "no";
        return $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} processors, {vectors}-bit vectors, "
            + $".NET {Environment.Version}, System.Numerics.Tensors {typeof(TensorPrimitives).Assembly.GetName().Version}, "
            + $"TensorDsl {typeof(Tensors).Assembly.GetName().Version}";
    }

    private sealed record Comparison(double Ours, double Peer, double Ratio, double Low, double High);

    private static Comparison Compare(Func<float> ours, Func<float> peer)
    {
        int oursCount = Calibrate(ours), peerCount = Calibrate(peer);
        var (a, b, ratios) = (new double[Alternations], new double[Alternations], new double[Alternations]);
        for (int i = 0; i < Alternations; i++)
        {
            // Who goes first alternates too: the second finds a cache that the first has filled.
            if (i % 2 == 0) a[i] = Time(ours, oursCount);
            b[i] = Time(peer, peerCount);
            if (i % 2 == 1) a[i] = Time(ours, oursCount);
            ratios[i] = b[i] / a[i];
        }

        Array.Sort(a);
        Array.Sort(b);
        Array.Sort(ratios);
        return new(a[Alternations / 2], b[Alternations / 2], ratios[Alternations / 2], ratios[Alternations / 4], ratios[Alternations - 1 - Alternations / 4]);
    }

    /// <summary>Runs until the code is at its best and returns how many calls fill a time slice.</summary>
    private static int Calibrate(Func<float> run)
    {
        var watch = Stopwatch.StartNew();
        int calls = 0;
        // Tier 1 comes after 30 calls and a delay of 100 ms.
        while (watch.ElapsedMilliseconds < 300 || calls < 40 && watch.ElapsedMilliseconds < 3000)
        {
            run();
            calls++;
        }

        return Math.Max(1, (int)(s_slice.TotalMicroseconds / Time(run, Math.Max(1, calls / 20))));
    }

    /// <summary>Microseconds per call.</summary>
    private static double Time(Func<float> run, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++) run();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / calls;
    }
}
