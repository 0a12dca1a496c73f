using System.Numerics;

namespace TensorDsl;

/// <summary>
/// Reproducible random numbers: SplitMix64 (Steele, Lea and Flood 2014), the same on every platform and in every version, which
/// <see cref="Random"/> does not promise. Not for secrets.
/// </summary>
/// <remarks>
/// Uniform numbers are the upper 53 bits times 2⁻⁵³. Normal ones come in pairs from two uniform ones by the method of Box and Muller,
/// computed in double and rounded once.
/// </remarks>
public sealed class RandomSequence(ulong seed)
{
    private ulong _state = seed;

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number in [0, 1).</summary>
    public double NextUniform() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Fills with numbers uniform in [low, high).</summary>
    public void FillUniform<T>(Span<T> values, double low = 0, double high = 1)
        where T : IBinaryFloatingPointIeee754<T>
    {
        // Rounding to float can reach `high`, which is then replaced by the number below it.
        T limit = T.CreateChecked(high);
        foreach (ref var value in values)
        {
            value = T.CreateChecked(low + (high - low) * NextUniform());
            if (value >= limit && low < high) value = T.BitDecrement(limit);
        }
    }

    /// <summary>Fills with numbers of the normal distribution.</summary>
    public void FillNormal<T>(Span<T> values, double mean = 0, double deviation = 1)
        where T : IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < values.Length; i += 2)
        {
            // 1 - u lies in (0, 1], so that the logarithm is finite.
            double radius = Math.Sqrt(-2 * Math.Log(1 - NextUniform()));
            var (sin, cos) = Math.SinCos(2 * Math.PI * NextUniform());
            values[i] = T.CreateChecked(mean + deviation * radius * cos);
            if (i + 1 < values.Length) values[i + 1] = T.CreateChecked(mean + deviation * radius * sin);
        }
    }
}
