namespace TensorDsl.Cpu;

/// <summary>
/// What the elementary functions need of a vector beyond <see cref="ISimd{T, V}"/>: integer arithmetic on the bits of its lanes, and the
/// exponent instructions of AVX-512 where the machine has them. The integers are as wide as the lanes.
/// </summary>
internal interface ILaneBits<V>
    where V : unmanaged
{
    /// <summary>
    /// Whether <see cref="ExponentOf"/>, <see cref="MantissaOf"/> and <see cref="Scale"/> may be called; a constant to the JIT.
    /// </summary>
    static abstract bool HasExponentInstructions { get; }

    /// <summary>⌊log2 |a|⌋: -∞ for 0, +∞ for ±∞, right for denormals.</summary>
    static abstract V ExponentOf(V a);

    /// <summary>a / 2^exponent, in [1, 2); 1 for 0 and +∞, NaN for what is below 0.</summary>
    static abstract V MantissaOf(V a);

    /// <summary>a · 2^exponent, rounded once.</summary>
    static abstract V Scale(V a, V exponent);

    /// <summary>The integer in every lane, truncated to the lane.</summary>
    static abstract V Bits(long value);

    static abstract V AddBits(V a, V b);

    static abstract V SubtractBits(V a, V b);

    static abstract V ShiftLeft(V a, int count);

    /// <summary>Shifts zeros in.</summary>
    static abstract V ShiftRight(V a, int count);

    /// <summary>The larger in one instruction: NaN where b is NaN, unspecified where only a is.</summary>
    static abstract V MaxNative(V a, V b);

    /// <summary>The smaller in one instruction: NaN where b is NaN, unspecified where only a is.</summary>
    static abstract V MinNative(V a, V b);
}
