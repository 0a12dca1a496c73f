using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Functions = TensorDsl.Cpu.Elementary<
    double, System.Runtime.Intrinsics.Vector128<double>, TensorDsl.Cpu.Double128,
    TensorDsl.Cpu.DoubleFormat<System.Runtime.Intrinsics.Vector128<double>, TensorDsl.Cpu.Double128>>;

namespace TensorDsl.Cpu;

/// <summary>Two doubles in a vector of 128 bits.</summary>
public readonly unsafe struct Double128 : ISimd<double, Vector128<double>>, ILaneBits<Vector128<double>>
{
    public static int Count => 2;

    // ---- memory

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Load(double* p, nint rest) => rest >= 2 ? Vector128.Load(p) : Lanes128.LoadFirst(p, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> LoadStrided(double* p, nint stride, nint rest) => Lanes128.LoadStrided(p, stride, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> LoadAt(double* p, Vector128<double> positions, nint stride, nint extent) =>
        Lanes128.LoadAt(p, positions, stride, extent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> LoadMask(byte* p, nint rest) => Lanes128.Mask64(ByteLanes.Load(p, rest, 2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> LoadMaskStrided(byte* p, nint stride, nint rest) =>
        Lanes128.Mask64(ByteLanes.LoadStrided(p, stride, rest, 2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> LoadIndex(int* p, nint rest) => Lanes128.LoadIndex64(p, rest).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> LoadIndexStrided(int* p, nint stride, nint rest) =>
        Lanes128.LoadIndex64Strided(p, stride, rest).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* p, Vector128<double> value, nint rest)
    {
        if (rest >= 2)
        {
            value.Store(p);
        }
        else
        {
            Lanes128.StoreFirst(p, value, rest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* p, Vector128<double> value, nint rest, bool past)
    {
        if (past && rest >= 2 && ((nint)p & 15) == 0)
        {
            value.StoreAlignedNonTemporal(p);
        }
        else
        {
            Store(p, value, rest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStrided(double* p, nint stride, Vector128<double> value, nint rest) =>
        Lanes128.StoreStrided(p, stride, value, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMask(byte* p, Vector128<double> mask, nint rest) =>
        ByteLanes.Store(p, mask.ExtractMostSignificantBits(), rest, 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreIndex(int* p, Vector128<double> index, nint rest) => Lanes128.StoreIndex64(p, index.AsInt64(), rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Keep(Vector128<double> value, Vector128<double> other, nint rest) =>
        rest >= 2 ? value : Select(Lanes128.First<double>(rest), value, other);

    // ---- constants

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Broadcast(double value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> BroadcastMask(bool value) => value ? Vector128<double>.AllBitsSet : Vector128<double>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> BroadcastIndex(int value) => Vector128.Create((long)value).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Constant(double value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Position(nint first) => (Vector128<long>.Indices + Vector128.Create((long)first)).AsDouble();

    // ---- arithmetic

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Add(Vector128<double> a, Vector128<double> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Subtract(Vector128<double> a, Vector128<double> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Multiply(Vector128<double> a, Vector128<double> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Divide(Vector128<double> a, Vector128<double> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> MultiplyAdd(Vector128<double> a, Vector128<double> b, Vector128<double> c) =>
        Vector128.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Negate(Vector128<double> a) => -a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Abs(Vector128<double> a) => Vector128.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Sign(Vector128<double> a) => Functions.Sign(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Sqrt(Vector128<double> a) => Vector128.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Floor(Vector128<double> a) => Vector128.Floor(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Ceiling(Vector128<double> a) => Vector128.Ceiling(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Round(Vector128<double> a) => Vector128.Round(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Max(Vector128<double> a, Vector128<double> b) => Select(Equal(a, a), MaxNative(a, b), a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> MaxNumber(Vector128<double> a, Vector128<double> b) => MaxNative(b, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Min(Vector128<double> a, Vector128<double> b) => Select(Equal(a, a), MinNative(a, b), a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Relu(Vector128<double> a) => Vector128.AndNot(a, LessOrEqual(a, Vector128<double>.Zero));

    // ---- functions

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Exp(Vector128<double> a) => Functions.Exp(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> ExpOfDifference(Vector128<double> a) => Functions.ExpOfDifference(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Expm1(Vector128<double> a) => Functions.Expm1(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Log(Vector128<double> a) => Functions.Log(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Log1p(Vector128<double> a) => Functions.Log1p(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Log1pUnit(Vector128<double> a) => Functions.Log1pUnit(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Sin(Vector128<double> a) => PerLane.Map<double, Vector128<double>>(a, &Math.Sin);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Cos(Vector128<double> a) => PerLane.Map<double, Vector128<double>>(a, &Math.Cos);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Tan(Vector128<double> a) => PerLane.Map<double, Vector128<double>>(a, &Math.Tan);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Asin(Vector128<double> a) => PerLane.Map<double, Vector128<double>>(a, &Math.Asin);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Acos(Vector128<double> a) => PerLane.Map<double, Vector128<double>>(a, &Math.Acos);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Atan(Vector128<double> a) => PerLane.Map<double, Vector128<double>>(a, &Math.Atan);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Tanh(Vector128<double> a) => Functions.Tanh(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Sigmoid(Vector128<double> a) => Functions.Sigmoid(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Softplus(Vector128<double> a) => Functions.Softplus(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Pow(Vector128<double> a, Vector128<double> b) =>
        PerLane.Map<double, Vector128<double>>(a, b, &Math.Pow);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> LogAddExp(Vector128<double> a, Vector128<double> b) => Functions.LogAddExp(a, b);

    // ---- masks and comparisons

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Greater(Vector128<double> a, Vector128<double> b) => Vector128.GreaterThan(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> GreaterOrEqual(Vector128<double> a, Vector128<double> b) => Vector128.GreaterThanOrEqual(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Less(Vector128<double> a, Vector128<double> b) => Vector128.LessThan(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> LessOrEqual(Vector128<double> a, Vector128<double> b) => Vector128.LessThanOrEqual(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Equal(Vector128<double> a, Vector128<double> b) => Vector128.Equals(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> NotEqual(Vector128<double> a, Vector128<double> b) => ~Vector128.Equals(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> And(Vector128<double> a, Vector128<double> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Or(Vector128<double> a, Vector128<double> b) => a | b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Not(Vector128<double> a) => ~a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Select(Vector128<double> mask, Vector128<double> a, Vector128<double> b) =>
        Sse41.IsSupported ? Sse41.BlendVariable(b, a, mask) : Vector128.ConditionalSelect(mask, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> MaskToReal(Vector128<double> mask) => mask & Vector128<double>.One;

    // ---- indices

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> IndexEqual(Vector128<double> a, Vector128<double> b) =>
        Vector128.Equals(a.AsInt64(), b.AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> IndexNotEqual(Vector128<double> a, Vector128<double> b) =>
        (~Vector128.Equals(a.AsInt64(), b.AsInt64())).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> IndexLess(Vector128<double> a, Vector128<double> b) =>
        Vector128.LessThan(a.AsInt64(), b.AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> IndexToReal(Vector128<double> a) => Vector128.ConvertToDouble(a.AsInt64());

    // ---- across the lanes: halves are combined pairwise, so that the order is the same on every machine

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector128<double> a) => a.ToScalar() + a.GetElement(1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Product(Vector128<double> a) => a.ToScalar() * a.GetElement(1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Largest(Vector128<double> a) => Math.Max(a.ToScalar(), a.GetElement(1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Smallest(Vector128<double> a) => Math.Min(a.ToScalar(), a.GetElement(1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Vector128<double> mask) => mask.ExtractMostSignificantBits() != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(Vector128<double> mask) => mask.ExtractMostSignificantBits() == 0x3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexAt(Vector128<double> index, int lane) => (int)index.AsInt64().GetElement(lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double At(Vector128<double> value, int lane) => value.GetElement(lane);

    // ---- what the shared functions need besides

    static bool ILaneBits<Vector128<double>>.HasExponentInstructions => Avx512F.VL.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<double> ILaneBits<Vector128<double>>.ExponentOf(Vector128<double> a) => Avx512F.VL.GetExponent(a);

    // The control 0b1000 asks for a mantissa in [1, 2), and for NaN where the value is negative.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<double> ILaneBits<Vector128<double>>.MantissaOf(Vector128<double> a) => Avx512F.VL.GetMantissa(a, 0b1000);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<double> ILaneBits<Vector128<double>>.Scale(Vector128<double> a, Vector128<double> exponent) =>
        Avx512F.VL.Scale(a, exponent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<double> ILaneBits<Vector128<double>>.Bits(long value) => Vector128.Create(value).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<double> ILaneBits<Vector128<double>>.AddBits(Vector128<double> a, Vector128<double> b) =>
        (a.AsInt64() + b.AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<double> ILaneBits<Vector128<double>>.SubtractBits(Vector128<double> a, Vector128<double> b) =>
        (a.AsInt64() - b.AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<double> ILaneBits<Vector128<double>>.ShiftLeft(Vector128<double> a, int count) => (a.AsInt64() << count).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<double> ILaneBits<Vector128<double>>.ShiftRight(Vector128<double> a, int count) => (a.AsInt64() >>> count).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<double> ILaneBits<Vector128<double>>.MaxNative(Vector128<double> a, Vector128<double> b) => MaxNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<double> ILaneBits<Vector128<double>>.MinNative(Vector128<double> a, Vector128<double> b) => MinNative(a, b);

    // Where b is NaN the result is NaN on every machine: x86 and the portable definition give b, ARM gives NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> MaxNative(Vector128<double> a, Vector128<double> b) => Vector128.MaxNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> MinNative(Vector128<double> a, Vector128<double> b) => Vector128.MinNative(a, b);
}
