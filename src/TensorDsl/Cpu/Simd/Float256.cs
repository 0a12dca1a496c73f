using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Functions = TensorDsl.Cpu.Elementary<
    float, System.Runtime.Intrinsics.Vector256<float>, TensorDsl.Cpu.Float256,
    TensorDsl.Cpu.FloatFormat<System.Runtime.Intrinsics.Vector256<float>, TensorDsl.Cpu.Float256>>;

namespace TensorDsl.Cpu;

/// <summary>Eight floats in a vector of 256 bits.</summary>
public readonly unsafe struct Float256 : ISimd<float, Vector256<float>>, ILaneBits<Vector256<float>>
{
    public static int Count => 8;

    // ---- memory

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* p, nint rest) => rest >= 8 ? Vector256.Load(p) : Lanes256.LoadFirst(p, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadStrided(float* p, nint stride, nint rest) => Lanes256.LoadStrided(p, stride, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadAt(float* p, Vector256<float> positions, nint stride, nint extent) =>
        Lanes256.LoadAt(p, positions, stride, extent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadMask(byte* p, nint rest) => Lanes256.Mask32(ByteLanes.Load(p, rest, 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadMaskStrided(byte* p, nint stride, nint rest) =>
        Lanes256.Mask32(ByteLanes.LoadStrided(p, stride, rest, 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadIndex(int* p, nint rest) => Load((float*)p, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadIndexStrided(int* p, nint stride, nint rest) => LoadStrided((float*)p, stride, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* p, Vector256<float> value, nint rest)
    {
        if (rest >= 8)
        {
            value.Store(p);
        }
        else
        {
            Lanes256.StoreFirst(p, value, rest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* p, Vector256<float> value, nint rest, bool past)
    {
        if (past && rest >= 8 && ((nint)p & 31) == 0)
        {
            value.StoreAlignedNonTemporal(p);
        }
        else
        {
            Store(p, value, rest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStrided(float* p, nint stride, Vector256<float> value, nint rest) =>
        Lanes256.StoreStrided(p, stride, value, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMask(byte* p, Vector256<float> mask, nint rest) =>
        ByteLanes.Store(p, mask.ExtractMostSignificantBits(), rest, 8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreIndex(int* p, Vector256<float> index, nint rest) => Store((float*)p, index, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Keep(Vector256<float> value, Vector256<float> other, nint rest) =>
        rest >= 8 ? value : Select(Lanes256.First<float>(rest), value, other);

    // ---- constants

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> BroadcastMask(bool value) => value ? Vector256<float>.AllBitsSet : Vector256<float>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> BroadcastIndex(int value) => Vector256.Create(value).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Constant(double value) => Vector256.Create((float)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Position(nint first) => (Vector256<int>.Indices + Vector256.Create((int)first)).AsSingle();

    // ---- arithmetic

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Subtract(Vector256<float> a, Vector256<float> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Multiply(Vector256<float> a, Vector256<float> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Divide(Vector256<float> a, Vector256<float> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Vector256.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Negate(Vector256<float> a) => -a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Abs(Vector256<float> a) => Vector256.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sign(Vector256<float> a) => Functions.Sign(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sqrt(Vector256<float> a) => Vector256.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Floor(Vector256<float> a) => Vector256.Floor(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Ceiling(Vector256<float> a) => Vector256.Ceiling(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Round(Vector256<float> a) => Vector256.Round(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Max(Vector256<float> a, Vector256<float> b) => Select(Equal(a, a), MaxNative(a, b), a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MaxNumber(Vector256<float> a, Vector256<float> b) => MaxNative(b, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Min(Vector256<float> a, Vector256<float> b) => Select(Equal(a, a), MinNative(a, b), a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Relu(Vector256<float> a) => Vector256.AndNot(a, LessOrEqual(a, Vector256<float>.Zero));

    // ---- functions

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> a) => Functions.Exp(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ExpOfDifference(Vector256<float> a) => Functions.ExpOfDifference(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Expm1(Vector256<float> a) => Functions.Expm1(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log(Vector256<float> a) => Functions.Log(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log1p(Vector256<float> a) => Functions.Log1p(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log1pUnit(Vector256<float> a) => Functions.Log1pUnit(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sin(Vector256<float> a) => PerLane.Map<float, Vector256<float>>(a, &MathF.Sin);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Cos(Vector256<float> a) => PerLane.Map<float, Vector256<float>>(a, &MathF.Cos);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tan(Vector256<float> a) => PerLane.Map<float, Vector256<float>>(a, &MathF.Tan);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Asin(Vector256<float> a) => PerLane.Map<float, Vector256<float>>(a, &MathF.Asin);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Acos(Vector256<float> a) => PerLane.Map<float, Vector256<float>>(a, &MathF.Acos);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Atan(Vector256<float> a) => PerLane.Map<float, Vector256<float>>(a, &MathF.Atan);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> a) => Functions.Tanh(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sigmoid(Vector256<float> a) => Functions.Sigmoid(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Softplus(Vector256<float> a) => Functions.Softplus(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Pow(Vector256<float> a, Vector256<float> b)
    {
        var (aLow, aHigh) = Vector256.Widen(Abs(a));
        var (bLow, bHigh) = Vector256.Widen(b);
        var low = Double256.Exp(bLow * Double256.Log(aLow));
        var high = Double256.Exp(bHigh * Double256.Log(aHigh));
        return Functions.SignedPower(a, b, Vector256.Narrow(low, high));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LogAddExp(Vector256<float> a, Vector256<float> b) => Functions.LogAddExp(a, b);

    // ---- masks and comparisons

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Greater(Vector256<float> a, Vector256<float> b) => Vector256.GreaterThan(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> GreaterOrEqual(Vector256<float> a, Vector256<float> b) => Vector256.GreaterThanOrEqual(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Less(Vector256<float> a, Vector256<float> b) => Vector256.LessThan(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LessOrEqual(Vector256<float> a, Vector256<float> b) => Vector256.LessThanOrEqual(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Equal(Vector256<float> a, Vector256<float> b) => Vector256.Equals(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> NotEqual(Vector256<float> a, Vector256<float> b) => ~Vector256.Equals(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> And(Vector256<float> a, Vector256<float> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Or(Vector256<float> a, Vector256<float> b) => a | b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Not(Vector256<float> a) => ~a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Select(Vector256<float> mask, Vector256<float> a, Vector256<float> b) =>
        Avx.IsSupported ? Avx.BlendVariable(b, a, mask) : Vector256.ConditionalSelect(mask, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MaskToReal(Vector256<float> mask) => mask & Vector256<float>.One;

    // ---- indices

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> IndexEqual(Vector256<float> a, Vector256<float> b) =>
        Vector256.Equals(a.AsInt32(), b.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> IndexNotEqual(Vector256<float> a, Vector256<float> b) =>
        (~Vector256.Equals(a.AsInt32(), b.AsInt32())).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> IndexLess(Vector256<float> a, Vector256<float> b) =>
        Vector256.LessThan(a.AsInt32(), b.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> IndexToReal(Vector256<float> a) => Vector256.ConvertToSingle(a.AsInt32());

    // ---- across the lanes: halves are combined pairwise, so that the order is the same on every machine

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256<float> a) => Float128.Sum(a.GetLower() + a.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Product(Vector256<float> a) => Float128.Product(a.GetLower() * a.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(Vector256<float> a) => Float128.Largest(Float128.Max(a.GetLower(), a.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Smallest(Vector256<float> a) => Float128.Smallest(Float128.Min(a.GetLower(), a.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Vector256<float> mask) => mask.ExtractMostSignificantBits() != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(Vector256<float> mask) => mask.ExtractMostSignificantBits() == 0xFF;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexAt(Vector256<float> index, int lane) => index.AsInt32().GetElement(lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float At(Vector256<float> value, int lane) => value.GetElement(lane);

    // ---- what the shared functions need besides

    static bool ILaneBits<Vector256<float>>.HasExponentInstructions => Avx512F.VL.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> ILaneBits<Vector256<float>>.ExponentOf(Vector256<float> a) => Avx512F.VL.GetExponent(a);

    // The control 0b1000 asks for a mantissa in [1, 2), and for NaN where the value is negative.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> ILaneBits<Vector256<float>>.MantissaOf(Vector256<float> a) => Avx512F.VL.GetMantissa(a, 0b1000);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> ILaneBits<Vector256<float>>.Scale(Vector256<float> a, Vector256<float> exponent) =>
        Avx512F.VL.Scale(a, exponent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> ILaneBits<Vector256<float>>.Bits(long value) => Vector256.Create((int)value).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> ILaneBits<Vector256<float>>.AddBits(Vector256<float> a, Vector256<float> b) =>
        (a.AsInt32() + b.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> ILaneBits<Vector256<float>>.SubtractBits(Vector256<float> a, Vector256<float> b) =>
        (a.AsInt32() - b.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> ILaneBits<Vector256<float>>.ShiftLeft(Vector256<float> a, int count) => (a.AsInt32() << count).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> ILaneBits<Vector256<float>>.ShiftRight(Vector256<float> a, int count) => (a.AsInt32() >>> count).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> ILaneBits<Vector256<float>>.MaxNative(Vector256<float> a, Vector256<float> b) => MaxNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> ILaneBits<Vector256<float>>.MinNative(Vector256<float> a, Vector256<float> b) => MinNative(a, b);

    // Where b is NaN the result is NaN on every machine: x86 and the portable definition give b, ARM gives NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> MaxNative(Vector256<float> a, Vector256<float> b) => Vector256.MaxNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> MinNative(Vector256<float> a, Vector256<float> b) => Vector256.MinNative(a, b);
}
