using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <summary>
/// The elementary functions, written once for every type and width. Each has no branch and no call, so that a loop which uses it keeps its
/// values in registers; each is right for NaN, ±∞, ±0 and denormals, and within 2 ulp elsewhere.
/// </summary>
internal static class Elementary<T, V, O, F>
    where T : unmanaged
    where V : unmanaged
    where O : struct, ISimd<T, V>, ILaneBits<V>
    where F : struct, IElementaryFormat<V>
{
    private const double Log2E = 1.4426950408889634;

    private const double Ln2 = 0.6931471805599453;

    /// <summary>e^x: gradual where the result is denormal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp(V x)
    {
        var r = Reduce(Clamp(x, F.ExpLow, F.ExpHigh), out _, out var n, out var shifted);
        var p = O.Add(O.Constant(1), O.MultiplyAdd(O.Multiply(r, r), F.ExpTail(r), r));
        return Scale(p, n, shifted);
    }

    /// <summary>
    /// e^x where x is a difference that was rounded, which changes the result by up to |x| ε / 2: beside that, ln 2 may be one number of type
    /// float, whose error makes |x| ε / 44. Without denormal results 2^n is one power: n - 1 is in the range of exponents, and at its end the
    /// power is 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpOfDifference(V x)
    {
        var shift = O.Constant((double)(3L << (F.MantissaBits - 1)) + F.Bias - 1);
        var clamped = Clamp(x, F.ExpNormalLow, F.ExpHigh);
        var shifted = O.MultiplyAdd(clamped, O.Constant(Log2E), shift);
        var n = O.Subtract(shifted, shift);
        var r = O.MultiplyAdd(n, O.Constant(-Ln2), clamped);
        if (F.Ln2Rest != 0) r = O.MultiplyAdd(n, O.Constant(-F.Ln2Rest), r);
        var p = O.MultiplyAdd(O.Multiply(r, r), F.ShortExpTail(r), O.Add(r, O.Constant(1)));
        return O.Multiply(O.Add(p, p), O.ShiftLeft(shifted, F.MantissaBits));
    }

    /// <summary>e^x - 1, relatively accurate near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Expm1(V x)
    {
        ExpParts(Clamp(x, F.Expm1Low, F.ExpHigh), out var p, out var half);
        var y = O.MultiplyAdd(half, p, O.Subtract(half, O.Constant(0.5)));
        return O.Select(O.Less(O.Abs(x), Tiny), x, O.Add(y, y));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log(V x)
    {
        if (O.HasExponentInstructions)
        {
            // The instructions treat 0, ∞, NaN and denormals so that the formula below needs no correction for them.
            var m = O.MantissaOf(x);
            var e = O.ExponentOf(x);
            var upper = O.Greater(m, O.Constant(1.4142135623730951));
            m = O.Select(upper, O.Multiply(m, O.Constant(0.5)), m);
            e = O.Select(upper, O.Add(e, O.Constant(1)), e);
            return LogOf(e, O.Subtract(m, O.Constant(1)));
        }

        var denormal = O.Less(x, PowerOfTwo(1 - F.Bias));
        var scaled = O.Select(denormal, O.Multiply(x, PowerOfTwo(F.MantissaBits)), x);
        var mantissa = Split(scaled, out var exponent, out _);
        exponent = O.Subtract(exponent, O.And(denormal, O.Constant(F.MantissaBits)));
        return WithLogExtremes(x, x, LogOf(exponent, O.Subtract(mantissa, O.Constant(1))));
    }

    /// <summary>ln(1 + x), relatively accurate near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1p(V x)
    {
        var y = WithLogExtremes(O.Add(x, O.Constant(1)), x, Log1pCore(x));
        return O.Select(O.Less(O.Abs(x), Tiny), x, y);
    }

    /// <summary>
    /// ln(1 + x) for 0 ≤ x ≤ 1: with s = x / (2 + x) this is 2 artanh s = 2 s + s R(s²). Since 2 s is x - s x, it is x less s (x - R), which is at
    /// most a third of it, and so are the errors of s.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1pUnit(V x)
    {
        var s = O.Divide(x, O.Add(x, O.Constant(2)));
        var z = O.Multiply(s, s);
        return O.MultiplyAdd(O.Negate(s), O.MultiplyAdd(O.Negate(z), F.ArtanhTail(z), x), x);
    }

    /// <summary>With h = (1 - e^-2|x|) / 2 this is h / (1 - h), and the sign of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh(V x)
    {
        var a = O.MinNative(O.Constant(F.TanhHigh), O.Abs(x));
        ExpParts(O.Multiply(a, O.Constant(-2)), out var p, out var half);
        var h = O.MultiplyAdd(O.Negate(half), p, O.Subtract(O.Constant(0.5), half));

        // Small ones as h + h t with t = h / (1 - h), large ones as 1 - t with t = e^-2|x| / (1 - h): either way what is rounded in t is
        // small beside the result.
        var large = O.Greater(h, O.Constant(0.375));
        var e = O.MultiplyAdd(half, p, half);
        var t = O.Divide(O.Select(large, O.Add(e, e), h), O.Subtract(O.Constant(1), h));
        var y = O.MultiplyAdd(O.Select(large, O.Constant(-1), h), t, O.Select(large, O.Constant(1), h));
        return O.Or(y, O.And(x, SignBit));
    }

    /// <summary>
    /// With e = e^-|x|, which never overflows, this is e / (1 + e) on the left and 1 / (1 + e) on the right, so that both tails keep their
    /// relative accuracy. Either is c - c t with t = e / (1 + e): what is rounded in t is multiplied by a small number.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid(V x)
    {
        var e = ExpOfNegative(O.Abs(x));
        var top = O.Select(O.Less(x, O.Constant(0)), e, O.Constant(1));
        var t = O.Divide(e, O.Add(e, O.Constant(1)));
        return O.MultiplyAdd(O.Negate(top), t, top);
    }

    /// <summary>max(x, 0) + ln(1 + e^-|x|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Softplus(V x) => O.Add(O.MaxNative(O.Constant(0), x), Log1pOfExp(O.Abs(x)));

    /// <summary>
    /// max(a, b) + ln(1 + e^-|a - b|): within 2 ulp of the larger of these two terms, and what the rounding of a - b does to the second one
    /// (at most 0.14 ε). The result itself can be smaller than the terms: near 0 they cancel.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LogAddExp(V a, V b)
    {
        // Equal infinities have no difference; they have a distance, which is 0.
        var distance = O.Select(O.Equal(a, b), O.Constant(0), O.Abs(O.Subtract(a, b)));
        return O.Add(O.Max(a, b), Log1pOfExp(distance));
    }

    /// <summary>-1, 0 or 1; NaN for NaN. Two products with almost the largest number make every number but 0 larger than 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sign(V x)
    {
        var large = PowerOfTwo(F.Bias);
        return Clamp(O.Multiply(O.Multiply(x, large), large), -1, 1);
    }

    /// <summary>a^b, given |a|^b as e^(b ln |a|) with enough digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V SignedPower(V a, V b, V magnitude)
    {
        var one = O.Constant(1);

        // 1^b is 1 even for b = ±∞, where b ln 1 is NaN. So is (-1)^±∞, but not (-1)^NaN.
        var unit = O.And(O.Equal(O.Abs(a), one), O.Equal(b, b));
        magnitude = O.Select(unit, one, magnitude);

        // The sign bit of a tells -0 from 0. A half of an odd integer is not an integer; large floats and ±∞ are even.
        var signed = O.NotEqual(O.Or(O.And(a, SignBit), one), one);
        var half = O.Multiply(b, O.Constant(0.5));
        var integer = O.Equal(O.Floor(b), b);
        var odd = O.And(integer, O.NotEqual(O.Floor(half), half));
        var power = O.Or(magnitude, O.And(O.And(signed, odd), SignBit));

        // A finite negative number has no power that is not an integer.
        var finite = O.And(O.Less(a, O.Constant(0)), O.Greater(a, O.Constant(double.NegativeInfinity)));
        var outside = O.And(finite, O.Not(integer));
        power = O.Select(outside, O.Constant(double.NaN), power);
        return O.Select(O.Or(O.Equal(b, O.Constant(0)), O.Equal(a, one)), one, power);
    }

    // Below this |x| both e^x - 1 and ln(1 + x) round to x.
    private static V Tiny
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => PowerOfTwo(-F.MantissaBits - 2);
    }

    private static V SignBit
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => O.Constant(-0.0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V PowerOfTwo(long exponent) => O.Bits((exponent + F.Bias) << F.MantissaBits);

    // A NaN stays.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Clamp(V x, double low, double high) =>
        O.MinNative(O.Constant(high), O.MaxNative(O.Constant(low), x));

    // e^-x for x ≥ 0, with half the error of Exp: the functions that go on from here add errors of their own.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ExpOfNegative(V x)
    {
        var r = Reduce(O.MaxNative(O.Constant(F.ExpLow), O.Negate(x)), out var low, out var n, out var shifted);
        var p = O.Add(O.Constant(1), O.Add(r, O.MultiplyAdd(O.Multiply(r, r), F.ExpTail(r), low)));
        return Scale(p, n, shifted);
    }

    // ln(1 + e^-x) for x ≥ 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Log1pOfExp(V x) => Log1pUnit(ExpOfNegative(x));

    // x = n ln 2 + r + low with |r| ≤ ½ ln 2.
    //
    // Note [Shifted exponent]
    // Adding 1.5 · 2^MantissaBits to a small number rounds it to an integer and leaves that integer in the low bits. Adding 2 · Bias along
    // with it makes the integer positive, so that the halves of the exponent in Scale are cut out with shifts alone: AVX2 has no arithmetic
    // shift and no conversion for 64-bit integers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Reduce(V x, out V low, out V n, out V shifted)
    {
        var shift = O.Constant((double)(3L << (F.MantissaBits - 1)) + 2 * F.Bias);
        shifted = O.MultiplyAdd(x, O.Constant(Log2E), shift);
        n = O.Subtract(shifted, shift);
        var high = O.MultiplyAdd(n, O.Constant(-F.Ln2High), x);
        var r = O.MultiplyAdd(n, O.Constant(-F.Ln2Low), high);
        low = O.MultiplyAdd(n, O.Constant(-F.Ln2Low), O.Subtract(high, r));
        return r;
    }

    // p · 2^n, where 2^n itself may overflow or vanish: as a product of two powers, of which only the second rounds.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Scale(V p, V n, V shifted)
    {
        if (O.HasExponentInstructions)
        {
            return O.Scale(p, n);
        }

        // See Note [Shifted exponent]. Both halves of n + 2 · Bias are exponents of normal numbers.
        var exponentMask = O.Bits((2 * F.Bias + 1) << F.MantissaBits);
        var first = O.And(O.ShiftLeft(shifted, F.MantissaBits - 1), exponentMask);
        var second = O.SubtractBits(O.ShiftLeft(shifted, F.MantissaBits), first);
        return O.Multiply(O.Multiply(p, first), second);
    }

    // e^x = 2^n (1 + p), with half of 2^n, since 2^n overflows before the result does. Not for denormal results.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ExpParts(V x, out V p, out V half)
    {
        var r = Reduce(x, out var low, out _, out var shifted);
        p = O.Add(r, O.MultiplyAdd(O.Multiply(r, r), F.ExpTail(r), low));
        half = O.SubtractBits(O.ShiftLeft(shifted, F.MantissaBits), O.Bits((F.Bias + 1) << F.MantissaBits));
    }

    // ln(1 + x) for -1 < x < ∞. What 1 + x rounds away is put back, scaled, into the argument of the polynomial.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Log1pCore(V x)
    {
        var one = O.Constant(1);
        var u = O.Add(x, one);
        var lost = O.Subtract(x, O.Subtract(u, one));
        var m = Split(u, out var e, out var exponentBits);

        // 2^(1-e): 2^-e may be below the normal numbers.
        var scale = O.SubtractBits(O.Bits((2 * F.Bias + 1) << F.MantissaBits), exponentBits);
        var f = O.MultiplyAdd(O.Multiply(lost, O.Constant(0.5)), scale, O.Subtract(m, one));
        return LogOf(e, f);
    }

    // x = 2^e m with √½ ≤ m ≤ √2, for a positive normal x; exponentBits holds e + Bias in its place.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Split(V x, out V e, out V exponentBits)
    {
        var mantissaMask = (1L << F.MantissaBits) - 1;
        var moved = O.AddBits(x, O.Bits((F.Bias << F.MantissaBits) - F.SqrtHalfBits));
        exponentBits = O.And(moved, O.Bits(~mantissaMask));

        // An integer in the low bits of 2^MantissaBits is added to it: a conversion without an instruction for it.
        var big = (F.Bias + F.MantissaBits) << F.MantissaBits;
        e = O.Or(O.ShiftRight(moved, F.MantissaBits), O.Bits(big));
        e = O.Subtract(e, O.Constant((double)(1L << F.MantissaBits) + F.Bias));
        return O.AddBits(O.And(moved, O.Bits(mantissaMask)), O.Bits(F.SqrtHalfBits));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogOf(V e, V f)
    {
        var low = O.MultiplyAdd(e, O.Constant(F.LogLn2Low), F.LogTail(f));
        return O.MultiplyAdd(e, O.Constant(F.LogLn2High), O.Add(f, low));
    }

    // The logarithm of u, given y for the finite positive ones; infinite or NaN where x is.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V WithLogExtremes(V u, V x, V y)
    {
        var zero = O.Constant(0);
        y = O.Select(O.Less(x, O.Constant(double.PositiveInfinity)), y, x);
        var outside = O.Select(O.Equal(u, zero), O.Constant(double.NegativeInfinity), O.Constant(double.NaN));
        return O.Select(O.Greater(u, zero), y, outside);
    }
}
