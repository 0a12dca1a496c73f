using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <summary>Elements, float or double, as double. The JIT removes the branch.</summary>
internal static unsafe class Number
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Read<T>(T* p)
        where T : unmanaged
        => typeof(T) == typeof(float) ? *(float*)p : *(double*)p;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<T>(T* p, double value)
        where T : unmanaged
        => *p = As<T>(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T As<T>(double value)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double)) return Unsafe.BitCast<double, T>(value);
        return Unsafe.BitCast<float, T>((float)value);
    }

    /// <summary>The distance from 1 to the next number of the type.</summary>
    public static double Epsilon<T>()
        where T : unmanaged
        => typeof(T) == typeof(float) ? 1.0 / (1 << 23) : 1.0 / (1L << 52);
}
