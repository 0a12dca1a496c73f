using System.Numerics.Tensors;

namespace TensorDsl.Benchmarks;

/// <summary>
/// The same functions composed of System.Numerics.Tensors' vectorised row operations: what one writes with the platform's library. It has no
/// matrix product, so products go row by row. Blocks of rows go to <see cref="RowBlocks.Threads"/> threads.
/// </summary>
public static class TensorPrimitivesCompositions
{
    public static void RowCosine(float[] x, float[] y, int width, float[] result) => RowBlocks.For(result.Length, (begin, end) =>
    {
        for (int i = begin; i < end; i++)
            result[i] = TensorPrimitives.CosineSimilarity<float>(x.AsSpan(i * width, width), y.AsSpan(i * width, width));
    });

    /// <summary>All dot products of rows.</summary>
    public static void Product(float[] x, float[] y, int width, float[] result) => RowBlocks.For(x.Length / width, (begin, end) =>
    {
        int m = y.Length / width;
        for (int i = begin; i < end; i++)
            for (int j = 0; j < m; j++)
                result[i * m + j] = TensorPrimitives.Dot<float>(x.AsSpan(i * width, width), y.AsSpan(j * width, width));
    });

    public static void CosineMatrix(float[] x, float[] y, int width, float[] result, float eps = 1e-8f)
        => Product(Normalized(x, width, eps, out _), Normalized(y, width, eps, out _), width, result);

    public static float InfoNce(float[] x, float[] y, int width, float temperature)
    {
        int n = x.Length / width;
        float[] s = new float[n * n], exp = new float[n];
        CosineMatrix(x, y, width, s, eps: 1e-12f);
        TensorPrimitives.Divide(s, temperature, s);
        float sum = 0;
        for (int i = 0; i < n; i++) sum += LogSumExp(s.AsSpan(i * n, n), exp) - s[i * n + i];
        return sum / n;
    }

    public static float InfoNceGradient(
        ReadOnlySpan<float> x, ReadOnlySpan<float> y, int width, float temperature, Span<float> gradX, Span<float> gradY)
    {
        int n = x.Length / width;
        float[] xs = Normalized(x, width, 1e-12f, out float[] xNorms), ys = Normalized(y, width, 1e-12f, out float[] yNorms);
        gradX.Clear();
        gradY.Clear();
        float sum = 0;
        float[] row = new float[n], g = new float[n];
        for (int i = 0; i < n; i++)
        {
            var xi = xs.AsSpan(i * width, width);
            for (int j = 0; j < n; j++) row[j] = TensorPrimitives.Dot<float>(xi, ys.AsSpan(j * width, width)) / temperature;
            float lse = LogSumExp(row, g);
            sum += lse - row[i];
            TensorPrimitives.Subtract(row, lse, g);
            TensorPrimitives.Exp<float>(g, g);
            g[i] -= 1;
            TensorPrimitives.Multiply(g, 1 / (n * temperature), g);
            var gx = gradX.Slice(i * width, width);
            for (int j = 0; j < n; j++)
            {
                TensorPrimitives.MultiplyAdd(ys.AsSpan(j * width, width), g[j], gx, gx);
                var gy = gradY.Slice(j * width, width);
                TensorPrimitives.MultiplyAdd(xi, g[j], gy, gy);
            }
        }

        Denormalize(gradX, xs, xNorms, width);
        Denormalize(gradY, ys, yNorms, width);
        return sum / n;
    }

    public static float Triplet(float[] a, float[] p, float[] q, int width, float margin)
    {
        int n = a.Length / width;
        return RowBlocks.Sum(n, (begin, end) =>
        {
            float sum = 0;
            for (int i = begin; i < end; i++) sum += MathF.Max(0, Hinge(a, p, q, width, i, margin));
            return sum;
        }) / n;
    }

    public static float TripletGradient(
        float[] a, float[] p, float[] q, int width, float margin, float[] gradA, float[] gradP, float[] gradQ)
    {
        int n = a.Length / width;
        return RowBlocks.Sum(n, (begin, end) =>
        {
            float sum = 0;
            for (int i = begin; i < end; i++)
            {
                float hinge = Hinge(a, p, q, width, i, margin);
                sum += MathF.Max(0, hinge);
                float g = hinge > 0 ? 2f / n : 0;
                ReadOnlySpan<float> ai = a.AsSpan(i * width, width), pi = p.AsSpan(i * width, width), qi = q.AsSpan(i * width, width);
                Scaled(qi, pi, g, gradA.AsSpan(i * width, width));
                Scaled(pi, ai, g, gradP.AsSpan(i * width, width));
                Scaled(ai, qi, g, gradQ.AsSpan(i * width, width));
            }

            return sum;
        }) / n;

        static void Scaled(ReadOnlySpan<float> u, ReadOnlySpan<float> v, float g, Span<float> to)
        {
            TensorPrimitives.Subtract(u, v, to);
            TensorPrimitives.Multiply(to, g, to);
        }
    }

    public static float CrossEntropy(float[] logits, int[] labels, int classes) => RowBlocks.Sum(labels.Length, (begin, end) =>
    {
        float[] exp = new float[classes];
        float sum = 0;
        for (int i = begin; i < end; i++)
        {
            ReadOnlySpan<float> row = logits.AsSpan(i * classes, classes);
            sum += LogSumExp(row, exp) - row[labels[i]];
        }

        return sum;
    }) / labels.Length;

