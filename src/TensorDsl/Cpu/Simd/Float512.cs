using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Functions = TensorDsl.Cpu.Elementary<
    float, System.Runtime.Intrinsics.Vector512<float>, TensorDsl.Cpu.Float512,
    TensorDsl.Cpu.FloatFormat<System.Runtime.Intrinsics.Vector512<float>, TensorDsl.Cpu.Float512>>;

namespace TensorDsl.Cpu;

/// <summary>Sixteen floats in a vector of 512 bits.</summary>
/// <remarks>Computes right, in halves, where the machine has no such vectors; <see cref="SimdWidth"/> tells whether it has.</remarks>
public readonly unsafe struct Float512 : ISimd<float, Vector512<float>>, ILaneBits<Vector512<float>>
{
    public static int Count => 16;

    // ---- memory

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* p, nint rest) => rest >= 16 ? Vector512.Load(p) : Lanes512.LoadFirst(p, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadStrided(float* p, nint stride, nint rest) => Lanes512.LoadStrided(p, stride, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadAt(float* p, Vector512<float> positions, nint stride, nint extent) =>
        Lanes512.LoadAt(p, positions, stride, extent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadMask(byte* p, nint rest) =>
        Lanes512.Mask32(ByteLanes.Load(p, rest, 8), ByteLanes.Load(p + 8, rest - 8, 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadMaskStrided(byte* p, nint stride, nint rest) =>
        Lanes512.Mask32(ByteLanes.LoadStrided(p, stride, rest, 8), ByteLanes.LoadStrided(p + 8 * stride, stride, rest - 8, 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadIndex(int* p, nint rest) => Load((float*)p, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadIndexStrided(int* p, nint stride, nint rest) => LoadStrided((float*)p, stride, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* p, Vector512<float> value, nint rest)
    {
        if (rest >= 16)
        {
            value.Store(p);
        }
        else
        {
            Lanes512.StoreFirst(p, value, rest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* p, Vector512<float> value, nint rest, bool past)
    {
        if (past && rest >= 16 && ((nint)p & 63) == 0)
        {
            value.StoreAlignedNonTemporal(p);
        }
        else
        {
            Store(p, value, rest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStrided(float* p, nint stride, Vector512<float> value, nint rest) =>
        Lanes512.StoreStrided(p, stride, value, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMask(byte* p, Vector512<float> mask, nint rest)
    {
        var bits = (uint)mask.ExtractMostSignificantBits();
        ByteLanes.Store(p, bits & 0xFF, rest, 8);
        ByteLanes.Store(p + 8, bits >> 8, rest - 8, 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreIndex(int* p, Vector512<float> index, nint rest) => Store((float*)p, index, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Keep(Vector512<float> value, Vector512<float> other, nint rest) =>
        rest >= 16 ? value : Select(Lanes512.First<float>(rest), value, other);

    // ---- constants

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> BroadcastMask(bool value) => value ? Vector512<float>.AllBitsSet : Vector512<float>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> BroadcastIndex(int value) => Vector512.Create(value).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Constant(double value) => Vector512.Create((float)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Position(nint first) => (Vector512<int>.Indices + Vector512.Create((int)first)).AsSingle();

    // ---- arithmetic

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Subtract(Vector512<float> a, Vector512<float> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Multiply(Vector512<float> a, Vector512<float> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Divide(Vector512<float> a, Vector512<float> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Vector512.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Negate(Vector512<float> a) => -a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Abs(Vector512<float> a) => Vector512.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sign(Vector512<float> a) => Functions.Sign(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sqrt(Vector512<float> a) => Vector512.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Floor(Vector512<float> a) => Vector512.Floor(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Ceiling(Vector512<float> a) => Vector512.Ceiling(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Round(Vector512<float> a) => Vector512.Round(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Max(Vector512<float> a, Vector512<float> b) => Select(Equal(a, a), MaxNative(a, b), a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MaxNumber(Vector512<float> a, Vector512<float> b) => MaxNative(b, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Min(Vector512<float> a, Vector512<float> b) => Select(Equal(a, a), MinNative(a, b), a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Relu(Vector512<float> a) => Vector512.AndNot(a, LessOrEqual(a, Vector512<float>.Zero));

    // ---- functions

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> a) => Functions.Exp(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ExpOfDifference(Vector512<float> a) => Functions.ExpOfDifference(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Expm1(Vector512<float> a) => Functions.Expm1(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log(Vector512<float> a) => Functions.Log(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log1p(Vector512<float> a) => Functions.Log1p(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log1pUnit(Vector512<float> a) => Functions.Log1pUnit(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sin(Vector512<float> a) => PerLane.Map<float, Vector512<float>>(a, &MathF.Sin);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Cos(Vector512<float> a) => PerLane.Map<float, Vector512<float>>(a, &MathF.Cos);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tan(Vector512<float> a) => PerLane.Map<float, Vector512<float>>(a, &MathF.Tan);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Asin(Vector512<float> a) => PerLane.Map<float, Vector512<float>>(a, &MathF.Asin);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Acos(Vector512<float> a) => PerLane.Map<float, Vector512<float>>(a, &MathF.Acos);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Atan(Vector512<float> a) => PerLane.Map<float, Vector512<float>>(a, &MathF.Atan);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> a) => Functions.Tanh(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> a) => Functions.Sigmoid(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Softplus(Vector512<float> a) => Functions.Softplus(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Pow(Vector512<float> a, Vector512<float> b)
    {
        var (aLow, aHigh) = Vector512.Widen(Abs(a));
        var (bLow, bHigh) = Vector512.Widen(b);
        var low = Double512.Exp(bLow * Double512.Log(aLow));
        var high = Double512.Exp(bHigh * Double512.Log(aHigh));
        return Functions.SignedPower(a, b, Vector512.Narrow(low, high));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LogAddExp(Vector512<float> a, Vector512<float> b) => Functions.LogAddExp(a, b);

    // ---- masks and comparisons

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Greater(Vector512<float> a, Vector512<float> b) => Vector512.GreaterThan(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> GreaterOrEqual(Vector512<float> a, Vector512<float> b) => Vector512.GreaterThanOrEqual(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Less(Vector512<float> a, Vector512<float> b) => Vector512.LessThan(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LessOrEqual(Vector512<float> a, Vector512<float> b) => Vector512.LessThanOrEqual(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Equal(Vector512<float> a, Vector512<float> b) => Vector512.Equals(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> NotEqual(Vector512<float> a, Vector512<float> b) => ~Vector512.Equals(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> And(Vector512<float> a, Vector512<float> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Or(Vector512<float> a, Vector512<float> b) => a | b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Not(Vector512<float> a) => ~a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Select(Vector512<float> mask, Vector512<float> a, Vector512<float> b) =>
        Vector512.ConditionalSelect(mask, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MaskToReal(Vector512<float> mask) => mask & Vector512<float>.One;

    // ---- indices

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> IndexEqual(Vector512<float> a, Vector512<float> b) =>
        Vector512.Equals(a.AsInt32(), b.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> IndexNotEqual(Vector512<float> a, Vector512<float> b) =>
        (~Vector512.Equals(a.AsInt32(), b.AsInt32())).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> IndexLess(Vector512<float> a, Vector512<float> b) =>
        Vector512.LessThan(a.AsInt32(), b.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> IndexToReal(Vector512<float> a) => Vector512.ConvertToSingle(a.AsInt32());

    // ---- across the lanes: halves are combined pairwise, so that the order is the same on every machine

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> a) => Float256.Sum(a.GetLower() + a.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Product(Vector512<float> a) => Float256.Product(a.GetLower() * a.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(Vector512<float> a) => Float256.Largest(Float256.Max(a.GetLower(), a.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Smallest(Vector512<float> a) => Float256.Smallest(Float256.Min(a.GetLower(), a.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Vector512<float> mask) => mask.ExtractMostSignificantBits() != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(Vector512<float> mask) => mask.ExtractMostSignificantBits() == 0xFFFF;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexAt(Vector512<float> index, int lane) => index.AsInt32().GetElement(lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float At(Vector512<float> value, int lane) => value.GetElement(lane);

    // ---- what the shared functions need besides

    static bool ILaneBits<Vector512<float>>.HasExponentInstructions => Avx512F.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> ILaneBits<Vector512<float>>.ExponentOf(Vector512<float> a) => Avx512F.GetExponent(a);

    // The control 0b1000 asks for a mantissa in [1, 2), and for NaN where the value is negative.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> ILaneBits<Vector512<float>>.MantissaOf(Vector512<float> a) => Avx512F.GetMantissa(a, 0b1000);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> ILaneBits<Vector512<float>>.Scale(Vector512<float> a, Vector512<float> exponent) => Avx512F.Scale(a, exponent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> ILaneBits<Vector512<float>>.Bits(long value) => Vector512.Create((int)value).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> ILaneBits<Vector512<float>>.AddBits(Vector512<float> a, Vector512<float> b) =>
        (a.AsInt32() + b.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> ILaneBits<Vector512<float>>.SubtractBits(Vector512<float> a, Vector512<float> b) =>
        (a.AsInt32() - b.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> ILaneBits<Vector512<float>>.ShiftLeft(Vector512<float> a, int count) => (a.AsInt32() << count).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> ILaneBits<Vector512<float>>.ShiftRight(Vector512<float> a, int count) => (a.AsInt32() >>> count).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> ILaneBits<Vector512<float>>.MaxNative(Vector512<float> a, Vector512<float> b) => MaxNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> ILaneBits<Vector512<float>>.MinNative(Vector512<float> a, Vector512<float> b) => MinNative(a, b);

    // Where b is NaN the result is NaN on every machine: x86 and the portable definition give b, ARM gives NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> MaxNative(Vector512<float> a, Vector512<float> b) => Vector512.MaxNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> MinNative(Vector512<float> a, Vector512<float> b) => Vector512.MinNative(a, b);
}
