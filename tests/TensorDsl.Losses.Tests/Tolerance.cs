using TensorDsl.LossTests.Fixtures;

namespace TensorDsl.LossTests;

/// <summary>How far a result may be from the fixture's, in each precision.</summary>
public static class Tolerance
{
    /// <summary>
    /// Double: every entry within 1e-10 of its own size plus 1e-12 of the largest, which is what cancellation in a sum of that size leaves. In
    /// cases of zero vectors one array mixes gradients of 1e8 and of 1, so each entry stands for itself there.
    /// </summary>
    public static double Double(FixtureCase c, double want, double largest) => 1e-10 * Math.Abs(want) + 1e-12 * (MixesScales(c) ? 1 : Math.Max(1, largest));

    /// <summary>Float: the rule of tests/fixtures/FORMAT.md.</summary>
    public static double Float(FixtureCase c, double want, double largest, double error)
        => 1e-6 * Scale(c) + (MixesScales(c) ? Math.Abs(want) : largest) * Math.Max(1e-5, 10 * error);

    private static bool MixesScales(FixtureCase c) => c.Id.StartsWith("zero_", StringComparison.Ordinal);

    /// <summary>Logits are multiplied by it, and so are their rounding errors.</summary>
    private static double Scale(FixtureCase c)
    {
        double scale = 1;
        foreach (string name in (string[])["scale", "gamma", "alpha", "beta"])
            if (c.Params.TryGetValue(name, out object? value) && value is double number) scale = Math.Max(scale, number);
        return scale;
    }
}
