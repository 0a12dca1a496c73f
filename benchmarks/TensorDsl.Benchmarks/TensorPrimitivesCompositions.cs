using System.Numerics.Tensors;

namespace TensorDsl.Benchmarks;

/// <summary>
/// The same functions composed of System.Numerics.Tensors' vectorised row operations: what one writes with the platform's library. It has no
/// matrix product, so products go row by row; it does not use threads.
/// </summary>
public static class TensorPrimitivesCompositions
{
    public static void RowCosine(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int width, Span<float> result)
    {
        for (int i = 0; i < result.Length; i++)
            result[i] = TensorPrimitives.CosineSimilarity(x.Slice(i * width, width), y.Slice(i * width, width));
    }

    public static void CosineMatrix(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int width, Span<float> result, float eps = 1e-8f)
    {
        int n = x.Length / width, m = y.Length / width;
        float[] xs = Normalized(x, width, eps, out _), ys = Normalized(y, width, eps, out _);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++)
                result[i * m + j] = TensorPrimitives.Dot<float>(xs.AsSpan(i * width, width), ys.AsSpan(j * width, width));
    }

    public static float InfoNce(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int width, float temperature)
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

    public static float Triplet(ReadOnlySpan<float> a, ReadOnlySpan<float> p, ReadOnlySpan<float> q, int width, float margin)
    {
        int n = a.Length / width;
        float sum = 0;
        for (int i = 0; i < n; i++) sum += MathF.Max(0, Hinge(a, p, q, width, i, margin));
        return sum / n;
    }

    public static float TripletGradient(
        ReadOnlySpan<float> a, ReadOnlySpan<float> p, ReadOnlySpan<float> q, int width, float margin, Span<float> gradA, Span<float> gradP, Span<float> gradQ)
    {
        int n = a.Length / width;
        float sum = 0;
        for (int i = 0; i < n; i++)
        {
            float hinge = Hinge(a, p, q, width, i, margin);
            sum += MathF.Max(0, hinge);
            float g = hinge > 0 ? 2f / n : 0;
            var ai = a.Slice(i * width, width);
            var pi = p.Slice(i * width, width);
            var qi = q.Slice(i * width, width);
            Scaled(qi, pi, g, gradA.Slice(i * width, width));
            Scaled(pi, ai, g, gradP.Slice(i * width, width));
            Scaled(ai, qi, g, gradQ.Slice(i * width, width));
        }

        return sum / n;

        static void Scaled(ReadOnlySpan<float> u, ReadOnlySpan<float> v, float g, Span<float> to)
        {
            TensorPrimitives.Subtract(u, v, to);
            TensorPrimitives.Multiply(to, g, to);
        }
    }

    public static float CrossEntropy(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, int classes)
    {
        float[] exp = new float[classes];
        float sum = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            var row = logits.Slice(i * classes, classes);
            sum += LogSumExp(row, exp) - row[labels[i]];
        }

        return sum / labels.Length;
    }

    public static float CrossEntropyGradient(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, int classes, Span<float> grad)
    {
        float sum = 0, scale = 1f / labels.Length;
        for (int i = 0; i < labels.Length; i++)
        {
            var row = logits.Slice(i * classes, classes);
            var to = grad.Slice(i * classes, classes);
            float max = TensorPrimitives.Max(row);
            TensorPrimitives.Subtract(row, max, to);
            TensorPrimitives.Exp<float>(to, to);
            float exps = TensorPrimitives.Sum<float>(to);
            sum += max + MathF.Log(exps) - row[labels[i]];
            TensorPrimitives.Multiply(to, scale / exps, to);
            to[labels[i]] -= scale;
        }

        return sum * scale;
    }

    private static float Hinge(ReadOnlySpan<float> a, ReadOnlySpan<float> p, ReadOnlySpan<float> q, int width, int i, float margin)
    {
        var ai = a.Slice(i * width, width);
        float near = TensorPrimitives.Distance(ai, p.Slice(i * width, width)), far = TensorPrimitives.Distance(ai, q.Slice(i * width, width));
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
