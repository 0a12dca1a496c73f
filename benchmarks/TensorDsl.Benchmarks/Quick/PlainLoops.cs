namespace TensorDsl.Benchmarks;

/// <summary>
/// What one writes without a library: plain loops on one thread, a scalar at a time. They are written with care (contiguous inner loops, no
/// bounds checks that matter, the stable log-sum-exp) but without vectors. Their results are compared with ours before anything is timed.
/// </summary>
public static class PlainLoops
{
    public static void RowCosine(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int width, Span<float> result)
    {
        for (int i = 0; i < result.Length; i++)
        {
            var a = x.Slice(i * width, width);
            var b = y.Slice(i * width, width);
            result[i] = Dot(a, b) / (MathF.Max(Norm(a), 1e-8f) * MathF.Max(Norm(b), 1e-8f));
        }
    }

    public static void CosineMatrix(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int width, Span<float> result, float eps = 1e-8f)
    {
        int n = x.Length / width, m = y.Length / width;
        float[] xs = Normalized(x, width, eps, out _), ys = Normalized(y, width, eps, out _);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < m; j++)
                result[i * m + j] = Dot(xs.AsSpan(i * width, width), ys.AsSpan(j * width, width));
    }

    public static float InfoNce(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int width, float temperature)
    {
        int n = x.Length / width;
        float[] s = new float[n * n];
        CosineMatrix(x, y, width, s, eps: 1e-12f);
        float sum = 0;
        for (int i = 0; i < n; i++)
        {
            var row = s.AsSpan(i * n, n);
            for (int j = 0; j < n; j++) row[j] /= temperature;
            sum += LogSumExp(row) - row[i];
        }

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
        float[] row = new float[n];
        for (int i = 0; i < n; i++)
        {
            var xi = xs.AsSpan(i * width, width);
            for (int j = 0; j < n; j++) row[j] = Dot(xi, ys.AsSpan(j * width, width)) / temperature;
            float lse = LogSumExp(row);
            sum += lse - row[i];
            for (int j = 0; j < n; j++)
            {
                float g = (MathF.Exp(row[j] - lse) - (i == j ? 1 : 0)) / (n * temperature);
                AddScaled(gradX.Slice(i * width, width), g, ys.AsSpan(j * width, width));
                AddScaled(gradY.Slice(j * width, width), g, xi);
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
            for (int k = i * width; k < (i + 1) * width; k++)
            {
                gradA[k] = g * (q[k] - p[k]);
                gradP[k] = g * (p[k] - a[k]);
                gradQ[k] = g * (a[k] - q[k]);
            }
        }

        return sum / n;
    }

    public static float CrossEntropy(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, int classes)
    {
        float sum = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            var row = logits.Slice(i * classes, classes);
            sum += LogSumExp(row) - row[labels[i]];
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
            float lse = LogSumExp(row);
            sum += lse - row[labels[i]];
            for (int c = 0; c < to.Length; c++) to[c] = scale * MathF.Exp(row[c] - lse);
            to[labels[i]] -= scale;
        }

        return sum * scale;
    }

    private static float Hinge(ReadOnlySpan<float> a, ReadOnlySpan<float> p, ReadOnlySpan<float> q, int width, int i, float margin)
    {
        float near = 0, far = 0;
        for (int k = i * width; k < (i + 1) * width; k++)
        {
            float u = a[k] - p[k], v = a[k] - q[k];
            near += u * u;
            far += v * v;
        }

        return near - far + margin;
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float sum = 0;
        for (int k = 0; k < a.Length; k++) sum += a[k] * b[k];
        return sum;
    }

    private static float Norm(ReadOnlySpan<float> a) => MathF.Sqrt(Dot(a, a));

    private static void AddScaled(Span<float> to, float scale, ReadOnlySpan<float> from)
    {
        for (int k = 0; k < to.Length; k++) to[k] += scale * from[k];
    }

    private static float LogSumExp(ReadOnlySpan<float> row)
    {
        float max = float.NegativeInfinity, sum = 0;
        foreach (float v in row) max = MathF.Max(max, v);
        foreach (float v in row) sum += MathF.Exp(v - max);
        return max + MathF.Log(sum);
    }

    private static float[] Normalized(ReadOnlySpan<float> x, int width, float eps, out float[] norms)
    {
        float[] result = new float[x.Length];
        norms = new float[x.Length / width];
        for (int i = 0; i < norms.Length; i++)
        {
            norms[i] = MathF.Max(Norm(x.Slice(i * width, width)), eps);
            for (int k = i * width; k < (i + 1) * width; k++) result[k] = x[k] / norms[i];
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
            float along = Dot(g, u);
            for (int k = 0; k < width; k++) g[k] = (g[k] - u[k] * along) / norms[i];
        }
    }
}
