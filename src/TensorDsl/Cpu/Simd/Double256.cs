using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Functions = TensorDsl.Cpu.Elementary<
    double, System.Runtime.Intrinsics.Vector256<double>, TensorDsl.Cpu.Double256,
    TensorDsl.Cpu.DoubleFormat<System.Runtime.Intrinsics.Vector256<double>, TensorDsl.Cpu.Double256>>;

namespace TensorDsl.Cpu;

/// <summary>Four doubles in a vector of 256 bits.</summary>
public readonly unsafe struct Double256 : ISimd<double, Vector256<double>>, ILaneBits<Vector256<double>>
{
    public static int Count => 4;

    // ---- memory

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Load(double* p, nint rest) => rest >= 4 ? Vector256.Load(p) : Lanes256.LoadFirst(p, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LoadStrided(double* p, nint stride, nint rest) => Lanes256.LoadStrided(p, stride, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LoadAt(double* p, Vector256<double> positions, nint stride, nint extent) =>
        Lanes256.LoadAt(p, positions, stride, extent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LoadMask(byte* p, nint rest) => Lanes256.Mask64(ByteLanes.Load(p, rest, 4));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LoadMaskStrided(byte* p, nint stride, nint rest) =>
        Lanes256.Mask64(ByteLanes.LoadStrided(p, stride, rest, 4));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LoadIndex(int* p, nint rest) => Lanes256.LoadIndex64(p, rest).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LoadIndexStrided(int* p, nint stride, nint rest) =>
        Lanes256.LoadIndex64Strided(p, stride, rest).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* p, Vector256<double> value, nint rest)
    {
        if (rest >= 4)
        {
            value.Store(p);
        }
        else
        {
            Lanes256.StoreFirst(p, value, rest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* p, Vector256<double> value, nint rest, bool past)
    {
        if (past && rest >= 4 && ((nint)p & 31) == 0)
        {
            value.StoreAlignedNonTemporal(p);
        }
        else
        {
            Store(p, value, rest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStrided(double* p, nint stride, Vector256<double> value, nint rest) =>
        Lanes256.StoreStrided(p, stride, value, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMask(byte* p, Vector256<double> mask, nint rest) =>
        ByteLanes.Store(p, mask.ExtractMostSignificantBits(), rest, 4);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreIndex(int* p, Vector256<double> index, nint rest) => Lanes256.StoreIndex64(p, index.AsInt64(), rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Keep(Vector256<double> value, Vector256<double> other, nint rest) =>
        rest >= 4 ? value : Select(Lanes256.First<double>(rest), value, other);

    // ---- constants

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Broadcast(double value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> BroadcastMask(bool value) => value ? Vector256<double>.AllBitsSet : Vector256<double>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> BroadcastIndex(int value) => Vector256.Create((long)value).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Constant(double value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Position(nint first) => (Vector256<long>.Indices + Vector256.Create((long)first)).AsDouble();

    // ---- arithmetic

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Add(Vector256<double> a, Vector256<double> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Subtract(Vector256<double> a, Vector256<double> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Multiply(Vector256<double> a, Vector256<double> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Divide(Vector256<double> a, Vector256<double> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> MultiplyAdd(Vector256<double> a, Vector256<double> b, Vector256<double> c) =>
        Vector256.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Negate(Vector256<double> a) => -a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Abs(Vector256<double> a) => Vector256.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sign(Vector256<double> a) => Functions.Sign(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sqrt(Vector256<double> a) => Vector256.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Floor(Vector256<double> a) => Vector256.Floor(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Ceiling(Vector256<double> a) => Vector256.Ceiling(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Round(Vector256<double> a) => Vector256.Round(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Max(Vector256<double> a, Vector256<double> b) => Select(Equal(a, a), MaxNative(a, b), a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> MaxNumber(Vector256<double> a, Vector256<double> b) => MaxNative(b, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Min(Vector256<double> a, Vector256<double> b) => Select(Equal(a, a), MinNative(a, b), a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Relu(Vector256<double> a) => Vector256.AndNot(a, LessOrEqual(a, Vector256<double>.Zero));

    // ---- functions

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Exp(Vector256<double> a) => Functions.Exp(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> ExpOfDifference(Vector256<double> a) => Functions.ExpOfDifference(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Expm1(Vector256<double> a) => Functions.Expm1(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Log(Vector256<double> a) => Functions.Log(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Log1p(Vector256<double> a) => Functions.Log1p(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Log1pUnit(Vector256<double> a) => Functions.Log1pUnit(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sin(Vector256<double> a) => PerLane.Map<double, Vector256<double>>(a, &Math.Sin);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Cos(Vector256<double> a) => PerLane.Map<double, Vector256<double>>(a, &Math.Cos);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Tan(Vector256<double> a) => PerLane.Map<double, Vector256<double>>(a, &Math.Tan);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Asin(Vector256<double> a) => PerLane.Map<double, Vector256<double>>(a, &Math.Asin);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Acos(Vector256<double> a) => PerLane.Map<double, Vector256<double>>(a, &Math.Acos);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Atan(Vector256<double> a) => PerLane.Map<double, Vector256<double>>(a, &Math.Atan);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Tanh(Vector256<double> a) => Functions.Tanh(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sigmoid(Vector256<double> a) => Functions.Sigmoid(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Softplus(Vector256<double> a) => Functions.Softplus(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Pow(Vector256<double> a, Vector256<double> b) =>
        PerLane.Map<double, Vector256<double>>(a, b, &Math.Pow);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LogAddExp(Vector256<double> a, Vector256<double> b) => Functions.LogAddExp(a, b);

    // ---- masks and comparisons

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Greater(Vector256<double> a, Vector256<double> b) => Vector256.GreaterThan(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> GreaterOrEqual(Vector256<double> a, Vector256<double> b) => Vector256.GreaterThanOrEqual(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Less(Vector256<double> a, Vector256<double> b) => Vector256.LessThan(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LessOrEqual(Vector256<double> a, Vector256<double> b) => Vector256.LessThanOrEqual(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Equal(Vector256<double> a, Vector256<double> b) => Vector256.Equals(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> NotEqual(Vector256<double> a, Vector256<double> b) => ~Vector256.Equals(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> And(Vector256<double> a, Vector256<double> b) => a & b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Or(Vector256<double> a, Vector256<double> b) => a | b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Not(Vector256<double> a) => ~a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Select(Vector256<double> mask, Vector256<double> a, Vector256<double> b) =>
        Avx.IsSupported ? Avx.BlendVariable(b, a, mask) : Vector256.ConditionalSelect(mask, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> MaskToReal(Vector256<double> mask) => mask & Vector256<double>.One;

    // ---- indices

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> IndexEqual(Vector256<double> a, Vector256<double> b) =>
        Vector256.Equals(a.AsInt64(), b.AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> IndexNotEqual(Vector256<double> a, Vector256<double> b) =>
        (~Vector256.Equals(a.AsInt64(), b.AsInt64())).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> IndexLess(Vector256<double> a, Vector256<double> b) =>
        Vector256.LessThan(a.AsInt64(), b.AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> IndexToReal(Vector256<double> a) => Vector256.ConvertToDouble(a.AsInt64());

    // ---- across the lanes: halves are combined pairwise, so that the order is the same on every machine

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector256<double> a) => Double128.Sum(a.GetLower() + a.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Product(Vector256<double> a) => Double128.Product(a.GetLower() * a.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Largest(Vector256<double> a) => Double128.Largest(Double128.Max(a.GetLower(), a.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Smallest(Vector256<double> a) => Double128.Smallest(Double128.Min(a.GetLower(), a.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Vector256<double> mask) => mask.ExtractMostSignificantBits() != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(Vector256<double> mask) => mask.ExtractMostSignificantBits() == 0xF;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexAt(Vector256<double> index, int lane) => (int)index.AsInt64().GetElement(lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double At(Vector256<double> value, int lane) => value.GetElement(lane);

    // ---- what the shared functions need besides

    static bool ILaneBits<Vector256<double>>.HasExponentInstructions => Avx512F.VL.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> ILaneBits<Vector256<double>>.ExponentOf(Vector256<double> a) => Avx512F.VL.GetExponent(a);

    // The control 0b1000 asks for a mantissa in [1, 2), and for NaN where the value is negative.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> ILaneBits<Vector256<double>>.MantissaOf(Vector256<double> a) => Avx512F.VL.GetMantissa(a, 0b1000);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> ILaneBits<Vector256<double>>.Scale(Vector256<double> a, Vector256<double> exponent) =>
        Avx512F.VL.Scale(a, exponent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> ILaneBits<Vector256<double>>.Bits(long value) => Vector256.Create(value).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> ILaneBits<Vector256<double>>.AddBits(Vector256<double> a, Vector256<double> b) =>
        (a.AsInt64() + b.AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> ILaneBits<Vector256<double>>.SubtractBits(Vector256<double> a, Vector256<double> b) =>
        (a.AsInt64() - b.AsInt64()).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> ILaneBits<Vector256<double>>.ShiftLeft(Vector256<double> a, int count) => (a.AsInt64() << count).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> ILaneBits<Vector256<double>>.ShiftRight(Vector256<double> a, int count) => (a.AsInt64() >>> count).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> ILaneBits<Vector256<double>>.MaxNative(Vector256<double> a, Vector256<double> b) => MaxNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> ILaneBits<Vector256<double>>.MinNative(Vector256<double> a, Vector256<double> b) => MinNative(a, b);

    // Where b is NaN the result is NaN on every machine: x86 and the portable definition give b, ARM gives NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> MaxNative(Vector256<double> a, Vector256<double> b) => Vector256.MaxNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> MinNative(Vector256<double> a, Vector256<double> b) => Vector256.MinNative(a, b);
}
