using TensorDsl.LossTests.Execution;

namespace TensorDsl.LossTests;

/// <summary>Functions without reference fixtures against their definition, written out with plain loops, and with gradients by differences.</summary>
public abstract class DefinitionTests(ILossLibrary library)
{
    private const int N = 7, D = 4, Classes = 3;

    private static readonly int[] s_labels = [0, 1, 1, 2, 0, 1, 0];

    protected ILossLibrary Library => library;

    private static readonly double[] s_x = Numbers(1, N * D), s_y = Numbers(2, N * D);

    [Fact]
    public void HingeEmbedding()
    {
        double[] input = Numbers(3, N).Select(Math.Abs).ToArray(), y = [1, -1, 1, -1, -1, 1, -1];
        double want = input.Zip(y, (v, s) => s == 1 ? v : Math.Max(0, 1.5 - v)).Average();
        Check(CallBuilder.Of("Losses.HingeEmbedding").Tensor("input", [N], input).Tensor("y", [N], y).With("margin", 1.5), "input", input, [N], want);
        Assert.Equal(
            want * N, CallBuilder.Of("Losses.HingeEmbeddingSum").Tensor("input", [N], input).Tensor("y", [N], y).With("margin", 1.5).Value(Library), 1e-12);
    }

    [Fact]
    public void CoSent()
    {
        double[] c = Numbers(4, N), y = [0, 3, 1, 2, 2, 0, 1];
        double sum = 0;
        for (int i = 0; i < N; i++)
            for (int j = 0; j < N; j++)
                if (y[i] < y[j]) sum += Math.Exp(20 * (c[i] - c[j]));
        Check(CallBuilder.Of("Losses.CoSent").Tensor("similarities", [N], c).Tensor("y", [N], y), "similarities", c, [N], Math.Log(1 + sum));
        Assert.Equal(0, CallBuilder.Of("Losses.CoSent").Tensor("similarities", [2], 1, 2).Tensor("y", [2], 1, 1).Value(Library));
    }

    [Fact]
    public void BatchHardTriplet()
    {
        double sum = 0;
        for (int i = 0; i < N; i++)
        {
            double near = double.PositiveInfinity, far = 0;
            for (int j = 0; j < N; j++)
            {
                double d = Distance(s_x, i, j);
                if (s_labels[i] == s_labels[j]) far = Math.Max(far, d);
                else near = Math.Min(near, d);
            }

            sum += Math.Max(0, far - near + 0.7);
        }

        Check(Labelled("Losses.BatchHardTriplet").With("margin", 0.7), "embeddings", s_x, [N, D], sum / N);
    }

    [Fact]
    public void BatchAllTriplet()
    {
        double[] x = Normalised(s_x);
        double sum = 0, count = 0;
        for (int a = 0; a < N; a++)
            for (int p = 0; p < N; p++)
                for (int n = 0; n < N; n++)
                {
                    if (a == p || s_labels[a] != s_labels[p] || s_labels[a] == s_labels[n]) continue;
                    double violation = Distance(x, a, p) - Distance(x, a, n) + 0.05;
                    if (violation <= 0) continue;
                    sum += violation;
                    count++;
                }

        Check(Labelled("Losses.BatchAllTriplet"), "embeddings", s_x, [N, D], sum / count);
    }

    [Fact]
    public void ContrastiveByLabel()
    {
        double[] x = Normalised(s_x);
        var near = new List<double>();
        var far = new List<double>();
        for (int i = 0; i < N; i++)
            for (int j = 0; j < N; j++)
            {
                double d = Distance(x, i, j);
                if (i != j && s_labels[i] == s_labels[j] && d > 0.2) near.Add(d - 0.2);
                if (s_labels[i] != s_labels[j] && d < 1.2) far.Add(1.2 - d);
            }

        Check(
            Labelled("Losses.ContrastiveByLabel").With("positiveMargin", 0.2).With("negativeMargin", 1.2), "embeddings", s_x, [N, D],
            near.Average() + far.DefaultIfEmpty().Average());
    }

    [Fact]
    public void Clip()
    {
        Check(Pair("Losses.Clip", "image", "text").Tensor("logitScale", [], 1.2), "image", s_x, [N, D], Symmetric(Math.Exp(1.2)));
        // Beyond ln 100 the scale stays, and has no gradient.
        var clamped = Pair("Losses.Clip", "image", "text").Tensor("logitScale", [], 7).Run(Library, "logitScale");
        Assert.Equal(Symmetric(100), clamped.Results[0].Data[0], 1e-9);
        Assert.Equal(0, clamped.Gradients["logitScale"][0]);
    }

    [Fact]
    public void CrossSimilarityAndItsHinge()
    {
        double diagonal = 0, others = 0, near = 0, far = 0;
        for (int i = 0; i < N; i++)
            for (int j = 0; j < N; j++)
            {
                double s = Cosine(i, j);
                if (i == j) diagonal += Math.Pow(1 - s, 2);
                else others += Math.Pow(s + 0.5, 2);
                if (i == j) near += Math.Pow(Math.Max(0, 0.8 - s), 2);
                else far += Math.Pow(Math.Max(0, s - 0.1), 2);
            }

        Check(
            Pair("Losses.CrossSimilarity", "x", "y").With("offDiagonalTarget", -0.5).With("diagonalWeight", 2.0).With("offDiagonalWeight", 3.0), "x", s_x, [N, D],
            2 * diagonal / N + 3 * others / (N * (N - 1)));
        Check(
            Pair("Losses.CrossSimilarityHinge", "x", "y").With("diagonalMargin", 0.8).With("offDiagonalMargin", 0.1), "x", s_x, [N, D],
            near / N + far / (N * (N - 1)));
    }

