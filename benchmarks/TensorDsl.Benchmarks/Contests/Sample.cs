namespace TensorDsl.Benchmarks.Contests;

/// <summary>
/// Every so many elements of a large result: a result of a gigabyte isn't sent between processes. The step is odd, so that a sample walks through all
/// columns of a matrix whose width is a power of two.
/// </summary>
public static class Sample
{
    private const int Most = 1 << 20;

    /// <summary>The distance of the sampled elements among so many; the driver has the same rule.</summary>
    public static int Step(int count) => count <= Most ? 1 : (count / Most) | 1;

    /// <summary>The sampled elements, positions as numbers.</summary>
    public static float[] Of(Array values)
    {
        int step = Step(values.Length);
        float[] sample = new float[(values.Length + step - 1) / step];
        for (int i = 0; i < sample.Length; i++) sample[i] = values is float[] floats ? floats[i * step] : ((int[])values)[i * step];
        return sample;
    }

    /// <summary>Says how a peer's results differ from ours; null where they are the same function.</summary>
    public static string? Difference(IReadOnlyDictionary<string, float[]> ours, IReadOnlyDictionary<string, float[]> theirs, double tolerance)
    {
        foreach (var (name, mine) in ours)
        {
            if (!theirs.TryGetValue(name, out float[]? other)) return $"has no result '{name}'";
            if (other.Length != mine.Length) return $"has {other.Length} elements of '{name}', ours {mine.Length}";
            // Ranks of near ties change with the order of a sum; the scores of the same ranks are compared.
            if (name.StartsWith("at", StringComparison.Ordinal))
            {
                int same = mine.Zip(other, (a, b) => a == b).Count(s => s);
                if (same < 0.99 * mine.Length) return $"has {same} of {mine.Length} positions in common with ours";
                continue;
            }

            double largest = mine.Max(v => Math.Abs((double)v)), most = 0;
            for (int i = 0; i < mine.Length; i++)
            {
                double error = Math.Abs((double)mine[i] - other[i]);
                // NaN, of a result that was not written, is no small error.
                if (!(error <= most)) most = double.IsNaN(error) ? double.PositiveInfinity : error;
            }

            if (most > tolerance * largest) return $"is {most:g3} away in '{name}', whose largest element is {largest:g3}";
        }

        return null;
    }
}
