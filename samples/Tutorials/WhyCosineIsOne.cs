namespace TensorDsl.Samples.Tutorials;

/// <summary>Section 1: the cosine is always 1. Is the code wrong, or the data, or the model?</summary>
internal static class WhyCosineIsOne
{
    private const int Width = 64;

    public static void Run(Report report)
    {
        report.Section("1. Why is the cosine always 1?");
        Tensor<float, Component> a = new([1, 2, 3], 3), b = new([2, 4, 6], 3), c = new([3, 2, 1], 3);
        float collinear = Similarities.CosineSimilarity(a, b), other = Similarities.CosineSimilarity(a, c);
        report.Line($"a = {Figures.Text(a, "0")}, b = {Figures.Text(b, "0")}: {collinear:0.0000000}   c = {Figures.Text(c, "0")}: {other:0.0000000}");
        report.Check(Figures.Near([collinear, other], 1e-6, 1, 10.0 / 14), $"b is 2a, so its cosine with a is 1; that of c is 10/14");
        Debug(report, a, b);
        TrainingLoopBug(report);
    }

    /// <summary>The steps to take, in this order, each answered by a figure.</summary>
    private static void Debug(Report report, Tensor<float, Component> x, Tensor<float, Component> y)
    {
        report.Line($"debugging a and b:");
        report.Line($"  shapes          {x}, {y}");
        report.Line($"  norms           {Functions.Length(x):0.0000}, {Functions.Length(y):0.0000}");
        report.Line($"  first elements  {x[0]}, {y[0]}");
        report.Line($"  same object?    {ReferenceEquals(x, y)}; same memory? {x.Span.Overlaps(y.Span)}");
        report.Line($"  equal numbers?  {x.Span.SequenceEqual(y.Span)}");
        report.Line($"  cosine by hand  {Functions.CosineByHand(x, y):0.0000000}");
        report.Check(
            Math.Abs(Functions.CosineByHand(x, y) - Similarities.CosineSimilarity(x, y)) < 1e-6, $"by hand and by the library the cosine is the same");
    }

    /// <summary>
    /// The bug behind the question: the loop compares the output with a variable that holds the output itself in iteration 0, and later the
    /// output of the iteration before, which one small step has hardly changed.
    /// </summary>
    private static void TrainingLoopBug(Report report)
    {
        var weights = Tensors.Normal<float, Parameter>(Width, seed: 1);
        var drift = Tensors.Normal<float, Parameter>(Width, seed: 2, deviation: 0.01);
        Tensor<float, Parameter>? previous = null;
        var cosines = new List<float>();
        for (int iteration = 0; iteration < 4; iteration++)
        {
            var output = new Tensor<float, Parameter>(weights.ToArray(), Width);
            previous ??= output;
            cosines.Add(Similarities.CosineSimilarity(output, previous));
            report.Line($"iteration {iteration}: cosine {cosines[^1]:0.000000}, same object? {ReferenceEquals(output, previous)}");
            previous = output;
            for (int i = 0; i < Width; i++) weights[i] += drift[i];
        }
        report.Check(
            Math.Abs(cosines[0] - 1) < 1e-6 && cosines.Skip(1).All(cosine => cosine > 0.999),
            $"compared with itself, then with its own past: the cosine says nothing about the model");

        var random = Tensors.Normal<float, Row, Component>(32, Width, seed: 3);
        var collapsed = Tensors.Filled<float, Row, Component>(1, 32, Width);
        float spread = Metrics.MeanOffDiagonalCosine(random), none = Metrics.MeanOffDiagonalCosine(collapsed);
        report.Line($"mean cosine of distinct rows: {spread:0.0000} of random ones, {none:0.0000} of a collapsed model's");
        report.Check(Math.Abs(spread) < 0.1 && Math.Abs(none - 1) < 1e-4, $"the mean cosine tells a collapsed model from a healthy one");
    }
}
