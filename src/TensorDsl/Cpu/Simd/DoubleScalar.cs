using System.Runtime.CompilerServices;
using Functions = TensorDsl.Cpu.Elementary<
    double, double, TensorDsl.Cpu.DoubleScalar, TensorDsl.Cpu.DoubleFormat<double, TensorDsl.Cpu.DoubleScalar>>;

namespace TensorDsl.Cpu;

/// <summary>One double: what is constant along the vectors. Masks and indices are doubles too, by their bits.</summary>
public readonly unsafe struct DoubleScalar : ISimd<double, double>, ILaneBits<double>
{
    public static int Count => 1;

    // ---- memory

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Load(double* p, nint rest) => rest > 0 ? *p : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double LoadStrided(double* p, nint stride, nint rest) => Load(p, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double LoadAt(double* p, double positions, nint stride, nint extent) =>
        (nuint)(nint)Bits(positions) < (nuint)extent ? p[(nint)Bits(positions) * stride] : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double LoadMask(byte* p, nint rest) => BroadcastMask(rest > 0 && *p != 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double LoadMaskStrided(byte* p, nint stride, nint rest) => LoadMask(p, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double LoadIndex(int* p, nint rest) => BroadcastIndex(rest > 0 ? *p : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double LoadIndexStrided(int* p, nint stride, nint rest) => LoadIndex(p, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* p, double value, nint rest)
    {
        if (rest > 0)
        {
            *p = value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* p, double value, nint rest, bool past) => Store(p, value, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStrided(double* p, nint stride, double value, nint rest) => Store(p, value, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMask(byte* p, double mask, nint rest)
    {
        if (rest > 0)
        {
            *p = Any(mask) ? (byte)1 : (byte)0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreIndex(int* p, double index, nint rest)
    {
        if (rest > 0)
        {
            *p = (int)Bits(index);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Keep(double value, double other, nint rest) => rest > 0 ? value : other;

    // ---- constants

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Broadcast(double value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double BroadcastMask(bool value) => Real(value ? -1 : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double BroadcastIndex(int value) => Real(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Constant(double value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Position(nint first) => Real((long)first);

    // ---- arithmetic

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Add(double a, double b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Subtract(double a, double b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Multiply(double a, double b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Divide(double a, double b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double MultiplyAdd(double a, double b, double c) => double.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Negate(double a) => -a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Abs(double a) => Math.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sign(double a) => Functions.Sign(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sqrt(double a) => Math.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Floor(double a) => Math.Floor(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Ceiling(double a) => Math.Ceiling(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Round(double a) => Math.Round(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Max(double a, double b) => Math.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double MaxNumber(double a, double b) => b > a ? b : a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Min(double a, double b) => Math.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Relu(double a) => a <= 0 ? 0 : a;

    // ---- functions: the text of the vectors, so that a value does not depend on where the vectors end

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Exp(double a) => Functions.Exp(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ExpOfDifference(double a) => Functions.ExpOfDifference(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Expm1(double a) => Functions.Expm1(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Log(double a) => Functions.Log(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Log1p(double a) => Functions.Log1p(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Log1pUnit(double a) => Functions.Log1pUnit(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sin(double a) => Math.Sin(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Cos(double a) => Math.Cos(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Tan(double a) => Math.Tan(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Asin(double a) => Math.Asin(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Acos(double a) => Math.Acos(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Atan(double a) => Math.Atan(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Tanh(double a) => Functions.Tanh(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sigmoid(double a) => Functions.Sigmoid(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Softplus(double a) => Functions.Softplus(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Pow(double a, double b) => Math.Pow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double LogAddExp(double a, double b) =>
        Functions.LogAddExp(a, b);

    // ---- masks and comparisons

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Greater(double a, double b) => BroadcastMask(a > b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double GreaterOrEqual(double a, double b) => BroadcastMask(a >= b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Less(double a, double b) => BroadcastMask(a < b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double LessOrEqual(double a, double b) => BroadcastMask(a <= b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Equal(double a, double b) => BroadcastMask(a == b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double NotEqual(double a, double b) => BroadcastMask(a != b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double And(double a, double b) => Real(Bits(a) & Bits(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Or(double a, double b) => Real(Bits(a) | Bits(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Not(double a) => Real(~Bits(a));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Select(double mask, double a, double b) => Any(mask) ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double MaskToReal(double mask) => Any(mask) ? 1 : 0;

    // ---- indices

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double IndexEqual(double a, double b) => BroadcastMask(Bits(a) == Bits(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double IndexNotEqual(double a, double b) => BroadcastMask(Bits(a) != Bits(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double IndexLess(double a, double b) => BroadcastMask(Bits(a) < Bits(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double IndexToReal(double a) => Bits(a);

    // ---- across the one lane

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(double a) => a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Product(double a) => a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Largest(double a) => a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Smallest(double a) => a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(double mask) => Bits(mask) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(double mask) => Bits(mask) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexAt(double index, int lane) => (int)Bits(index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double At(double value, int lane) => value;

    // ---- what the shared functions need besides

    static bool ILaneBits<double>.HasExponentInstructions => false;

    static double ILaneBits<double>.ExponentOf(double a) => throw new NotSupportedException();

    static double ILaneBits<double>.MantissaOf(double a) => throw new NotSupportedException();

    static double ILaneBits<double>.Scale(double a, double exponent) => throw new NotSupportedException();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double ILaneBits<double>.Bits(long value) => Real(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double ILaneBits<double>.AddBits(double a, double b) => Real(Bits(a) + Bits(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double ILaneBits<double>.SubtractBits(double a, double b) => Real(Bits(a) - Bits(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double ILaneBits<double>.ShiftLeft(double a, int count) => Real(Bits(a) << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double ILaneBits<double>.ShiftRight(double a, int count) => Real(Bits(a) >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double ILaneBits<double>.MaxNative(double a, double b) => a > b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double ILaneBits<double>.MinNative(double a, double b) => a < b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Bits(double a) => BitConverter.DoubleToInt64Bits(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Real(long bits) => BitConverter.Int64BitsToDouble(bits);
}
