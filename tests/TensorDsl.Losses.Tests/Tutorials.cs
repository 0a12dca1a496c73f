using TensorDsl.LossTests.Execution;

namespace TensorDsl.LossTests;

/// <summary>Every figure of the tutorials that the project began with, and the questions they asked.</summary>
public abstract class Tutorials(ILossLibrary library)
{
    private const double FourDigits = 0.5e-4;

    protected ILossLibrary Library => library;

    // 1. Why is the cosine always 1?

    [Fact]
    public void CollinearVectorsHaveCosineOne()
    {
        Assert.Equal(1, Cosine([1, 2, 3], [2, 4, 6]), 1e-12);
        Assert.Equal(10.0 / 14, Cosine([1, 2, 3], [3, 2, 1]), 1e-12);
        Assert.Equal(0.7142857, Cosine([1, 2, 3], [3, 2, 1]), 1e-7);
    }

    [Fact]
    public void TheCosineByHandIsTheLibrarys()
    {
        double[] a = [0.3, -1.2, 2.5], b = [1.1, 0.4, -0.7];
        double dot = a.Zip(b, (x, y) => x * y).Sum();
        double norms = Math.Sqrt(a.Sum(x => x * x)) * Math.Sqrt(b.Sum(x => x * x));
        Assert.Equal(dot / (norms + 1e-8), Cosine(a, b), 1e-8);
    }

    // 2. Cross-similarity of two batches

    [Fact]
    public void NPairsCannotTellACollapsedModel()
    {
        double[] ones = [.. Enumerable.Repeat(1.0, 7 * 768)], minusOnes = [.. ones.Select(x => -x)];
        Assert.Equal(1.9459, NPairs(ones, ones), FourDigits);
        Assert.Equal(Math.Log(7), NPairs(ones, ones), 1e-12);
        Assert.Equal(Math.Log(7), NPairs(ones, minusOnes), 1e-12);
    }

    [Fact]
    public void NPairsOfRandomNumbersInTheUnitIntervalIsAbout174()
    {
        var random = new Random(7);
        double[] x = [.. Enumerable.Range(0, 7 * 768).Select(_ => random.NextDouble())];
        // The expected cosine of two such rows is 3/4: ln(e + 6e^¾) − 1 = 1.7357.
        Assert.InRange(NPairs(x, x), 1.72, 1.76);
    }

    [Fact]
    public void CrossSimilarityCostsMoreCollapsedThanAtItsMinimum()
    {
        // Two rows can reach the wanted matrix: 1 on the diagonal, −1 beside it.
        Assert.Equal(0, CrossSimilarity([1, 0, -1, 0], [1, 0, -1, 0], 2, 2), 1e-12);
        double[] ones = [.. Enumerable.Repeat(1.0, 7 * 16)], minusOnes = [.. ones.Select(x => -x)];
        double simplex = CrossSimilarity(Simplex(7), Simplex(7), 7, 7);
        // Seven equal pairs cannot: their mean cosine is at least −1/6, and there the loss is (1 − 1/6)².
        Assert.Equal(25.0 / 36, simplex, 1e-12);
        Assert.Equal(4, CrossSimilarity(ones, ones, 7, 16), 1e-12);
        Assert.Equal(4, CrossSimilarity(ones, minusOnes, 7, 16), 1e-12);
    }

    [Fact]
    public void TheHingeVariantIsZeroWhereEveryPairIsGoodEnough()
    {
        double[] basis = [1, 0, 0, 0, 1, 0, 0, 0, 1];
        Assert.Equal(0, Build("Losses.CrossSimilarityHinge", basis, basis, 3, 3).Value(Library), 1e-12);
        double[] ones = [.. Enumerable.Repeat(1.0, 9)];
        Assert.Equal(1, Build("Losses.CrossSimilarityHinge", ones, ones, 3, 3).Value(Library), 1e-12);
    }

