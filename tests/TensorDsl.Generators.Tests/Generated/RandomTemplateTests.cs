using System.Numerics;
using TensorDsl.Cpu;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Passes;

namespace TensorDsl.Generators.Tests.Generated;

/// <summary>
/// The generated code of random templates computes what the interpreter does, values and gradients, in both precisions and at every vector
/// width. A failure names its seed and prints the template.
/// </summary>
public class RandomTemplateTests
{
    private const int Count = 120;

    /// <summary>Rounding of float through some ten operations and sums of some tens; the errors found in practice are of order one.</summary>
    private const double FloatTolerance = 2e-4;

    private const double DoubleTolerance = 1e-9;

    private static readonly Lazy<GeneratedCode> s_code = new(() => new(
        $"namespace R;\n\npublic static partial class Templates\n{{\n{string.Join("\n", Enumerable.Range(0, Count).Select(s => RandomTemplate.Of(s).Source))}}}\n"));

    private static readonly (int N, int M, int D, int C)[] s_sizes = [(5, 3, 7, 4), (1, 1, 1, 1), (9, 5, 19, 17), (0, 3, 4, 2), (3, 0, 8, 2), (4, 3, 0, 2)];

    /// <summary>
    /// A cosine with a zero vector divides by its epsilon of 1e-8: terms of a million cancel in the gradient, of which float keeps one digit.
    /// </summary>
    private const int BeyondFloat = 97;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, Count)];

    public static TheoryData<int> FloatSeeds => [.. Enumerable.Range(0, Count).Where(s => s != BeyondFloat)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Double_is_the_interpreter(int seed) => Check<double>(seed, DoubleTolerance);

    [Theory]
    [MemberData(nameof(FloatSeeds))]
    public void Float_is_the_interpreter(int seed) => Check<float>(seed, FloatTolerance);

    private static void Check<T>(int seed, double tolerance)
        where T : unmanaged, INumber<T>
    {
        var template = s_code.Value.In<T>($"Random{seed}");
        var derived = template.IsLoss ? Differentiate.Gradient(template.Function) : Differentiate.Backward(template.Function);
        foreach (var (n, m, d, c) in s_sizes)
        {
            var extents = new Dictionary<string, int> { ["N"] = n, ["M"] = m, ["D"] = d, ["C"] = c };
            // Numbers that float has exactly, so that both precisions compare and choose alike.
            object[] arguments = [.. Sample.Arguments(derived, new(seed), (-1.2, 1.4), extents).Select(a => a is double[] x ? x.Select(e => (double)(float)e).ToArray() : a)];
            object[] primals = [.. arguments.Take(template.Function.Parameters.Count)];
            double[][] values = Interpreter.Run(template.Function, extents, primals), gradients = Interpreter.Run(derived, extents, arguments);
            foreach (int width in (int[])[128, 256, 512])
            {
                SimdWidth.RunAt(width, () =>
                {
                    string what = $"seed {seed}, N={n} M={m} D={d} C={c}, {typeof(T).Name} at {width} bits\n{RandomTemplate.Of(seed).Source}\n";
                    Same(values, template.Values(extents, primals), tolerance, what + "value");
                    // Where a mean over nothing makes the result NaN, rewrites may move NaN between the terms of its gradient.
                    bool defined = !values.SelectMany(v => v).Any(double.IsNaN);
                    if (defined) Same(gradients, template.Gradients(extents, arguments), tolerance, what + "gradient\n" + IrPrinter.Print(derived));
                });
            }
        }
    }

    /// <summary>Relative to the largest element: the small ones of a gradient are differences of large terms. NaN equals NaN.</summary>
    private static void Same(double[][] expected, double[][] got, double tolerance, string what)
    {
        Assert.Equal(expected.Length, got.Length);
        for (int r = 0; r < expected.Length; r++)
        {
            Assert.True(expected[r].Length == got[r].Length, $"{what}: result {r} has {got[r].Length} elements, not {expected[r].Length}");
            double scale = 1 + expected[r].Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
            for (int i = 0; i < expected[r].Length; i++)
            {
                double e = expected[r][i], g = got[r][i];
                Assert.True(e.Equals(g) || Math.Abs(e - g) <= tolerance * scale, $"{what}: result {r} element {i} is {g}, not {e}");
            }
        }
    }
}
