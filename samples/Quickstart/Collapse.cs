namespace TensorDsl.Samples.Quickstart;

/// <summary>Part 2: a loss that stays at ln N while nothing is wrong with its code is the sign of a collapsed model.</summary>
internal static class Collapse
{
    private const int Batch = 7, Width = 768;

    public static void Run(Report report)
    {
        report.Section("2. The collapse of N-pairs");
        var ones = Tensors.Filled<float, Image, Embedding>(1, Batch, Width);
        var minusOnes = Tensors.Filled<float, Image, Embedding>(-1, Batch, Width);
        var random = Tensors.Uniform<float, Image, Embedding>(Batch, Width, seed: 7);
        float collapsed = Functions.NPairs(ones, ones), opposite = Functions.NPairs(ones, minusOnes);
        report.Line($"equal rows against the same     {collapsed:0.0000}");
        report.Line($"equal rows against the opposite {opposite:0.0000}");
        report.Line($"random rows against the same    {Functions.NPairs(random, random):0.0000}");
        double expected = Math.Log(Batch);
        report.Check(Near(collapsed) && Near(opposite), $"collapsed rows cost ln {Batch} = {expected:0.0000}, whichever way they point");

        // Nothing pulls the rows apart either: where all rows are equal, the gradient along the differences between rows is zero.
        var gradient = Tensors.Zeros<float, Image, Embedding>(Batch, Width);
        Functions.NPairsGradient(ones, ones, gradient, null);
        float largest = 0;
        foreach (float g in gradient.Span) largest = Math.Max(largest, Math.Abs(g));
        report.Check(largest < 1e-6, $"and their gradient vanishes: its largest entry is {largest:0.0e+0}");

        bool Near(float loss) => Math.Abs(loss - expected) < 1e-5;
    }
}