    [Fact]
    public void TrainingWithCrossSimilarityLeavesTheCollapse()
    {
        const int n = 4, d = 6;
        var random = new Random(3);
        // All rows are alike but for a thousandth.
        double[] x = [.. Enumerable.Range(0, n * d).Select(_ => 1 + 1e-3 * random.NextDouble())];
        double[] y = [.. x.Select(v => v + 1e-3 * random.NextDouble())];
        double before = CrossSimilarity(x, y, n, d);
        Assert.Equal(4, before, 1e-3);
        for (int step = 0; step < 400; step++)
        {
            var gradients = Build("Losses.CrossSimilarity", x, y, n, d).Run(Library, "x", "y").Gradients;
            x = [.. x.Zip(gradients["x"], (v, g) => v - 0.5 * g)];
            y = [.. y.Zip(gradients["y"], (v, g) => v - 0.5 * g)];
        }

        // The minimum is 4k²/(4 + k²) with k = (n − 2)/(n − 1): 0.4 for four rows, a diagonal of 0.8 and −0.4 beside it.
        Assert.Equal(0.4, CrossSimilarity(x, y, n, d), 1e-6);
        double[] s = CallBuilder.Of("Similarities.CosineMatrix").Tensor("a", [n, d], x).Tensor("b", [n, d], y).Values(Library);
        AssertNear([.. Enumerable.Range(0, n * n).Select(i => i / n == i % n ? 0.8 : -0.4)], s, 1e-3);
    }

    // 3. Distances

    [Fact]
    public void RowNormsAndFrobeniusOfADifferenceOfOnes()
    {
        double[] pred = [1, 2, 3, 4, 1, 2, 3, 4], label = [2, 3, 4, 5, 2, 3, 4, 5];
        double[] difference = [.. pred.Zip(label, (p, l) => p - l)];
        Assert.Equal([2, 2], CallBuilder.Of("Similarities.RowNorm").Tensor("x", [2, 4], difference).Values(Library));
        Assert.Equal(2, CallBuilder.Of("Losses.RowNormLoss").Tensor("pred", [2, 4], pred).Tensor("label", [2, 4], label).Value(Library), 1e-12);
        Assert.Equal(2.8284, CallBuilder.Of("Similarities.FrobeniusNorm").Tensor("x", [2, 4], difference).Value(Library), FourDigits);
        // All rows of the difference are alike: one singular value, so the nuclear norm is the Frobenius norm.
        Assert.Equal(2.8284, CallBuilder.Of("Similarities.NuclearNorm").Tensor("x", [2, 4], difference).Value(Library), FourDigits);
        Assert.Equal(
            2.8284, CallBuilder.Of("Losses.NuclearNormLoss").Tensor("pred", [1, 2, 4], pred).Tensor("label", [1, 2, 4], label).Value(Library), FourDigits);
    }

    [Fact]
    public void EuclideanDistancesOfAllPairs()
    {
        double[] a = [1, 1, 1, 2, 2, 2], b = [2, 2, 2, 1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2];
        double[] want = [1.7321, 0, 1.7321, 0, 1.7321, 0, 1.7321, 0, 1.7321, 0];
        AssertNear(want, CallBuilder.Of("Similarities.Cdist").Tensor("a", [2, 3], a).Tensor("b", [5, 3], b).Values(Library), FourDigits);
        AssertNear(want, CallBuilder.Of("Similarities.PNormDistance").Tensor("a", [2, 3], a).Tensor("b", [5, 3], b).Values(Library), FourDigits);
    }

    [Fact]
    public void HammingDistances()
    {
        AssertNear(
            [1.0 / 3, 0],
            CallBuilder.Of("Similarities.HammingDistance").Tensor("x", [2, 3], 0, 0, 1, 0, 1, 0).Tensor("y", [2, 3], 1, 0, 1, 0, 1, 0).Values(Library), 1e-12);
        AssertNear(
            [1.0 / 3, 2.0 / 3],
            CallBuilder.Of("Similarities.HammingMatrix").Tensor("a", [1, 3], 0, 0, 2).Tensor("b", [2, 3], 0, 0, 1, 0, 1, 0).Values(Library), 1e-12);
        Assert.Equal(
            [1, 2],
            CallBuilder.Of("Similarities.Cdist").Tensor("a", [1, 3], 0, 0, 2).Tensor("b", [2, 3], 0, 0, 1, 0, 1, 0).With("p", "Zero").Values(Library));
    }

