namespace TensorDsl.Cpu;

/// <summary>
/// The operations that generated code computes with, over vectors <typeparamref name="V"/> of <typeparamref name="T"/>. One body of generated
/// text serves float and double and every vector width: the instruction set is a type argument, so the JIT inlines each member, and
/// <see cref="FloatScalar"/> and <see cref="DoubleScalar"/> (V = T, Count = 1) compute the values that are constant along the vector axis.
/// A mask is a V of all-ones and all-zeros lanes; an index is a V whose lanes hold the integer's bits.
/// </summary>
public unsafe interface ISimd<T, V>
    where T : unmanaged
    where V : unmanaged
{
    /// <summary>Lanes of a vector.</summary>
    static abstract int Count { get; }

    // ---- memory. `rest` is how many elements are left: lanes from there on are read as 0 and never written.

    static abstract V Load(T* p, nint rest);
    /// <summary>Element i is p[i * stride].</summary>
    static abstract V LoadStrided(T* p, nint stride, nint rest);
    /// <summary>Element i is p[positions lane i]; a position outside [0, extent) gives 0.</summary>
    static abstract V LoadAt(T* p, V positions, nint stride, nint extent);
    static abstract V LoadMask(byte* p, nint rest);
    static abstract V LoadMaskStrided(byte* p, nint stride, nint rest);
    static abstract V LoadIndex(int* p, nint rest);
    static abstract V LoadIndexStrided(int* p, nint stride, nint rest);
    static abstract void Store(T* p, V value, nint rest);
    /// <summary>The same, past the caches where that is asked for and the address is a vector's: for results too large to stay in them.</summary>
    static abstract void Store(T* p, V value, nint rest, bool past);
    static abstract void StoreStrided(T* p, nint stride, V value, nint rest);
    static abstract void StoreMask(byte* p, V mask, nint rest);
    static abstract void StoreIndex(int* p, V index, nint rest);
    /// <summary>The value in the first `rest` lanes, `other` in those behind them.</summary>
    static abstract V Keep(V value, V other, nint rest);

    // ---- constants

    static abstract V Broadcast(T value);
    static abstract V BroadcastMask(bool value);
    static abstract V BroadcastIndex(int value);
    /// <summary>The constant, rounded once to T.</summary>
    static abstract V Constant(double value);
    /// <summary>first, first + 1, … as an index.</summary>
    static abstract V Position(nint first);

    // ---- arithmetic

    static abstract V Add(V a, V b);
    static abstract V Subtract(V a, V b);
    static abstract V Multiply(V a, V b);
    static abstract V Divide(V a, V b);
    /// <summary>a·b + c, fused where the hardware is.</summary>
    static abstract V MultiplyAdd(V a, V b, V c);
    static abstract V Negate(V a);
    static abstract V Abs(V a);
    /// <summary>-1, 0 or 1; NaN for NaN.</summary>
    static abstract V Sign(V a);
    static abstract V Sqrt(V a);
    static abstract V Floor(V a);
    static abstract V Ceiling(V a);
    /// <summary>To the nearest integer, halves to even.</summary>
    static abstract V Round(V a);
    /// <summary>The larger; NaN if either is NaN.</summary>
    static abstract V Max(V a, V b);
    /// <summary>The larger, in one instruction; where b is NaN, a or NaN, as the machine has it.</summary>
    static abstract V MaxNumber(V a, V b);
    /// <summary>The smaller; NaN if either is NaN.</summary>
    static abstract V Min(V a, V b);
    /// <summary>x for x &gt; 0, NaN for NaN, else 0.</summary>
    static abstract V Relu(V a);

    // ---- functions, within 2 ulp of the exact result over the whole range, with NaN, ±∞, ±0 and denormals as System.Math has them

    static abstract V Exp(V a);
    /// <summary>
    /// e^a for a difference a that was rounded, as of a value and a maximum: within 2 ulp and a tenth of what that rounding changes; 0 where the
    /// result would be denormal.
    /// </summary>
    static abstract V ExpOfDifference(V a);
    static abstract V Expm1(V a);
    static abstract V Log(V a);
    static abstract V Log1p(V a);
    /// <summary>ln(1 + x) for 0 ≤ x ≤ 1, as exponentials of what is negative are; NaN for NaN, unspecified elsewhere.</summary>
    static abstract V Log1pUnit(V a);
    static abstract V Sin(V a);
    static abstract V Cos(V a);
    static abstract V Tan(V a);
    static abstract V Asin(V a);
    static abstract V Acos(V a);
    static abstract V Atan(V a);
    static abstract V Tanh(V a);
    /// <summary>1 / (1 + e^-x), without overflow.</summary>
    static abstract V Sigmoid(V a);
    /// <summary>ln(1 + e^x), without overflow.</summary>
    static abstract V Softplus(V a);
    static abstract V Pow(V a, V b);
    /// <summary>ln(e^a + e^b), without overflow; -∞ where both are.</summary>
    static abstract V LogAddExp(V a, V b);

    // ---- masks and comparisons (false where an operand is NaN, but for NotEqual)

    static abstract V Greater(V a, V b);
    static abstract V GreaterOrEqual(V a, V b);
    static abstract V Less(V a, V b);
    static abstract V LessOrEqual(V a, V b);
    static abstract V Equal(V a, V b);
    static abstract V NotEqual(V a, V b);
    static abstract V And(V a, V b);
    static abstract V Or(V a, V b);
    static abstract V Not(V a);
    static abstract V Select(V mask, V a, V b);
    static abstract V MaskToReal(V mask);

    // ---- indices

    static abstract V IndexEqual(V a, V b);
    static abstract V IndexNotEqual(V a, V b);
    static abstract V IndexLess(V a, V b);
    static abstract V IndexToReal(V a);

    // ---- across the lanes, in a fixed order

    static abstract T Sum(V a);
    static abstract T Product(V a);
    /// <summary>The largest lane; NaN if any is NaN.</summary>
    static abstract T Largest(V a);
    static abstract T Smallest(V a);
    static abstract bool Any(V mask);
    static abstract bool All(V mask);
    /// <summary>Lane i of an index.</summary>
    static abstract int IndexAt(V index, int lane);
    static abstract T At(V value, int lane);
}
