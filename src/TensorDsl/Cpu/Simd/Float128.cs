using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Functions = TensorDsl.Cpu.Elementary<
    float, System.Runtime.Intrinsics.Vector128<float>, TensorDsl.Cpu.Float128,
    TensorDsl.Cpu.FloatFormat<System.Runtime.Intrinsics.Vector128<float>, TensorDsl.Cpu.Float128>>;

namespace TensorDsl.Cpu;

/// <summary>Four floats in a vector of 128 bits.</summary>
public readonly unsafe struct Float128 : ISimd<float, Vector128<float>>, ILaneBits<Vector128<float>>
{
    public static int Count => 4;

    // ---- memory

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(float* p, nint rest) => rest >= 4 ? Vector128.Load(p) : Lanes128.LoadFirst(p, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadStrided(float* p, nint stride, nint rest) => Lanes128.LoadStrided(p, stride, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadAt(float* p, Vector128<float> positions, nint stride, nint extent) =>
        Lanes128.LoadAt(p, positions, stride, extent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadMask(byte* p, nint rest) => Lanes128.Mask32(ByteLanes.Load(p, rest, 4));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadMaskStrided(byte* p, nint stride, nint rest) =>
        Lanes128.Mask32(ByteLanes.LoadStrided(p, stride, rest, 4));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadIndex(int* p, nint rest) => Load((float*)p, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadIndexStrided(int* p, nint stride, nint rest) => LoadStrided((float*)p, stride, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* p, Vector128<float> value, nint rest)
    {
        if (rest >= 4)
        {
            value.Store(p);
        }
        else
        {
            Lanes128.StoreFirst(p, value, rest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* p, Vector128<float> value, nint rest, bool past)
    {
        if (past && rest >= 4 && ((nint)p & 15) == 0)
        {
            value.StoreAlignedNonTemporal(p);
        }
        else
        {
            Store(p, value, rest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStrided(float* p, nint stride, Vector128<float> value, nint rest) =>
        Lanes128.StoreStrided(p, stride, value, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMask(byte* p, Vector128<float> mask, nint rest) =>
        ByteLanes.Store(p, mask.ExtractMostSignificantBits(), rest, 4);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreIndex(int* p, Vector128<float> index, nint rest) => Store((float*)p, index, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Keep(Vector128<float> value, Vector128<float> other, nint rest) =>
        rest >= 4 ? value : Select(Lanes128.First<float>(rest), value, other);

    // ---- constants

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> BroadcastMask(bool value) => value ? Vector128<float>.AllBitsSet : Vector128<float>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> BroadcastIndex(int value) => Vector128.Create(value).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Constant(double value) => Vector128.Create((float)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Position(nint first) => (Vector128<int>.Indices + Vector128.Create((int)first)).AsSingle();

    // ---- arithmetic

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Subtract(Vector128<float> a, Vector128<float> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Multiply(Vector128<float> a, Vector128<float> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Divide(Vector128<float> a, Vector128<float> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
        Vector128.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Negate(Vector128<float> a) => -a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Abs(Vector128<float> a) => Vector128.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sign(Vector128<float> a) => Functions.Sign(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sqrt(Vector128<float> a) => Vector128.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Floor(Vector128<float> a) => Vector128.Floor(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Ceiling(Vector128<float> a) => Vector128.Ceiling(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Round(Vector128<float> a) => Vector128.Round(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Max(Vector128<float> a, Vector128<float> b) => Select(Equal(a, a), MaxNative(a, b), a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MaxNumber(Vector128<float> a, Vector128<float> b) => MaxNative(b, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Min(Vector128<float> a, Vector128<float> b) => Select(Equal(a, a), MinNative(a, b), a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Relu(Vector128<float> a) => Vector128.AndNot(a, LessOrEqual(a, Vector128<float>.Zero));

    // ---- functions

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Exp(Vector128<float> a) => Functions.Exp(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ExpOfDifference(Vector128<float> a) => Functions.ExpOfDifference(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Expm1(Vector128<float> a) => Functions.Expm1(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Log(Vector128<float> a) => Functions.Log(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Log1p(Vector128<float> a) => Functions.Log1p(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Log1pUnit(Vector128<float> a) => Functions.Log1pUnit(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sin(Vector128<float> a) => PerLane.Map<float, Vector128<float>>(a, &MathF.Sin);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Cos(Vector128<float> a) => PerLane.Map<float, Vector128<float>>(a, &MathF.Cos);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Tan(Vector128<float> a) => PerLane.Map<float, Vector128<float>>(a, &MathF.Tan);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Asin(Vector128<float> a) => PerLane.Map<float, Vector128<float>>(a, &MathF.Asin);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Acos(Vector128<float> a) => PerLane.Map<float, Vector128<float>>(a, &MathF.Acos);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Atan(Vector128<float> a) => PerLane.Map<float, Vector128<float>>(a, &MathF.Atan);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Tanh(Vector128<float> a) => Functions.Tanh(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sigmoid(Vector128<float> a) => Functions.Sigmoid(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Softplus(Vector128<float> a) => Functions.Softplus(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Pow(Vector128<float> a, Vector128<float> b)
    {
        var (aLow, aHigh) = Vector128.Widen(Abs(a));
        var (bLow, bHigh) = Vector128.Widen(b);
        var low = Double128.Exp(bLow * Double128.Log(aLow));
        var high = Double128.Exp(bHigh * Double128.Log(aHigh));
        return Functions.SignedPower(a, b, Vector128.Narrow(low, high));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LogAddExp(Vector128<float> a, Vector128<float> b) => Functions.LogAddExp(a, b);

    // ---- masks and comparisons

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Greater(Vector128<float> a, Vector128<float> b) => Vector128.GreaterThan(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> GreaterOrEqual(Vector128<float> a, Vector128<float> b) => Vector128.GreaterThanOrEqual(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Less(Vector128<float> a, Vector128<float> b) => Vector128.LessThan(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LessOrEqual(Vector128<float> a, Vector128<float> b) => Vector128.LessThanOrEqual(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Equal(Vector128<float> a, Vector128<float> b) => Vector128.Equals(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> NotEqual(Vector128<float> a, Vector128<float> b) => ~Vector128.Equals(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> And(Vector128<float> a, Vector128<float> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Or(Vector128<float> a, Vector128<float> b) => a | b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Not(Vector128<float> a) => ~a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Select(Vector128<float> mask, Vector128<float> a, Vector128<float> b) =>
        Sse41.IsSupported ? Sse41.BlendVariable(b, a, mask) : Vector128.ConditionalSelect(mask, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MaskToReal(Vector128<float> mask) => mask & Vector128<float>.One;

    // ---- indices

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> IndexEqual(Vector128<float> a, Vector128<float> b) =>
        Vector128.Equals(a.AsInt32(), b.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> IndexNotEqual(Vector128<float> a, Vector128<float> b) =>
        (~Vector128.Equals(a.AsInt32(), b.AsInt32())).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> IndexLess(Vector128<float> a, Vector128<float> b) =>
        Vector128.LessThan(a.AsInt32(), b.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> IndexToReal(Vector128<float> a) => Vector128.ConvertToSingle(a.AsInt32());

    // ---- across the lanes: halves are combined pairwise, so that the order is the same on every machine

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector128<float> a)
    {
        a = a + Vector128.Shuffle(a, Vector128.Create(2, 3, 0, 1));
        return (a + Vector128.Shuffle(a, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Product(Vector128<float> a)
    {
        a = a * Vector128.Shuffle(a, Vector128.Create(2, 3, 0, 1));
        return (a * Vector128.Shuffle(a, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(Vector128<float> a)
    {
        a = Max(a, Vector128.Shuffle(a, Vector128.Create(2, 3, 0, 1)));
        return Max(a, Vector128.Shuffle(a, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Smallest(Vector128<float> a)
    {
        a = Min(a, Vector128.Shuffle(a, Vector128.Create(2, 3, 0, 1)));
        return Min(a, Vector128.Shuffle(a, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Vector128<float> mask) => mask.ExtractMostSignificantBits() != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(Vector128<float> mask) => mask.ExtractMostSignificantBits() == 0xF;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexAt(Vector128<float> index, int lane) => index.AsInt32().GetElement(lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float At(Vector128<float> value, int lane) => value.GetElement(lane);

    // ---- what the shared functions need besides

    static bool ILaneBits<Vector128<float>>.HasExponentInstructions => Avx512F.VL.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> ILaneBits<Vector128<float>>.ExponentOf(Vector128<float> a) => Avx512F.VL.GetExponent(a);

    // The control 0b1000 asks for a mantissa in [1, 2), and for NaN where the value is negative.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> ILaneBits<Vector128<float>>.MantissaOf(Vector128<float> a) => Avx512F.VL.GetMantissa(a, 0b1000);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> ILaneBits<Vector128<float>>.Scale(Vector128<float> a, Vector128<float> exponent) =>
        Avx512F.VL.Scale(a, exponent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> ILaneBits<Vector128<float>>.Bits(long value) => Vector128.Create((int)value).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> ILaneBits<Vector128<float>>.AddBits(Vector128<float> a, Vector128<float> b) =>
        (a.AsInt32() + b.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> ILaneBits<Vector128<float>>.SubtractBits(Vector128<float> a, Vector128<float> b) =>
        (a.AsInt32() - b.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> ILaneBits<Vector128<float>>.ShiftLeft(Vector128<float> a, int count) => (a.AsInt32() << count).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> ILaneBits<Vector128<float>>.ShiftRight(Vector128<float> a, int count) => (a.AsInt32() >>> count).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> ILaneBits<Vector128<float>>.MaxNative(Vector128<float> a, Vector128<float> b) => MaxNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> ILaneBits<Vector128<float>>.MinNative(Vector128<float> a, Vector128<float> b) => MinNative(a, b);

    // Where b is NaN the result is NaN on every machine: x86 and the portable definition give b, ARM gives NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> MaxNative(Vector128<float> a, Vector128<float> b) => Vector128.MaxNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> MinNative(Vector128<float> a, Vector128<float> b) => Vector128.MinNative(a, b);
}
