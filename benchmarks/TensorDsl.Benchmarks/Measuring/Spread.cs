namespace TensorDsl.Benchmarks.Measuring;

/// <summary>The median of some measurements and their quartiles.</summary>
internal readonly record struct Spread(double Median, double Low, double High)
{
    public static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0) throw new ArgumentException("there are no measurements", nameof(values));
        int last = sorted.Length - 1;
        return new((sorted[last / 2] + sorted[(last + 1) / 2]) / 2, sorted[last / 4], sorted[last - last / 4]);
    }
}
