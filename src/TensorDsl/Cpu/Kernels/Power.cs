using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <summary>
/// Powers with one exponent for a whole loop, known at run time only: the p of a norm, or p − 1 in its derivative. The usual ones are no
/// powers at all, and asking which it is costs nothing beside a power.
/// </summary>
public static class Power
{
    /// <summary>Whether an exponent is a number that has a kernel of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Is<T>(T exponent, double number)
        where T : unmanaged
        => EqualityComparer<T>.Default.Equals(exponent, Number.As<T>(number));

    /// <summary>One power.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Of<T, S>(T a, T exponent)
        where T : unmanaged
        where S : struct, ISimd<T, T>
        => Of<T, T, S>(a, exponent, exponent);

    /// <summary>a^b, in every lane; rounded once for the exponents 1, 2 and ½, twice for −½.</summary>
    /// <param name="a">The bases.</param>
    /// <param name="exponents">The exponent in every lane.</param>
    /// <param name="exponent">The same, once.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Of<T, V, O>(V a, V exponents, T exponent)
        where T : unmanaged
        where V : unmanaged
        where O : struct, ISimd<T, V>
    {
        if (Is(exponent, 2)) return O.Multiply(a, a);
        if (Is(exponent, 1)) return a;
        if (Is(exponent, 0.5)) return Root<T, V, O>(a);
        if (Is(exponent, -0.5)) return O.Divide(O.Constant(1), Root<T, V, O>(a));
        return Other<T, V, O>(a, exponents);
    }

    /// <summary>Not inlined: a loop has several powers, and their text would be more than the JIT keeps in registers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static V Other<T, V, O>(V a, V exponents)
        where T : unmanaged
        where V : unmanaged
        where O : struct, ISimd<T, V>
        => O.Pow(a, exponents);

    /// <summary>a^½, which unlike √a is 0 for −0 and ∞ for −∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Root<T, V, O>(V a)
        where T : unmanaged
        where V : unmanaged
        where O : struct, ISimd<T, V>
        => O.Select(O.Equal(a, O.Constant(double.NegativeInfinity)), O.Constant(double.PositiveInfinity), O.Sqrt(O.Add(a, O.Constant(0))));
}
