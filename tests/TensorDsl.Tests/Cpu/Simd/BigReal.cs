using System.Numerics;

namespace TensorDsl.Tests.Cpu.Simd;

/// <summary>
/// Mantissa · 2^Exponent with some 400 bits: what the functions on doubles are measured against, since System.Math has their own precision
/// and no ln(1 + x) or e^x - 1 that keeps it near 0.
/// </summary>
internal readonly record struct BigReal(BigInteger Mantissa, int Exponent)
{
    private const int Precision = 400;

    // ln 2 = Σ 1 / (k 2^k)
    private static readonly BigReal Ln2 = SumLn2(Precision + 100);

    public static BigReal One => new(1, 0);

    public static BigReal From(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)(bits >> 52 & 0x7FF);
        var mantissa = bits & 0xFFFFFFFFFFFFF;
        var magnitude = exponent == 0 ? new BigReal(mantissa, -1074) : new BigReal(mantissa | 1L << 52, exponent - 1075);
        return bits < 0 ? -magnitude : magnitude;
    }

    public static BigReal operator -(BigReal a) => a with { Mantissa = -a.Mantissa };

    public static BigReal operator +(BigReal a, BigReal b)
    {
        if (a.Mantissa.IsZero || b.Mantissa.IsZero)
        {
            return a.Mantissa.IsZero ? b : a;
        }

        return a.Exponent >= b.Exponent
            ? new((a.Mantissa << (a.Exponent - b.Exponent)) + b.Mantissa, b.Exponent)
            : b + a;
    }

    public static BigReal operator -(BigReal a, BigReal b) => a + -b;

    public static BigReal operator *(BigReal a, BigReal b) => new BigReal(a.Mantissa * b.Mantissa, a.Exponent + b.Exponent).Cut();

    public static BigReal operator /(BigReal a, BigReal b)
    {
        var shift = (int)Math.Max(0, Precision + b.Mantissa.GetBitLength() - a.Mantissa.GetBitLength());
        return new((a.Mantissa << shift) / b.Mantissa, a.Exponent - b.Exponent - shift);
    }

    public static BigReal Exp(BigReal x) => One + Expm1(x);

    public static BigReal Expm1(BigReal x)
    {
        if (x.Magnitude < -100)
        {
            return x + x * x / new BigReal(2, 0);
        }

        var n = (int)Math.Round(x.ToDouble() / Math.Log(2));
        var r = x - new BigReal(n, 0) * Ln2;
        var (sum, term) = (new BigReal(0, 0), One);
        for (var k = 1; k == 1 || term.Magnitude > -Precision - 110; k++)
        {
            term = term * r / new BigReal(k, 0);
            if (term.Mantissa.IsZero)
            {
                break;
            }

            sum = (sum + term).Cut();
        }

        return n == 0 ? sum : new BigReal((One + sum).Mantissa, (One + sum).Exponent + n) - One;
    }

    public static BigReal Log(BigReal x) => Log1p(x - One);

    /// <summary>ln(1 + x).</summary>
    public static BigReal Log1p(BigReal x)
    {
        // A guess in double leaves ln(1 + x) - guess = ln(1 + d) with a small d, for which few terms of the series suffice.
        var one = One + x;
        var down = Math.Max(0, one.Magnitude - 900);
        var guess = From(x.Magnitude < -30 ? 0 : Math.Log(one.ToDouble(down)) + down * Math.Log(2));
        var d = x;
        if (!guess.Mantissa.IsZero)
        {
            d = one * Exp(-guess) - One;
        }

        var (sum, power) = (d, d);
        for (var k = 2; k < 14; k++)
        {
            power *= d;
            var term = power / new BigReal(k, 0);
            sum = k % 2 == 0 ? sum - term : sum + term;
        }

        return (guess + sum).Cut();
    }

    /// <summary>The distance to a double in units of its last place, as they are at this value; an infinity counts as 2^1024.</summary>
    public double UlpsTo(double value)
    {
        if (double.IsNaN(value))
        {
            return double.PositiveInfinity;
        }

        if (double.IsInfinity(value) && Magnitude >= 1024 && Mantissa.Sign == Math.Sign(value))
        {
            return 0;
        }

        var other = double.IsInfinity(value) ? new BigReal(Math.Sign(value), 1024) : From(value);
        var distance = this - other;
        return Math.Abs((distance with { Exponent = distance.Exponent - (Math.Max(Magnitude, -1022) - 52) }).ToDouble());
    }

    /// <summary>The nearest double, but for its last bit.</summary>
    public double Value => ToDouble();

    /// <summary>⌊log2⌋ of the absolute value; very small for 0.</summary>
    private int Magnitude => Mantissa.IsZero ? int.MinValue / 2 : (int)BigInteger.Abs(Mantissa).GetBitLength() - 1 + Exponent;

    private double ToDouble(int down = 0)
    {
        var bits = (int)BigInteger.Abs(Mantissa).GetBitLength();
        var drop = Math.Max(0, bits - 64);
        return Math.ScaleB((double)(Mantissa >> drop), Exponent + drop - down);
    }

    private BigReal Cut()
    {
        var drop = (int)BigInteger.Abs(Mantissa).GetBitLength() - Precision;
        return drop <= 0 ? this : new(Mantissa >> drop, Exponent + drop);
    }

    private static BigReal SumLn2(int bits)
    {
        var sum = BigInteger.Zero;
        for (var k = 1; k <= bits; k++)
        {
            sum += (BigInteger.One << (bits - k)) / k;
        }

        return new(sum, -bits);
    }
}
