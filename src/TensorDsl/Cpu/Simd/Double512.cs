using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Functions = TensorDsl.Cpu.Elementary<
    double, System.Runtime.Intrinsics.Vector512<double>, TensorDsl.Cpu.Double512,
    TensorDsl.Cpu.DoubleFormat<System.Runtime.Intrinsics.Vector512<double>, TensorDsl.Cpu.Double512>>;

namespace TensorDsl.Cpu;

/// <summary>Eight doubles in a vector of 512 bits.</summary>
/// <remarks>Computes right, in halves, where the machine has no such vectors; <see cref="SimdWidth"/> tells whether it has.</remarks>
public readonly unsafe struct Double512 : ISimd<double, Vector512<double>>, ILaneBits<Vector512<double>>
{
    public static int Count => 8;

    // ---- memory

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Load(double* p, nint rest) => rest >= 8 ? Vector512.Load(p) : Lanes512.LoadFirst(p, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadStrided(double* p, nint stride, nint rest) => Lanes512.LoadStrided(p, stride, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadAt(double* p, Vector512<double> positions, nint stride, nint extent) =>
        Lanes512.LoadAt(p, positions, stride, extent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadMask(byte* p, nint rest) => Lanes512.Mask64(ByteLanes.Load(p, rest, 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadMaskStrided(byte* p, nint stride, nint rest) =>
        Lanes512.Mask64(ByteLanes.LoadStrided(p, stride, rest, 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadIndex(int* p, nint rest) => Lanes512.LoadIndex64(p, rest).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LoadIndexStrided(int* p, nint stride, nint rest) =>
        Lanes512.LoadIndex64Strided(p, stride, rest).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* p, Vector512<double> value, nint rest)
    {
        if (rest >= 8)
        {
            value.Store(p);
        }
        else
        {
            Lanes512.StoreFirst(p, value, rest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* p, Vector512<double> value, nint rest, bool past)
    {
        if (past && rest >= 8 && ((nint)p & 63) == 0)
        {
            value.StoreAlignedNonTemporal(p);
        }
        else
        {
            Store(p, value, rest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStrided(double* p, nint stride, Vector512<double> value, nint rest) =>
        Lanes512.StoreStrided(p, stride, value, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMask(byte* p, Vector512<double> mask, nint rest) =>
        ByteLanes.Store(p, (uint)mask.ExtractMostSignificantBits(), rest, 8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreIndex(int* p, Vector512<double> index, nint rest) => Lanes512.StoreIndex64(p, index.AsInt64(), rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Keep(Vector512<double> value, Vector512<double> other, nint rest) =>
        rest >= 8 ? value : Select(Lanes512.First<double>(rest), value, other);

    // ---- constants

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Broadcast(double value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> BroadcastMask(bool value) => value ? Vector512<double>.AllBitsSet : Vector512<double>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> BroadcastIndex(int value) => Vector512.Create((long)value).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Constant(double value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Position(nint first) => (Vector512<long>.Indices + Vector512.Create((long)first)).AsDouble();

    // ---- arithmetic

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Add(Vector512<double> a, Vector512<double> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Subtract(Vector512<double> a, Vector512<double> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Multiply(Vector512<double> a, Vector512<double> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Divide(Vector512<double> a, Vector512<double> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> MultiplyAdd(Vector512<double> a, Vector512<double> b, Vector512<double> c) =>
        Vector512.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Negate(Vector512<double> a) => -a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Abs(Vector512<double> a) => Vector512.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Sign(Vector512<double> a) => Functions.Sign(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Sqrt(Vector512<double> a) => Vector512.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Floor(Vector512<double> a) => Vector512.Floor(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Ceiling(Vector512<double> a) => Vector512.Ceiling(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Round(Vector512<double> a) => Vector512.Round(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Max(Vector512<double> a, Vector512<double> b) => Select(Equal(a, a), MaxNative(a, b), a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> MaxNumber(Vector512<double> a, Vector512<double> b) => MaxNative(b, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Min(Vector512<double> a, Vector512<double> b) => Select(Equal(a, a), MinNative(a, b), a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Relu(Vector512<double> a) => Vector512.AndNot(a, LessOrEqual(a, Vector512<double>.Zero));

    // ---- functions

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Exp(Vector512<double> a) => Functions.Exp(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> ExpOfDifference(Vector512<double> a) => Functions.ExpOfDifference(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Expm1(Vector512<double> a) => Functions.Expm1(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Log(Vector512<double> a) => Functions.Log(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Log1p(Vector512<double> a) => Functions.Log1p(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Log1pUnit(Vector512<double> a) => Functions.Log1pUnit(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Sin(Vector512<double> a) => PerLane.Map<double, Vector512<double>>(a, &Math.Sin);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Cos(Vector512<double> a) => PerLane.Map<double, Vector512<double>>(a, &Math.Cos);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Tan(Vector512<double> a) => PerLane.Map<double, Vector512<double>>(a, &Math.Tan);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Asin(Vector512<double> a) => PerLane.Map<double, Vector512<double>>(a, &Math.Asin);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Acos(Vector512<double> a) => PerLane.Map<double, Vector512<double>>(a, &Math.Acos);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Atan(Vector512<double> a) => PerLane.Map<double, Vector512<double>>(a, &Math.Atan);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Tanh(Vector512<double> a) => Functions.Tanh(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Sigmoid(Vector512<double> a) => Functions.Sigmoid(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Softplus(Vector512<double> a) => Functions.Softplus(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Pow(Vector512<double> a, Vector512<double> b) =>
        PerLane.Map<double, Vector512<double>>(a, b, &Math.Pow);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LogAddExp(Vector512<double> a, Vector512<double> b) => Functions.LogAddExp(a, b);

    // ---- masks and comparisons

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Greater(Vector512<double> a, Vector512<double> b) => Vector512.GreaterThan(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> GreaterOrEqual(Vector512<double> a, Vector512<double> b) => Vector512.GreaterThanOrEqual(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Less(Vector512<double> a, Vector512<double> b) => Vector512.LessThan(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> LessOrEqual(Vector512<double> a, Vector512<double> b) => Vector512.LessThanOrEqual(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Equal(Vector512<double> a, Vector512<double> b) => Vector512.Equals(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> NotEqual(Vector512<double> a, Vector512<double> b) => ~Vector512.Equals(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> And(Vector512<double> a, Vector512<double> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Or(Vector512<double> a, Vector512<double> b) => a | b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Not(Vector512<double> a) => ~a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Select(Vector512<double> mask, Vector512<double> a, Vector512<double> b) =>
        Vector512.ConditionalSelect(mask, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> MaskToReal(Vector512<double> mask) => mask & Vector512<double>.One;

    // ---- indices

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> IndexEqual(Vector512<double> a, Vector512<double> b) =>
        Vector512.Equals(a.AsInt64(), b.AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> IndexNotEqual(Vector512<double> a, Vector512<double> b) =>
        (~Vector512.Equals(a.AsInt64(), b.AsInt64())).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> IndexLess(Vector512<double> a, Vector512<double> b) =>
        Vector512.LessThan(a.AsInt64(), b.AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> IndexToReal(Vector512<double> a) => Vector512.ConvertToDouble(a.AsInt64());

    // ---- across the lanes: halves are combined pairwise, so that the order is the same on every machine

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector512<double> a) => Double256.Sum(a.GetLower() + a.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Product(Vector512<double> a) => Double256.Product(a.GetLower() * a.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Largest(Vector512<double> a) => Double256.Largest(Double256.Max(a.GetLower(), a.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Smallest(Vector512<double> a) => Double256.Smallest(Double256.Min(a.GetLower(), a.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Vector512<double> mask) => mask.ExtractMostSignificantBits() != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(Vector512<double> mask) => mask.ExtractMostSignificantBits() == 0xFF;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexAt(Vector512<double> index, int lane) => (int)index.AsInt64().GetElement(lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double At(Vector512<double> value, int lane) => value.GetElement(lane);

    // ---- what the shared functions need besides

    static bool ILaneBits<Vector512<double>>.HasExponentInstructions => Avx512F.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> ILaneBits<Vector512<double>>.ExponentOf(Vector512<double> a) => Avx512F.GetExponent(a);

    // The control 0b1000 asks for a mantissa in [1, 2), and for NaN where the value is negative.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> ILaneBits<Vector512<double>>.MantissaOf(Vector512<double> a) => Avx512F.GetMantissa(a, 0b1000);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> ILaneBits<Vector512<double>>.Scale(Vector512<double> a, Vector512<double> exponent) =>
        Avx512F.Scale(a, exponent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> ILaneBits<Vector512<double>>.Bits(long value) => Vector512.Create(value).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> ILaneBits<Vector512<double>>.AddBits(Vector512<double> a, Vector512<double> b) =>
        (a.AsInt64() + b.AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> ILaneBits<Vector512<double>>.SubtractBits(Vector512<double> a, Vector512<double> b) =>
        (a.AsInt64() - b.AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> ILaneBits<Vector512<double>>.ShiftLeft(Vector512<double> a, int count) => (a.AsInt64() << count).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> ILaneBits<Vector512<double>>.ShiftRight(Vector512<double> a, int count) => (a.AsInt64() >>> count).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> ILaneBits<Vector512<double>>.MaxNative(Vector512<double> a, Vector512<double> b) => MaxNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> ILaneBits<Vector512<double>>.MinNative(Vector512<double> a, Vector512<double> b) => MinNative(a, b);

    // Where b is NaN the result is NaN on every machine: x86 and the portable definition give b, ARM gives NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> MaxNative(Vector512<double> a, Vector512<double> b) => Vector512.MaxNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> MinNative(Vector512<double> a, Vector512<double> b) => Vector512.MinNative(a, b);
}
