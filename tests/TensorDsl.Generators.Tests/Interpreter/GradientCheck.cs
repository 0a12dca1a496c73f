using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Passes;

namespace TensorDsl.Generators.Tests;

/// <summary>Compares what <see cref="Differentiate"/> makes with central finite differences of the interpreter's values.</summary>
public static class GradientCheck
{
    private const double Step = 1e-5;

    /// <param name="domain">The interval of the random arguments.</param>
    /// <param name="order">1 checks the gradient; 2 checks the gradient of the gradient as well.</param>
    public static void Check(
        Function f, (double Low, double High) domain, int order = 1, int seed = 1, IReadOnlyDictionary<string, int>? extents = null, double tolerance = 1e-6)
    {
        extents ??= Sample.Extents;
        Assert.Empty(IrVerifier.Check(f, linked: true));
        var backward = Differentiate.Backward(f);
        Assert.Empty(IrVerifier.Check(backward, linked: true));
        var simplified = Simplify.Run(backward);
        Assert.Empty(IrVerifier.Check(simplified, linked: true));

        var arguments = Sample.Arguments(backward, new(seed), domain, extents);
        double[][] gradients = Interpreter.Run(backward, extents, arguments);
        Same(gradients, Interpreter.Run(simplified, extents, arguments), 1e-10, "simplified");
        double[][] upstream = [.. arguments.Skip(f.Parameters.Count).Select(a => (double[])a)];
        object[] primals = [.. arguments.Take(f.Parameters.Count)];
        for (int r = 0; r < backward.Results.Count; r++)
        {
            int parameter = backward.Results[r].Gradient;
            double[] x = (double[])primals[parameter];
            for (int i = 0; i < x.Length; i++)
            {
                double expected = Difference(f, extents, primals, upstream, x, i);
                double got = gradients[r][i];
                Assert.True(
                    Math.Abs(got - expected) <= tolerance * (1 + Math.Abs(expected)),
                    $"d/d{f.Parameters[parameter].Name}[{i}] is {got}, but the finite difference is {expected}\n{IrPrinter.Print(f)}\n{IrPrinter.Print(backward)}");
            }
        }

        if (order > 1) Check(simplified, domain, order - 1, seed + 1, extents, tolerance * 10);
    }

    /// <summary>Equal within a relative tolerance; NaN equals NaN.</summary>
    public static void Same(double[][] expected, double[][] got, double tolerance, string what)
    {
        Assert.Equal(expected.Length, got.Length);
        for (int r = 0; r < expected.Length; r++)
        {
            Assert.Equal(expected[r].Length, got[r].Length);
            for (int i = 0; i < expected[r].Length; i++)
            {
                double e = expected[r][i], g = got[r][i];
                Assert.True(e.Equals(g) || e == g || Math.Abs(e - g) <= tolerance * (1 + Math.Abs(e)), $"{what}: result {r} element {i} is {g}, not {e}");
            }
        }
    }

    /// <summary>The change of Σ upstream·f along one element.</summary>
    private static double Difference(Function f, IReadOnlyDictionary<string, int> extents, object[] primals, double[][] upstream, double[] x, int i)
    {
        double saved = x[i];
        double At(double value)
        {
            x[i] = value;
            return Interpreter.Run(f, extents, primals).Zip(upstream, (v, u) => v.Zip(u, (a, b) => a * b).Sum()).Sum();
        }

        double difference = (At(saved + Step) - At(saved - Step)) / (2 * Step);
        x[i] = saved;
        return difference;
    }
}