    public static float CrossEntropyGradient(float[] logits, int[] labels, int classes, float[] grad)
    {
        float scale = 1f / labels.Length;
        return RowBlocks.Sum(labels.Length, (begin, end) =>
        {
            float sum = 0;
            for (int i = begin; i < end; i++)
            {
                ReadOnlySpan<float> row = logits.AsSpan(i * classes, classes);
                var to = grad.AsSpan(i * classes, classes);
                float max = TensorPrimitives.Max(row);
                TensorPrimitives.Subtract(row, max, to);
                TensorPrimitives.Exp<float>(to, to);
                float exps = TensorPrimitives.Sum<float>(to);
                sum += max + MathF.Log(exps) - row[labels[i]];
                TensorPrimitives.Multiply(to, scale / exps, to);
                to[labels[i]] -= scale;
            }

            return sum;
        }) * scale;
    }

    /// <summary>Binary cross entropy of logits, max(x, 0) − x·t + log(1 + e^−|x|), in blocks that stay in the cache.</summary>
    public static float BinaryCrossEntropyGradient(float[] logits, float[] targets, float[] grad)
    {
        const int Block = 4096;
        float scale = 1f / logits.Length;
        return RowBlocks.Sum((logits.Length + Block - 1) / Block, (begin, end) =>
        {
            float[] scratch = new float[Block];
            // A block's sums are added in double: as one float over millions of entries they lose digits.
            double sum = 0;
            for (int at = begin * Block; at < Math.Min(end * Block, logits.Length); at += Block)
            {
                int count = Math.Min(Block, logits.Length - at);
                ReadOnlySpan<float> x = logits.AsSpan(at, count), t = targets.AsSpan(at, count);
                Span<float> to = grad.AsSpan(at, count), s = scratch.AsSpan(0, count);
                TensorPrimitives.Abs(x, s);
                TensorPrimitives.Negate<float>(s, s);
                TensorPrimitives.Exp<float>(s, s);
                TensorPrimitives.LogP1<float>(s, s);
                sum += TensorPrimitives.Sum<float>(s) - TensorPrimitives.Dot(x, t);
                TensorPrimitives.Max(x, 0f, s);
                sum += TensorPrimitives.Sum<float>(s);
                TensorPrimitives.Sigmoid(x, to);
                TensorPrimitives.Subtract(to, t, to);
                TensorPrimitives.Multiply(to, scale, to);
            }

            return (float)(sum * scale);
        });
    }

    /// <summary>
    /// The k best rows of a table for each query: a dot product a pair and a bounded queue a query. A row of the table is read once for all
    /// queries; each thread has a part of the table, and its queues are merged at the end.
    /// </summary>
    public static void Top(float[] queries, float[] table, int width, int k, float[] best, int[] at)
    {
        int count = queries.Length / width;
        var merged = new PriorityQueue<int, float>[count];
        for (int q = 0; q < count; q++) merged[q] = new(k + 1);
        RowBlocks.For(table.Length / width, (begin, end) =>
        {
            var queues = new PriorityQueue<int, float>[count];
            for (int q = 0; q < count; q++) queues[q] = new(k + 1);
            for (int row = begin; row < end; row++)
            {
                ReadOnlySpan<float> vector = table.AsSpan(row * width, width);
                for (int q = 0; q < count; q++) Keep(queues[q], k, row, TensorPrimitives.Dot(queries.AsSpan(q * width, width), vector));
            }

            lock (merged)
            {
                for (int q = 0; q < count; q++)
                    foreach (var (row, score) in queues[q].UnorderedItems) Keep(merged[q], k, row, score);
            }
        });

        for (int q = 0; q < count; q++)
            for (int rank = merged[q].Count - 1; rank >= 0; rank--)
                merged[q].TryDequeue(out at[q * k + rank], out best[q * k + rank]);

        static void Keep(PriorityQueue<int, float> queue, int k, int row, float score)
        {
            if (queue.Count < k) queue.Enqueue(row, score);
            else if (queue.TryPeek(out _, out float worst) && score > worst) queue.DequeueEnqueue(row, score);
        }
    }

    private static float Hinge(float[] a, float[] p, float[] q, int width, int i, float margin)
    {
        ReadOnlySpan<float> ai = a.AsSpan(i * width, width);
        float near = TensorPrimitives.Distance(ai, p.AsSpan(i * width, width)), far = TensorPrimitives.Distance(ai, q.AsSpan(i * width, width));
        return near * near - far * far + margin;
    }

    private static float LogSumExp(ReadOnlySpan<float> row, Span<float> scratch)
    {
        float max = TensorPrimitives.Max(row);
        TensorPrimitives.Subtract(row, max, scratch);
        TensorPrimitives.Exp<float>(scratch, scratch);
        return max + MathF.Log(TensorPrimitives.Sum<float>(scratch));
    }

    private static float[] Normalized(ReadOnlySpan<float> x, int width, float eps, out float[] norms)
    {
        float[] result = new float[x.Length];
        norms = new float[x.Length / width];
        for (int i = 0; i < norms.Length; i++)
        {
            var row = x.Slice(i * width, width);
            norms[i] = MathF.Max(TensorPrimitives.Norm(row), eps);
            TensorPrimitives.Divide(row, norms[i], result.AsSpan(i * width, width));
        }

        return result;
    }

    /// <summary>From the gradient of the normalised rows u = x/‖x‖ to that of x: (g − u·⟨g, u⟩)/‖x‖.</summary>
    private static void Denormalize(Span<float> grad, float[] unit, float[] norms, int width)
    {
        for (int i = 0; i < norms.Length; i++)
        {
            var g = grad.Slice(i * width, width);
            var u = unit.AsSpan(i * width, width);
            TensorPrimitives.MultiplyAdd(u, -TensorPrimitives.Dot<float>(g, u), g, g);
            TensorPrimitives.Divide(g, norms[i], g);
        }
    }
}
