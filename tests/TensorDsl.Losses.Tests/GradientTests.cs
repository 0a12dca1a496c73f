using TensorDsl.LossTests.Bindings;
using TensorDsl.LossTests.Execution;
using TensorDsl.LossTests.Fixtures;

namespace TensorDsl.LossTests;

/// <summary>Gradients of fresh cases are the slope of the values: an oracle that needs neither fixtures nor the differentiation pass.</summary>
public class GradientTests
{
    private const int Seed = 71;
    private const double Step = 1e-6;

    /// <summary>Their gradient is by definition not the slope of their value: something in them is held constant.</summary>
    private static readonly HashSet<string> s_stopsGradients = ["negative_cosine", "circle"];

    public static TheoryData<string> Functions =>
    [
        .. FixtureFolder.Read(FixtureFolder.Public).Where(c => c.Gradients.Count > 0).Select(c => c.Function).Distinct()
            .Where(f => !BindingTable.NotYet.Contains(f) && !s_stopsGradients.Contains(f)),
    ];

    [Theory]
    [MemberData(nameof(Functions))]
    public void IsTheSlopeAlongRandomDirections(string function)
    {
        var known = FixtureFolder.Read(FixtureFolder.Public).Where(c => c.Function == function).ToList();
        var reseeder = new Reseeder(Seed);
        var random = new Random(Seed);
        for (int number = 0; number < 8; number++)
        {
            var c = reseeder.Draw(known, number);
            var binding = BindingTable.Of(c);
            foreach (var (name, gradient) in c.Gradients)
            {
                double[] direction = [.. gradient.Select(_ => random.NextDouble() - 0.5)];
                double slope = (Value(c, binding, name, direction, Step) - Value(c, binding, name, direction, -Step)) / (2 * Step);
                double want = gradient.Zip(direction, (g, d) => g * d).Sum();
                double size = gradient.Zip(direction, (g, d) => Math.Abs(g * d)).Sum();
                // The value loses half of its digits in the difference: 1e-16·value/step.
                double allowed = 1e-6 * size + 1e-9 * Math.Max(1, Math.Abs(Value(c, binding, name, direction, 0)));
                Assert.True(Math.Abs(slope - want) <= allowed, $"{c}, {name}: the gradient says {want:R}, the slope is {slope:R} (allowed {allowed:G3})");
            }
        }
    }

    private static double Value(FixtureCase c, Binding binding, string input, double[] direction, double step)
    {
        var array = c.Inputs[input];
        var moved = array with { Data = [.. array.Data.Zip(direction, (x, d) => x + step * d)] };
        var inputs = new Dictionary<string, FixtureArray>(c.Inputs) { [input] = moved };
        var call = binding.Call(c with { Inputs = inputs, Gradients = new Dictionary<string, double[]>() });
        double[] result = InterpretedLibrary.Instance.Run(call).Results.Single().Data;
        return call.Upstream is null ? result[0] : result.Zip(call.Upstream, (y, u) => y * u).Sum();
    }
}
