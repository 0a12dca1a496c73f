namespace TensorDsl.Samples.Tutorials;

/// <summary>Section 4: the cosine along one dim or the other, and attention over cosines.</summary>
internal static class CosineAlongDims
{
    public static void Run(Report report)
    {
        report.Section("4. cosine_similarity(dim)");
        var x = Tensors.FromRows<Row, Component>([[1.0, 2], [3, 4]]);
        var y = Tensors.FromRows<Row, Component>([[5.0, 6], [7, 8]]);
        double[] columns = Similarities.CosineSimilarityDim0(x, y).ToArray(), rows = Similarities.CosineSimilarity(x, y).ToArray();
        report.Line($"in double, along dim 0: {columns[0]:0.00000000000000}, {columns[1]:0.00000000000000}; along dim 1: {rows[0]:0.00000000000000}, {rows[1]:0.00000000000000}");
        report.Check(
            Near(columns[0], 0.95577900872195) && Near(columns[1], 0.9838699100999074) && Near(rows[0], 0.973417168333576)
                && Near(rows[1], 0.9971641204866132),
            $"all four agree with the tutorial's to 14 digits");

        Tensor<float, Component> target = new([0.9255f, 0.2194f, 0.8370f, 0.5346f, 0.5152f, 0.4645f, 0.4926f, 0.9882f, 0.2783f, 0.9258f], 10);
        var sources = Tensors.FromRows<Row, Component>(
        [
            [0.6874f, 0.4054f, 0.5739f, 0.8017f, 0.9861f, 0.0154f, 0.8513f, 0.8427f, 0.6669f, 0.0694f],
            [0.1720f, 0.6793f, 0.7764f, 0.4583f, 0.8167f, 0.2718f, 0.9686f, 0.9301f, 0.2421f, 0.0811f],
            [0.2336f, 0.4783f, 0.5576f, 0.6518f, 0.9943f, 0.6766f, 0.0044f, 0.7935f, 0.2098f, 0.0719f],
        ]);
        var attention = Similarities.AttentionDistribution(target, sources);
        report.Line($"attention over cosines, divided by their sum: {Figures.Text(attention)}");
        report.Check(Figures.Near(attention.Span, Figures.FourDigits, 0.3448, 0.3318, 0.3234), $"0.3448, 0.3318 and 0.3234");

        static bool Near(double computed, double stated) => Math.Abs(computed - stated) < 1e-14;
    }
}