    [Fact]
    public void CrossEntropyIsEntropyPlusDivergence()
    {
        double[] p = [0.1, 0.2, 0.7, 0.5, 0.5, 0], q = [0.3, 0.3, 0.4, 0.25, 0.5, 0.25];
        double[] entropy = CallBuilder.Of("Information.Entropy").Tensor("p", [2, 3], p).Values(Library);
        double[] divergence = CallBuilder.Of("Information.KlDivergence").Tensor("p", [2, 3], p).Tensor("q", [2, 3], q).Values(Library);
        double[] crossEntropy = CallBuilder.Of("Information.CrossEntropyDistributions").Tensor("p", [2, 3], p).Tensor("q", [2, 3], q).Values(Library);
        AssertNear(crossEntropy, [.. entropy.Zip(divergence, (h, k) => h + k)], 1e-12);
    }

    [Fact]
    public void EntropiesAreMeansOverTheBatch()
    {
        double[] x = [0.9, 0.2, 0.6, 0.3], t = [1, 0, 1, 1];
        double binary = -(Math.Log(0.9) + Math.Log(0.8) + Math.Log(0.6) + Math.Log(0.3)) / 4;
        Assert.Equal(binary, CallBuilder.Of("Losses.BinaryCrossEntropy").Tensor("input", [4, 1], x).Tensor("target", [4, 1], t).Value(Library), 1e-12);
        double[] logits = [1, 2, 3, 0, 0, 5];
        double rows = Math.Log(Math.Exp(1) + Math.Exp(2) + Math.Exp(3)) - 3 + Math.Log(2 + Math.Exp(5));
        Assert.Equal(rows / 2, CallBuilder.Of("Losses.CrossEntropy").Tensor("logits", [2, 3], logits).Labels("target", 3, 2, 1).Value(Library), 1e-12);
    }

    [Fact]
    public void ATripletLossTrainsWithAdam()
    {
        const int n = 8, d = 4;
        var random = new Random(11);
        double[] anchor = Normal(random, n * d), positive = Normal(random, n * d), negative = Normal(random, n * d);
        double[] m = new double[n * d], v = new double[n * d];
        double first = Triplet().Value(Library), last = first;
        for (int epoch = 1; epoch <= 30; epoch++)
        {
            double[] gradient = Triplet().Run(Library, "anchor").Gradients["anchor"];
            var step = CallBuilder.Of("Optimizers.Adam").Tensor("w", [n * d], anchor).Tensor("grad", [n * d], gradient)
                .Tensor("expAvg", [n * d], m).Tensor("expAvgSq", [n * d], v).With("step", epoch).With("lr", 0.001).Run(Library);
            (anchor, m, v) = (step.Results[0].Data, step.Results[1].Data, step.Results[2].Data);
            double loss = Triplet().Value(Library);
            Assert.True(loss < last, $"epoch {epoch}: {loss} after {last}");
            last = loss;
        }

        Assert.True(last < 0.98 * first, $"{last} after {first}");

        CallBuilder Triplet() => CallBuilder.Of("Losses.TripletSquared")
            .Tensor("anchor", [n, d], anchor).Tensor("positive", [n, d], positive).Tensor("negative", [n, d], negative).With("margin", 0.2);
    }

    // 4. cosine_similarity(dim)

    [Fact]
    public void CosineAlongEachDim()
    {
        double[] a = [1, 2, 3, 4], b = [5, 6, 7, 8];
        AssertNear([0.95577900872195, 0.9838699100999074], CallBuilder.Of("Similarities.CosineSimilarityDim0").Tensor("x1", [2, 2], a).Tensor("x2", [2, 2], b).Values(Library), 1e-14);
        AssertNear([0.973417168333576, 0.9971641204866132], CallBuilder.Of("Similarities.CosineSimilarity").Tensor("x1", [2, 2], a).Tensor("x2", [2, 2], b).Values(Library), 1e-14);
    }

    [Fact]
    public void AttentionOverCosines()
    {
        double[] a = [0.9255, 0.2194, 0.8370, 0.5346, 0.5152, 0.4645, 0.4926, 0.9882, 0.2783, 0.9258];
        double[] b =
        [
            0.6874, 0.4054, 0.5739, 0.8017, 0.9861, 0.0154, 0.8513, 0.8427, 0.6669, 0.0694,
            0.1720, 0.6793, 0.7764, 0.4583, 0.8167, 0.2718, 0.9686, 0.9301, 0.2421, 0.0811,
            0.2336, 0.4783, 0.5576, 0.6518, 0.9943, 0.6766, 0.0044, 0.7935, 0.2098, 0.0719,
        ];
        AssertNear([0.3448, 0.3318, 0.3234], CallBuilder.Of("Similarities.AttentionDistribution").Tensor("target", [10], a).Tensor("b", [3, 10], b).Values(Library), FourDigits);
    }

