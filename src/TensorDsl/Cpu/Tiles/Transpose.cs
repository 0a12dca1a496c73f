using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TensorDsl.Cpu;

/// <summary>Transposes of blocks that fit the registers, to[j, i] = from[i, j]; strides are in elements between rows.</summary>
internal static unsafe class Transpose
{
    /// <summary>The side of the blocks: the elements of a 256-bit vector, or 1 where there are no instructions for them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Lanes<T>()
        where T : unmanaged => Avx.IsSupported && (typeof(T) == typeof(float) || typeof(T) == typeof(double)) ? 32 / sizeof(T) : 1;

    /// <summary>Transposes a block of <see cref="Lanes"/> by Lanes elements, which must be more than 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Block<T>(T* from, nint fromStride, T* to, nint toStride)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            Floats8x8((float*)from, fromStride, (float*)to, toStride);
        }
        else
        {
            Doubles4x4((double*)from, fromStride, (double*)to, toStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Floats8x8(float* from, nint fromStride, float* to, nint toStride)
    {
        // The halves of rows i and i + 4 come together on loading, so that what is left stays within 128-bit lanes.
        Interleave(from, 4 * fromStride, fromStride, out var a0, out var a1, out var a2, out var a3);
        Interleave(from + 4, 4 * fromStride, fromStride, out var a4, out var a5, out var a6, out var a7);
        a0.Store(to);
        a1.Store(to + toStride);
        a2.Store(to + 2 * toStride);
        a3.Store(to + 3 * toStride);
        to += 4 * toStride;
        a4.Store(to);
        a5.Store(to + toStride);
        a6.Store(to + 2 * toStride);
        a7.Store(to + 3 * toStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Doubles4x4(double* from, nint fromStride, double* to, nint toStride)
    {
        Vector256<double> r0 = Halves(from, 2 * fromStride);
        Vector256<double> r1 = Halves(from + fromStride, 2 * fromStride);
        Vector256<double> r2 = Halves(from + 2, 2 * fromStride);
        Vector256<double> r3 = Halves(from + fromStride + 2, 2 * fromStride);
        Avx.UnpackLow(r0, r1).Store(to);
        Avx.UnpackHigh(r0, r1).Store(to + toStride);
        Avx.UnpackLow(r2, r3).Store(to + 2 * toStride);
        Avx.UnpackHigh(r2, r3).Store(to + 3 * toStride);
    }

    /// <summary>Four columns of eight rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave(
        float* from, nint half, nint stride,
        out Vector256<float> o0, out Vector256<float> o1, out Vector256<float> o2, out Vector256<float> o3)
    {
        Vector256<float> r0 = Halves(from, half);
        Vector256<float> r1 = Halves(from + stride, half);
        Vector256<float> r2 = Halves(from + 2 * stride, half);
        Vector256<float> r3 = Halves(from + 3 * stride, half);
        Vector256<double> t0 = Avx.UnpackLow(r0, r1).AsDouble();
        Vector256<double> t1 = Avx.UnpackHigh(r0, r1).AsDouble();
        Vector256<double> t2 = Avx.UnpackLow(r2, r3).AsDouble();
        Vector256<double> t3 = Avx.UnpackHigh(r2, r3).AsDouble();
        o0 = Avx.UnpackLow(t0, t2).AsSingle();
        o1 = Avx.UnpackHigh(t0, t2).AsSingle();
        o2 = Avx.UnpackLow(t1, t3).AsSingle();
        o3 = Avx.UnpackHigh(t1, t3).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Halves(float* p, nint distance) =>
        Avx.InsertVector128(Vector128.Load(p).ToVector256Unsafe(), Vector128.Load(p + distance), 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Halves(double* p, nint distance) =>
        Avx.InsertVector128(Vector128.Load(p).ToVector256Unsafe(), Vector128.Load(p + distance), 1);
}
