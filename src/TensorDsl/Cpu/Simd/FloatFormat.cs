using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <summary>The layout of float, and the polynomials of Cephes' expf and logf.</summary>
internal readonly struct FloatFormat<V, O> : IElementaryFormat<V>
    where V : unmanaged
    where O : struct, ISimd<float, V>
{
    public static int MantissaBits => 23;

    public static long Bias => 127;

    public static long SqrtHalfBits => 0x3F3504F3;

    public static double ExpLow => -104;

    public static double ExpNormalLow => -87.5;

    public static double ExpHigh => 89;

    public static double Expm1Low => -18;

    public static double TanhHigh => 10;

    public static double Ln2High => 0.693359375;

    public static double Ln2Low => -2.12194440054690583e-4;

    public static double Ln2Rest => 0;

    public static double LogLn2High => 0.693138122558594;

    public static double LogLn2Low => 9.0580013514e-06;

    // Pairs first, then pairs of pairs: the sum has a third of the depth that Horner's has, and the latency of these chains, not the number
    // of their operations, is what exponentials cost.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpTail(V r)
    {
        var square = O.Multiply(r, r);
        var low = O.MultiplyAdd(O.Constant(1.6666665459E-1), r, O.Constant(5.0000001201E-1));
        var middle = O.MultiplyAdd(O.Constant(8.3334519073E-3), r, O.Constant(4.1665795894E-2));
        var high = O.MultiplyAdd(O.Constant(1.9875691500E-4), r, O.Constant(1.3981999507E-3));
        return O.MultiplyAdd(O.MultiplyAdd(high, square, middle), square, low);
    }

    // The polynomial of this degree with the smallest relative error of e^r, 3.1e-9, by Lawson's iteration.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ShortExpTail(V r)
    {
        var square = O.Multiply(r, r);
        var low = O.MultiplyAdd(O.Constant(0.16666520399003548), r, O.Constant(0.49999993432114587));
        var high = O.MultiplyAdd(O.Constant(0.00836874511251796), r, O.Constant(0.041668390786567894));
        return O.MultiplyAdd(O.MultiplyAdd(O.Constant(0.00138145400264926), square, high), square, low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LogTail(V f)
    {
        var square = O.Multiply(f, f);
        var fourth = O.Multiply(square, square);
        var p0 = O.MultiplyAdd(O.Constant(3.3333331174E-1), f, O.Constant(-0.5));
        var p2 = O.MultiplyAdd(O.Constant(2.0000714765E-1), f, O.Constant(-2.4999993993E-1));
        var p4 = O.MultiplyAdd(O.Constant(1.4249322787E-1), f, O.Constant(-1.6668057665E-1));
        var p6 = O.MultiplyAdd(O.Constant(1.1676998740E-1), f, O.Constant(-1.2420140846E-1));
        var p8 = O.MultiplyAdd(O.Constant(7.0376836292E-2), f, O.Constant(-1.1514610310E-1));
        var low = O.MultiplyAdd(p2, square, p0);
        var high = O.MultiplyAdd(O.MultiplyAdd(p8, square, p6), square, p4);
        return O.Multiply(O.MultiplyAdd(high, fourth, low), square);
    }

    // Through the Chebyshev nodes of the interval: within 1e-9.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ArtanhTail(V z)
    {
        var square = O.Multiply(z, z);
        var low = O.MultiplyAdd(O.Constant(0.3999970632973192), z, O.Constant(0.6666666732052742));
        var high = O.MultiplyAdd(O.Constant(0.21706575800880235), z, O.Constant(0.28592357994302847));
        return O.MultiplyAdd(O.MultiplyAdd(O.Constant(0.23224329224023924), square, high), square, low);
    }
}