    // 5. Teacher and student

    [Fact]
    public void BroadcastingAndNormalisedProductsAgree()
    {
        const int students = 5, teachers = 60, d = 768;
        var random = new Random(5);
        double[] student = Normal(random, students * d), teacher = Normal(random, teachers * d);
        double[] broadcast = CallBuilder.Of("Similarities.CosineMatrix").Tensor("a", [students, d], student).Tensor("b", [teachers, d], teacher).Values(Library);
        double[] product = CallBuilder.Of("Similarities.DotMatrix")
            .Tensor("a", [students, d], Normalised(student, d)).Tensor("b", [teachers, d], Normalised(teacher, d)).Values(Library);
        Assert.Equal(students * teachers, broadcast.Length);
        AssertNear(product, broadcast, 1e-6);
    }

    [Fact]
    public void ACosineClassifierWithProxiesIsTrained()
    {
        const int n = 24, d = 5, classes = 3, proxies = 2;
        var random = new Random(9);
        int[] labels = [.. Enumerable.Range(0, n).Select(i => i % classes)];
        double[] x = Normal(random, n * d);
        for (int i = 0; i < n; i++) x[i * d + labels[i]] += 4;
        double[] weight = Normal(random, classes * proxies * d), sigma = [1];
        double before = Accuracy();
        for (int epoch = 0; epoch < 60; epoch++)
        {
            var loss = CallBuilder.Of("Losses.CrossEntropy").Tensor("logits", [n, classes], Logits()).Labels("target", classes, labels).Run(Library, "logits");
            var head = Head().Upstream(loss.Gradients["logits"]).Run(Library, "weight", "sigma").Gradients;
            weight = [.. weight.Zip(head["weight"], (w, g) => w - 2 * g)];
            sigma = [.. sigma.Zip(head["sigma"], (w, g) => w - 2 * g)];
        }

        Assert.InRange(Accuracy(), Math.Max(0.9, before), 1);
        Assert.True(sigma[0] > 1, "the scale grows as the classes come apart");

        CallBuilder Head() => CallBuilder.Of("Similarities.CosineLinear")
            .Tensor("x", [n, d], x).Tensor("weight", [classes, proxies, d], weight).Tensor("sigma", [], sigma);
        double[] Logits() => Head().Values(Library);
        double Accuracy() => CallBuilder.Of("Metrics.Accuracy").Tensor("logits", [n, classes], Logits()).Labels("target", classes, labels).Value(Library);
    }

    private double Cosine(double[] a, double[] b)
        => CallBuilder.Of("Similarities.CosineSimilarity").Tensor("x1", [a.Length], a).Tensor("x2", [b.Length], b).Value(Library);

    private double NPairs(double[] a, double[] b) => CallBuilder.Of("Losses.NPairs").Tensor("a", [7, 768], a).Tensor("b", [7, 768], b).Value(Library);

    private double CrossSimilarity(double[] x, double[] y, int n, int d) => Build("Losses.CrossSimilarity", x, y, n, d).Value(Library);

    private CallBuilder Build(string method, double[] x, double[] y, int n, int d) => CallBuilder.Of(method).Tensor("x", [n, d], x).Tensor("y", [n, d], y);

    /// <summary>n unit vectors whose cosines are all −1/(n − 1): the basis less its mean.</summary>
    private static double[] Simplex(int n) => [.. Enumerable.Range(0, n * n).Select(i => (i / n == i % n ? 1.0 : 0.0) - 1.0 / n)];

    private static double[] Normal(Random random, int length)
        => [.. Enumerable.Range(0, length).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];

    private static double[] Normalised(double[] x, int row)
        => [.. x.Chunk(row).SelectMany(r => r.Select(v => v / Math.Sqrt(r.Sum(w => w * w))))];

    private static void AssertNear(double[] want, double[] got, double tolerance)
    {
        Assert.Equal(want.Length, got.Length);
        for (int i = 0; i < want.Length; i++) Assert.Equal(want[i], got[i], tolerance);
    }
}
