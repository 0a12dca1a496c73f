namespace TensorDsl.Samples.Tutorials;

/// <summary>Section 3: norms, distances and information measures.</summary>
internal static class Distances
{
    public static void Run(Report report)
    {
        report.Section("3. Distances");
        Norms(report);
        AllPairs(report);
        Hamming(report);
        Information(report);
    }

    private static void Norms(Report report)
    {
        var pred = Tensors.FromRows<Row, Component>([[1f, 2, 3, 4], [1, 2, 3, 4]]);
        var label = Tensors.FromRows<Row, Component>([[2f, 3, 4, 5], [2, 3, 4, 5]]);
        var difference = new Tensor<float, Row, Component>(new float[pred.Length], pred.Size0, pred.Size1);
        for (int i = 0; i < pred.Length; i++) difference.Span[i] = pred.Span[i] - label.Span[i];
        var rows = Similarities.RowNorm(difference);
        float mean = Losses.RowNormLoss(pred, label);
        report.Line($"norms of the rows of pred − label: {Figures.Text(rows)}, mean {mean:0.0000}");
        report.Check(Figures.Near(rows.Span, 1e-6, 2, 2) && Math.Abs(mean - 2) < 1e-6, $"they are 2");

        // All rows of the difference are alike, so it has a single singular value, and nuclear and Frobenius norm are one.
        float frobenius = Similarities.FrobeniusNorm(difference), nuclear = Similarities.NuclearNorm(difference);
        report.Line($"norms of the difference, whose rank is 1: Frobenius {frobenius:0.0000}, nuclear {nuclear:0.0000}");
        report.Check(Math.Abs(frobenius - 2.8284) < Figures.FourDigits && Math.Abs(nuclear - 2.8284) < Figures.FourDigits, $"both are 2.8284");
    }

    private static void AllPairs(Report report)
    {
        var a = Tensors.FromRows<Row, Component>([[1f, 1, 1], [2, 2, 2]]);
        var b = Tensors.FromRows<Other, Component>([[2f, 2, 2], [1, 1, 1], [2, 2, 2], [1, 1, 1], [2, 2, 2]]);
        var distances = Similarities.Cdist(a, b);
        report.Line($"distances of all pairs: {Figures.Text(distances)}");
        report.Check(Figures.Near(distances.Span, Figures.FourDigits, 1.7321, 0, 1.7321, 0, 1.7321, 0, 1.7321, 0, 1.7321, 0), $"they are √3 and 0");
    }

    private static void Hamming(Report report)
    {
        var x = Tensors.FromRows<Row, Component>([[0f, 0, 1], [0, 1, 0]]);
        var y = Tensors.FromRows<Row, Component>([[1f, 0, 1], [0, 1, 0]]);
        var rows = Similarities.HammingDistance(x, y);
        report.Line($"Hamming distance, row by row: {Figures.Text(rows)}");
        report.Check(Figures.Near(rows.Span, 1e-6, 1.0 / 3, 0), $"a third of the first row differs");
        var one = Tensors.FromRows<Row, Component>([[0f, 0, 2]]);
        var two = Tensors.FromRows<Other, Component>([[0f, 0, 1], [0, 1, 0]]);
        var fraction = Similarities.HammingMatrix(one, two);
        var count = Similarities.Cdist(one, two, CdistNorm.Zero);
        report.Line($"of all pairs: {Figures.Text(fraction)} as a fraction, {Figures.Text(count, "0")} as a count (p = 0)");
        report.Check(Figures.Near(fraction.Span, 1e-6, 1.0 / 3, 2.0 / 3) && Figures.Near(count.Span, 0, 1, 2), $"a third and two thirds, 1 and 2");
    }

    private static void Information(Report report)
    {
        var p = Tensors.FromRows<Row, Component>([[0.1f, 0.2f, 0.7f], [0.5f, 0.5f, 0f]]);
        var q = Tensors.FromRows<Row, Component>([[0.3f, 0.3f, 0.4f], [0.25f, 0.5f, 0.25f]]);
        var entropy = global::TensorDsl.Information.Entropy(p);
        var divergence = global::TensorDsl.Information.KlDivergence(p, q);
        var cross = global::TensorDsl.Information.CrossEntropyDistributions(p, q);
        report.Line($"H(p) {Figures.Text(entropy)} + KL(p‖q) {Figures.Text(divergence)} = H(p, q) {Figures.Text(cross)}");
        report.Check(Figures.Near(cross.Span, 1e-6, entropy[0] + divergence[0], entropy[1] + divergence[1]), $"cross entropy is entropy plus divergence");

        var probabilities = Tensors.FromRows<Row, Component>([[0.9f], [0.2f], [0.6f], [0.3f]]);
        var truth = Tensors.FromRows<Row, Component>([[1f], [0], [1], [1]]);
        float binary = Losses.BinaryCrossEntropy(probabilities, truth);
        double byHand = -(Math.Log(0.9) + Math.Log(0.8) + Math.Log(0.6) + Math.Log(0.3)) / 4;
        report.Line($"binary cross entropy, mean over the batch: {binary:0.0000}");
        report.Check(Math.Abs(binary - byHand) < 1e-6, $"by hand it is {byHand:0.0000}");

        var logits = Tensors.FromRows<Row, Digit>([[1f, 2, 3, 0, 0, 0, 0, 0, 0, 0], [0f, 0, 5, 0, 0, 0, 0, 0, 0, 0]]);
        float classes = Losses.CrossEntropy(logits, Tensors.Labels<Row, Digit>([2, 1]));
        double rows = Math.Log(Math.E + Math.Exp(2) + Math.Exp(3) + 7) - 3 + Math.Log(9 + Math.Exp(5));
        report.Line($"cross entropy of ten classes, mean over the batch: {classes:0.0000}");
        report.Check(Math.Abs(classes - rows / 2) < 1e-5, $"by hand it is {rows / 2:0.0000}");
    }
}
