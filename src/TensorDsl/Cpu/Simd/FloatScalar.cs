using System.Runtime.CompilerServices;
using Functions = TensorDsl.Cpu.Elementary<
    float, float, TensorDsl.Cpu.FloatScalar, TensorDsl.Cpu.FloatFormat<float, TensorDsl.Cpu.FloatScalar>>;

namespace TensorDsl.Cpu;

/// <summary>One float: what is constant along the vectors. Masks and indices are floats too, by their bits.</summary>
public readonly unsafe struct FloatScalar : ISimd<float, float>, ILaneBits<float>
{
    public static int Count => 1;

    // ---- memory

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load(float* p, nint rest) => rest > 0 ? *p : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadStrided(float* p, nint stride, nint rest) => Load(p, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadAt(float* p, float positions, nint stride, nint extent) =>
        (nuint)(nint)Bits(positions) < (nuint)extent ? p[(nint)Bits(positions) * stride] : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadMask(byte* p, nint rest) => BroadcastMask(rest > 0 && *p != 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadMaskStrided(byte* p, nint stride, nint rest) => LoadMask(p, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadIndex(int* p, nint rest) => BroadcastIndex(rest > 0 ? *p : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadIndexStrided(int* p, nint stride, nint rest) => LoadIndex(p, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* p, float value, nint rest)
    {
        if (rest > 0)
        {
            *p = value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* p, float value, nint rest, bool past) => Store(p, value, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStrided(float* p, nint stride, float value, nint rest) => Store(p, value, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreMask(byte* p, float mask, nint rest)
    {
        if (rest > 0)
        {
            *p = Any(mask) ? (byte)1 : (byte)0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreIndex(int* p, float index, nint rest)
    {
        if (rest > 0)
        {
            *p = Bits(index);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Keep(float value, float other, nint rest) => rest > 0 ? value : other;

    // ---- constants

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Broadcast(float value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float BroadcastMask(bool value) => Real(value ? -1 : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float BroadcastIndex(int value) => Real(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Constant(double value) => (float)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Position(nint first) => Real((int)first);

    // ---- arithmetic

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float a, float b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Subtract(float a, float b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Multiply(float a, float b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Divide(float a, float b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAdd(float a, float b, float c) => float.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Negate(float a) => -a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Abs(float a) => MathF.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sign(float a) => Functions.Sign(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sqrt(float a) => MathF.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Floor(float a) => MathF.Floor(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Ceiling(float a) => MathF.Ceiling(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Round(float a) => MathF.Round(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(float a, float b) => MathF.Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaxNumber(float a, float b) => b > a ? b : a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Min(float a, float b) => MathF.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Relu(float a) => a <= 0 ? 0 : a;

    // ---- functions: the text of the vectors, so that a value does not depend on where the vectors end

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Exp(float a) => Functions.Exp(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ExpOfDifference(float a) => Functions.ExpOfDifference(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Expm1(float a) => Functions.Expm1(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Log(float a) => Functions.Log(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Log1p(float a) => Functions.Log1p(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Log1pUnit(float a) => Functions.Log1pUnit(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sin(float a) => MathF.Sin(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Cos(float a) => MathF.Cos(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Tan(float a) => MathF.Tan(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Asin(float a) => MathF.Asin(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Acos(float a) => MathF.Acos(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Atan(float a) => MathF.Atan(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Tanh(float a) => Functions.Tanh(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sigmoid(float a) => Functions.Sigmoid(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Softplus(float a) => Functions.Softplus(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Pow(float a, float b) => Functions.SignedPower(a, b, (float)DoubleScalar.Exp(b * DoubleScalar.Log(Abs(a))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LogAddExp(float a, float b) =>
        Functions.LogAddExp(a, b);

    // ---- masks and comparisons

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Greater(float a, float b) => BroadcastMask(a > b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float GreaterOrEqual(float a, float b) => BroadcastMask(a >= b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Less(float a, float b) => BroadcastMask(a < b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LessOrEqual(float a, float b) => BroadcastMask(a <= b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Equal(float a, float b) => BroadcastMask(a == b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float NotEqual(float a, float b) => BroadcastMask(a != b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float And(float a, float b) => Real(Bits(a) & Bits(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Or(float a, float b) => Real(Bits(a) | Bits(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Not(float a) => Real(~Bits(a));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Select(float mask, float a, float b) => Any(mask) ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MaskToReal(float mask) => Any(mask) ? 1 : 0;

    // ---- indices

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float IndexEqual(float a, float b) => BroadcastMask(Bits(a) == Bits(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float IndexNotEqual(float a, float b) => BroadcastMask(Bits(a) != Bits(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float IndexLess(float a, float b) => BroadcastMask(Bits(a) < Bits(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float IndexToReal(float a) => Bits(a);

    // ---- across the one lane

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(float a) => a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Product(float a) => a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(float a) => a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Smallest(float a) => a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(float mask) => Bits(mask) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool All(float mask) => Bits(mask) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexAt(float index, int lane) => Bits(index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float At(float value, int lane) => value;

    // ---- what the shared functions need besides

    static bool ILaneBits<float>.HasExponentInstructions => false;

    static float ILaneBits<float>.ExponentOf(float a) => throw new NotSupportedException();

    static float ILaneBits<float>.MantissaOf(float a) => throw new NotSupportedException();

    static float ILaneBits<float>.Scale(float a, float exponent) => throw new NotSupportedException();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static float ILaneBits<float>.Bits(long value) => Real((int)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static float ILaneBits<float>.AddBits(float a, float b) => Real(Bits(a) + Bits(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static float ILaneBits<float>.SubtractBits(float a, float b) => Real(Bits(a) - Bits(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static float ILaneBits<float>.ShiftLeft(float a, int count) => Real(Bits(a) << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static float ILaneBits<float>.ShiftRight(float a, int count) => Real(Bits(a) >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static float ILaneBits<float>.MaxNative(float a, float b) => a > b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static float ILaneBits<float>.MinNative(float a, float b) => a < b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Bits(float a) => BitConverter.SingleToInt32Bits(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Real(int bits) => BitConverter.Int32BitsToSingle(bits);
}
