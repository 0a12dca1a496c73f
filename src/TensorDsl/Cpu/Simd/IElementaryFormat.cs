namespace TensorDsl.Cpu;

/// <summary>
/// What differs between float and double in the functions of <see cref="Elementary{T, V, O, F}"/>: the layout of the bits, the ranges, and
/// the polynomials, whose degree follows from the precision.
/// </summary>
internal interface IElementaryFormat<V>
    where V : unmanaged
{
    /// <summary>Explicit bits of the mantissa: the place of the exponent.</summary>
    static abstract int MantissaBits { get; }

    /// <summary>The exponent bits of 1.</summary>
    static abstract long Bias { get; }

    /// <summary>The bits of √½.</summary>
    static abstract long SqrtHalfBits { get; }

    /// <summary>Here e^x has become 0.</summary>
    static abstract double ExpLow { get; }

    /// <summary>Here e^x is taken for 0 where it need not become denormal first: the last that rounds to the least exponent of a normal number.</summary>
    static abstract double ExpNormalLow { get; }

    /// <summary>Here e^x has become ∞.</summary>
    static abstract double ExpHigh { get; }

    /// <summary>Here e^x - 1 has become -1.</summary>
    static abstract double Expm1Low { get; }

    /// <summary>Here tanh x has become 1.</summary>
    static abstract double TanhHigh { get; }

    /// <summary>ln 2, cut so that its product with an exponent of the type is exact, for the reduction of e^x.</summary>
    static abstract double Ln2High { get; }

    /// <summary>ln 2 - <see cref="Ln2High"/>.</summary>
    static abstract double Ln2Low { get; }

    /// <summary>ln 2 less the number of the type that is nearest to it, or 0 where that is a tenth of a unit in the last place.</summary>
    static abstract double Ln2Rest { get; }

    /// <summary>
    /// As <see cref="Ln2High"/>, but below ln 2: for a logarithm both parts must be positive, so that -∞ · ln 2 is not ∞ - ∞.
    /// </summary>
    static abstract double LogLn2High { get; }

    /// <summary>ln 2 - <see cref="LogLn2High"/>.</summary>
    static abstract double LogLn2Low { get; }

    /// <summary>(e^r - 1 - r) / r² for |r| ≤ ½ ln 2.</summary>
    static abstract V ExpTail(V r);

    /// <summary>The same, in few operations: within a tenth of an ulp of e^r.</summary>
    static abstract V ShortExpTail(V r);

    /// <summary>ln(1 + f) - f for √½ ≤ 1 + f ≤ √2.</summary>
    static abstract V LogTail(V f);

    /// <summary>2 (artanh(√z) / √z - 1) / z for 0 ≤ z ≤ 1/9.</summary>
    static abstract V ArtanhTail(V z);
}
