namespace TensorDsl.Benchmarks;

/// <summary>Threads for the peers that have none of their own: rows in as many blocks as there are threads, by the platform's parallel loop.</summary>
internal static class RowBlocks
{
    public static int Threads { get; set; } = Environment.ProcessorCount;

    /// <summary>Calls for each block [begin, end) of the rows.</summary>
    public static void For(int rows, Action<int, int> block) => Sum(rows, (begin, end) =>
    {
        block(begin, end);
        return 0;
    });

    /// <summary>Adds what the blocks give, in their order.</summary>
    public static float Sum(int rows, Func<int, int, float> block)
    {
        int threads = Math.Min(Threads, rows);
        if (threads <= 1) return block(0, rows);
        float[] parts = new float[threads];
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads },
            t => parts[t] = block((int)((long)rows * t / threads), (int)((long)rows * (t + 1) / threads)));
        return parts.Sum();
    }
}
