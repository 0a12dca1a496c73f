using System.Numerics.Tensors;
using static TensorDsl.Ops;

namespace TensorDsl.Benchmarks;

/// <summary>The k best rows of a table for each query, by dot product.</summary>
public static partial class SearchContest
{
    [Similarity(Gradient = false)]
    static (Expr<N, Top<M>> scores, Labels<N, Top<M>, M> nearest) Nearest<N, M, D>(Expr<N, D> queries, Expr<M, D> table, int k)
        => TopK<M>(Dot<D>(queries, table), k);

    public static Contest Of(int rows, int width, int queries, int k)
    {
        var table = Tensors.Normal<float, Other, Embed>(rows, width, seed: 1);
        var asked = Tensors.Normal<float, Batch, Embed>(queries, width, seed: 2);
        var scores = Tensors.Zeros<float, Batch, Top<Other>>(queries, k);
        var nearest = Tensors.Zeros<Index<Other>, Batch, Top<Other>>(queries, k);
        float[] best = new float[queries * k];
        int[] at = new int[queries * k];
        return new($"top {k}", $"[{queries}, {width}] × [{rows}, {width}]",
            () =>
            {
                NearestInto(asked, table, k, scores, nearest);
                return Checksum(scores.Span, nearest.Positions());
            },
            [
                Peer.Platform(() =>
                {
                    ByRows(asked.Span, table.Span, width, k, best, at);
                    return Checksum(best, at);
                }),
            ]);
    }

    /// <summary>A dot product a pair and a bounded queue a query: what the platform's library gives. A row of the table is read once for all queries.</summary>
    private static void ByRows(ReadOnlySpan<float> queries, ReadOnlySpan<float> table, int width, int k, Span<float> best, Span<int> at)
    {
        int count = queries.Length / width, rows = table.Length / width;
        var queues = new PriorityQueue<int, float>[count];
        for (int q = 0; q < count; q++) queues[q] = new(k + 1);
        for (int row = 0; row < rows; row++)
        {
            var vector = table.Slice(row * width, width);
            for (int q = 0; q < count; q++)
            {
                float score = TensorPrimitives.Dot(queries.Slice(q * width, width), vector);
                if (queues[q].Count < k) queues[q].Enqueue(row, score);
                else if (queues[q].TryPeek(out _, out float worst) && score > worst) queues[q].DequeueEnqueue(row, score);
            }
        }

        for (int q = 0; q < count; q++)
            for (int rank = queues[q].Count - 1; rank >= 0; rank--)
                queues[q].TryDequeue(out at[q * k + rank], out best[q * k + rank]);
    }

    private static float Checksum(ReadOnlySpan<float> scores, ReadOnlySpan<int> positions)
    {
        float sum = TensorPrimitives.Sum(scores);
        foreach (int position in positions) sum += position % 101;
        return sum;
    }
}
