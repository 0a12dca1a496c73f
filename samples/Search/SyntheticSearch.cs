using System.Diagnostics;
using System.Globalization;
using TensorDsl.Cpu;

namespace TensorDsl.Samples.Search;

/// <summary>A table of random unit vectors, searched and timed. Every query is a row of the table with noise on it, so its answer is known.</summary>
internal static class SyntheticSearch
{
    private const int Repetitions = 7;
    private const float Noise = 0.5f;

    public static int Run(SyntheticOptions options)
    {
        Show($"{options.Rows} rows × {options.Width}, {options.Queries} queries, {Threads.Limit} threads");
        Tensor<float, Item, Component> table = Functions.Unit(Tensors.Normal<float, Item, Component>(options.Rows, options.Width, seed: 1));
        Tensor<float, Query, Component> queries = Tensors.Normal<float, Query, Component>(options.Queries, options.Width, seed: 2);
        int[] sources = Disturb(queries, table);
        queries = Functions.Unit(queries);

        var cosines = Tensors.Zeros<float, Query, Top<Item>>(options.Queries, options.Count);
        var nearest = Tensors.Zeros<Index<Item>, Query, Top<Item>>(options.Queries, options.Count);
        Functions.NearestInto(queries, table, cosines, nearest, options.Count);
        var times = new double[Repetitions];
        for (int i = 0; i < Repetitions; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Functions.NearestInto(queries, table, cosines, nearest, options.Count);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        double seconds = times[Repetitions / 2] / 1000;
        Show($"top {options.Count} in {seconds * 1000:0.0} ms (median of {Repetitions}, {times[0]:0.0} to {times[^1]:0.0})");
        Show($"{2.0 * options.Rows * options.Width * options.Queries / seconds / 1e9:0.0} GFLOP/s, the table read at {4.0 * options.Rows * options.Width / seconds / 1e9:0.0} GB/s");
        Show($"scratch at most {Scratch.PeakBytes / 1048576.0:0.0} MiB; all scores would take {4.0 * options.Rows * options.Queries / 1048576:0.0} MiB");
        int found = sources.Where((source, q) => nearest[q, 0].Value == source).Count();
        Show($"{found} of {options.Queries} queries found the row that they were made of");
        return 0;
    }

    /// <summary>Makes each query a row of the table plus noise of half its length; returns the rows.</summary>
    private static int[] Disturb(Tensor<float, Query, Component> queries, Tensor<float, Item, Component> table)
    {
        var random = new Random(3);
        float scale = Noise / MathF.Sqrt(table.Size1);
        var sources = new int[queries.Size0];
        for (int q = 0; q < sources.Length; q++)
        {
            sources[q] = random.Next(table.Size0);
            for (int d = 0; d < table.Size1; d++) queries[q, d] = table[sources[q], d] + scale * queries[q, d];
        }

        return sources;
    }

    private static void Show(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
