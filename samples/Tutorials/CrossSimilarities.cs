using System.Globalization;

namespace TensorDsl.Samples.Tutorials;

/// <summary>Section 2: the similarities of two batches, and a loss that does not rest on a collapsed model.</summary>
internal static class CrossSimilarities
{
    private const int Batch = 7, Width = 768, Steps = 400;
    private const float Rate = 0.02f;

    public static void Run(Report report)
    {
        report.Section("2. Cross-similarity of two batches");
        var ones = Tensors.Filled<float, Row, Component>(1, Batch, Width);
        var minusOnes = Tensors.Filled<float, Row, Component>(-1, Batch, Width);
        var random = Tensors.Uniform<float, Row, Component>(Batch, Width, seed: 7);
        float[] losses = [Losses.NPairs(ones, ones), Losses.NPairs(ones, minusOnes), Losses.NPairs(random, random)];
        report.Line($"N-pairs of ones with ones {losses[0]:0.0000}, with minus ones {losses[1]:0.0000}, of random rows {losses[2]:0.0000}");
        report.Check(Figures.Near(losses.AsSpan(0, 2), 1e-5, Math.Log(Batch), Math.Log(Batch)), $"collapsed rows cost ln {Batch} = {Math.Log(Batch):0.0000}");
        report.Check(Math.Abs(losses[2] - 1.74) < 0.01, $"random rows in [0, 1) cost about 1.74");
        Heatmap(report, Similarities.CosineMatrix(random, random.Rename<Other, Component>()));
        WantedAndCollapsed(report, ones, minusOnes);
        LeavesCollapse(report);
    }

    /// <summary>CrossSimilarity prefers what is wanted to what is collapsed; N-pairs cannot tell.</summary>
    private static void WantedAndCollapsed(Report report, Tensor<float, Row, Component> ones, Tensor<float, Row, Component> minusOnes)
    {
        var simplex = Simplex();
        float wanted = Losses.CrossSimilarity(simplex, simplex);
        float collapsed = Losses.CrossSimilarity(ones, ones), opposite = Losses.CrossSimilarity(ones, minusOnes);
        float bound = -1f / (Batch - 1);
        report.Line($"1 on the diagonal and −1 beside it is impossible for more than two rows: {Batch} unit vectors have a mean cosine of at least");
        report.Line($"{bound:0.0000}, that of a simplex. There CrossSimilarity is {wanted:0.0000}; collapsed it is {collapsed:0.0000}, against the opposite {opposite:0.0000}");
        report.Check(wanted < collapsed && wanted < opposite, $"the collapsed batches cost more than the wanted one");
        report.Check(Math.Abs(wanted - (1 + bound) * (1 + bound)) < 1e-5, $"with a diagonal of 1 the least cost is (1 − 1/{Batch - 1})² = {(1 + bound) * (1 + bound):0.0000}");
        float hinge = Losses.CrossSimilarityHinge(simplex, simplex);
        report.Check(hinge < 1e-5, $"the hinge variant is content with the simplex: {hinge:0.0000}");
    }

    private static void LeavesCollapse(Report report)
    {
        float[] numbers = new float[2 * Batch * Width], gradients = new float[2 * Batch * Width];
        Tensor<float, Row, Component> x = Half(numbers, 0), y = Half(numbers, 1), gradX = Half(gradients, 0), gradY = Half(gradients, 1);
        var random = new RandomSequence(5);
        random.FillNormal<float>(numbers, mean: 1, deviation: 1e-3);
        var optimizer = new Optimizer(numbers.Length, Rate);
        var all = new Tensor<float, Parameter>(numbers, numbers.Length);
        var gradient = new Tensor<float, Parameter>(gradients, gradients.Length);
        float first = Losses.CrossSimilarity(x, y), last = first;
        report.Progress("step", Steps, _ =>
        {
            last = Losses.CrossSimilarityGradient(x, y, gradX, gradY);
            optimizer.Step(all, gradient);
            return $"CrossSimilarity {last:0.0000}";
        });
        report.Check(first > 3.9 && last < 1, $"training leaves the collapse: {first:0.0000} → {last:0.0000}");
        report.Line($"(two batches that may differ can go below the simplex: a diagonal below 1 buys lower entries beside it)");
        Heatmap(report, Similarities.CosineMatrix(x, y.Rename<Other, Component>()));
    }

    /// <summary>The matrix with its values written in, as a heatmap would show them.</summary>
    private static void Heatmap(Report report, Tensor<float, Row, Other> s)
    {
        report.Line($"cosines of all pairs:");
        for (int i = 0; i < s.Size0; i++)
        {
            var row = s.Span.Slice(i * s.Size1, s.Size1).ToArray();
            report.Line($"  {string.Join(" ", row.Select(v => v.ToString(" 0.00;-0.00", CultureInfo.InvariantCulture)))}");
        }
    }

    /// <summary>Unit vectors whose cosines are all −1/(N − 1): those of the axes, less their mean.</summary>
    private static Tensor<float, Row, Component> Simplex()
    {
        var x = Tensors.Filled<float, Row, Component>(-1f / Batch, Batch, Batch);
        for (int i = 0; i < Batch; i++) x[i, i] += 1;
        return x;
    }

    private static Tensor<float, Row, Component> Half(float[] numbers, int half) => new(numbers.AsMemory(half * Batch * Width, Batch * Width), Batch, Width);
}
