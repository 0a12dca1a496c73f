using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <summary>
/// The layout of double, the Taylor polynomial of e^r (its remainder is below 2^-57 on the interval) and the logarithm of fdlibm.
/// </summary>
internal readonly struct DoubleFormat<V, O> : IElementaryFormat<V>
    where V : unmanaged
    where O : struct, ISimd<double, V>
{
    public static int MantissaBits => 52;

    public static long Bias => 1023;

    public static long SqrtHalfBits => 0x3FE6A09E667F3BCD;

    public static double ExpLow => -746;

    public static double ExpNormalLow => -708.5;

    public static double ExpHigh => 710;

    public static double Expm1Low => -38;

    public static double TanhHigh => 20;

    public static double Ln2High => 6.93147180369123816490e-01;

    public static double Ln2Low => 1.90821492927058770002e-10;

    public static double Ln2Rest => 2.3190468138462996e-17;

    public static double LogLn2High => Ln2High;

    public static double LogLn2Low => Ln2Low;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpTail(V r)
    {
        // Pairs first, then pairs of pairs, for the same reason as in FloatFormat.
        var square = O.Multiply(r, r);
        var fourth = O.Multiply(square, square);
        var p0 = O.MultiplyAdd(O.Constant(1.0 / 6), r, O.Constant(0.5));
        var p2 = O.MultiplyAdd(O.Constant(1.0 / 120), r, O.Constant(1.0 / 24));
        var p4 = O.MultiplyAdd(O.Constant(1.0 / 5040), r, O.Constant(1.0 / 720));
        var p6 = O.MultiplyAdd(O.Constant(1.0 / 362880), r, O.Constant(1.0 / 40320));
        var p8 = O.MultiplyAdd(O.Constant(1.0 / 39916800), r, O.Constant(1.0 / 3628800));
        var p10 = O.MultiplyAdd(O.Constant(1.0 / 6227020800), r, O.Constant(1.0 / 479001600));
        var low = O.MultiplyAdd(p2, square, p0);
        var middle = O.MultiplyAdd(p6, square, p4);
        var high = O.MultiplyAdd(p10, square, p8);
        return O.MultiplyAdd(O.MultiplyAdd(high, fourth, middle), fourth, low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ShortExpTail(V r) => ExpTail(r);

    // With s = f / (2 + f), ln(1 + f) = 2 artanh s = f - f²/2 + s (f²/2 + R(s²)).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LogTail(V f)
    {
        var s = O.Divide(f, O.Add(f, O.Constant(2)));
        var z = O.Multiply(s, s);
        var r = O.MultiplyAdd(O.Constant(1.479819860511658591e-01), z, O.Constant(1.531383769920937332e-01));
        r = O.MultiplyAdd(r, z, O.Constant(1.818357216161805012e-01));
        r = O.MultiplyAdd(r, z, O.Constant(2.222219843214978396e-01));
        r = O.MultiplyAdd(r, z, O.Constant(2.857142874366239149e-01));
        r = O.MultiplyAdd(r, z, O.Constant(3.999999999940941908e-01));
        r = O.MultiplyAdd(r, z, O.Constant(6.666666666666735130e-01));
        var half = O.Multiply(O.Multiply(f, f), O.Constant(0.5));
        return O.Subtract(O.Multiply(s, O.MultiplyAdd(r, z, half)), half);
    }

    // Through the Chebyshev nodes of the interval: within 3e-19.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ArtanhTail(V z)
    {
        var square = O.Multiply(z, z);
        var fourth = O.Multiply(square, square);
        var p0 = O.MultiplyAdd(O.Constant(0.39999999999999525), z, O.Constant(0.6666666666666666));
        var p2 = O.MultiplyAdd(O.Constant(0.22222222198208683), z, O.Constant(0.28571428571600277));
        var p4 = O.MultiplyAdd(O.Constant(0.15384543903606365), z, O.Constant(0.18181819899746096));
        var p6 = O.MultiplyAdd(O.Constant(0.11734263159042535), z, O.Constant(0.13335179888880658));
        var p8 = O.MultiplyAdd(O.Constant(0.0749162755502921), z, O.Constant(0.10845300005910465));
        var low = O.MultiplyAdd(p2, square, p0);
        var middle = O.MultiplyAdd(p6, square, p4);
        var high = O.MultiplyAdd(O.Constant(0.15631512118005364), square, p8);
        return O.MultiplyAdd(O.MultiplyAdd(high, fourth, middle), fourth, low);
    }
}