    [Fact]
    public void ArcFaceMonotoneDiffersFromArcFaceOnlyBeyondThePole()
    {
        double[] embeddings = [1, 0.2, -1, 0.1], weight = [1, 0, 0, 1];
        const double margin = 0.5, scale = 4;
        double loss = 0, monotone = 0;
        for (int n = 0; n < 2; n++)
        {
            double c = embeddings[2 * n] / Math.Sqrt(embeddings[2 * n] * embeddings[2 * n] + embeddings[2 * n + 1] * embeddings[2 * n + 1]);
            double other = Math.Sqrt(1 - c * c), theta = Math.Acos(c);
            loss += CrossEntropy(scale * Math.Cos(theta + margin), scale * other);
            monotone += CrossEntropy(scale * (theta <= Math.PI - margin ? Math.Cos(theta + margin) : c - margin * Math.Sin(margin)), scale * other);
        }

        Assert.True(Math.Abs(loss - monotone) > 1e-3, "the second row lies beyond π − margin");
        Check(Call("Losses.ArcFace"), "embeddings", embeddings, [2, 2], loss / 2);
        Check(Call("Losses.ArcFaceMonotone"), "embeddings", embeddings, [2, 2], monotone / 2);

        static double CrossEntropy(double target, double other) => Math.Log(Math.Exp(target) + Math.Exp(other)) - target;
        CallBuilder Call(string method) => CallBuilder.Of(method).Tensor("embeddings", [2, 2], embeddings).Tensor("weight", [2, 2], weight)
            .Labels("labels", 2, 0, 0).With("scale", scale).With("margin", margin);
    }

    [Fact]
    public void DistancesAtInfinityAndOfVectors()
    {
        double[] want = [.. Enumerable.Range(0, N).Select(i => Enumerable.Range(0, D).Max(k => Math.Abs(s_x[i * D + k] - s_y[i * D + k] + 1e-6)))];
        double[] got = Pair("Similarities.PairwiseDistanceInfinity", "x1", "x2").Values(Library);
        for (int i = 0; i < N; i++) Assert.Equal(want[i], got[i], 1e-14);
        double dot = Enumerable.Range(0, N * D).Sum(i => s_x[i] * s_y[i]);
        double norms = Math.Sqrt(s_x.Sum(v => v * v) * s_y.Sum(v => v * v));
        Assert.Equal(dot / norms, CallBuilder.Of("Similarities.CosineSimilarity").Tensor("x1", [N * D], s_x).Tensor("x2", [N * D], s_y).Value(Library), 1e-12);
    }

    /// <summary>The value is the definition's, and the gradient its slope.</summary>
    private void Check(CallBuilder call, string input, double[] at, int[] extents, double want)
    {
        var outcome = call.Run(Library, input);
        Assert.Equal(want, outcome.Results.Single().Data.Single(), 1e-10 * Math.Max(1, Math.Abs(want)));
        double[] gradient = outcome.Gradients[input];
        Assert.Contains(gradient, g => Math.Abs(g) > 1e-6);
        for (int i = 0; i < at.Length; i++)
        {
            double slope = (Moved(1e-6) - Moved(-1e-6)) / 2e-6;
            Assert.Equal(slope, gradient[i], 1e-7 * Math.Max(1, Math.Abs(slope)));

            double Moved(double step)
            {
                double[] moved = [.. at];
                moved[i] += step;
                return call.Tensor(input, extents, moved).Value(Library);
            }
        }

        call.Tensor(input, extents, at);
    }

    private static CallBuilder Labelled(string method) => CallBuilder.Of(method).Tensor("embeddings", [N, D], s_x).Labels("labels", Classes, s_labels);

    private static CallBuilder Pair(string method, string x, string y) => CallBuilder.Of(method).Tensor(x, [N, D], s_x).Tensor(y, [N, D], s_y);

    private static double Symmetric(double scale)
    {
        double sum = 0;
        for (int i = 0; i < N; i++)
        {
            double row = 0, column = 0;
            for (int j = 0; j < N; j++)
            {
                row += Math.Exp(scale * Cosine(i, j));
                column += Math.Exp(scale * Cosine(j, i));
            }

            sum += 0.5 * (Math.Log(row) + Math.Log(column)) - scale * Cosine(i, i);
        }

        return sum / N;
    }

    private static double Cosine(int i, int j)
    {
        double[] x = Normalised(s_x), y = Normalised(s_y);
        return Enumerable.Range(0, D).Sum(k => x[i * D + k] * y[j * D + k]);
    }

    private static double Distance(double[] x, int i, int j) => Math.Sqrt(Enumerable.Range(0, D).Sum(k => Math.Pow(x[i * D + k] - x[j * D + k], 2)));

    private static double[] Normalised(double[] x) => [.. x.Chunk(D).SelectMany(r => r.Select(v => v / Math.Sqrt(r.Sum(w => w * w))))];

    private static double[] Numbers(int seed, int length)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => 2 * random.NextDouble() - 1)];
    }
}
