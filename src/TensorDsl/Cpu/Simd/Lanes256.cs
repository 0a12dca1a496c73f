using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TensorDsl.Cpu;

/// <summary>What <see cref="Lanes128"/> does, for 256-bit vectors: with the instructions for them, else in halves.</summary>
internal static unsafe class Lanes256
{
    /// <summary>All ones in the first <paramref name="rest"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> First<T>(nint rest)
        where T : unmanaged
    {
        rest = Math.Max(rest, 0);
        return sizeof(T) == 4
            ? Vector256.LessThan(Vector256<int>.Indices, Vector256.Create((int)rest)).As<int, T>()
            : Vector256.LessThan(Vector256<long>.Indices, Vector256.Create((long)rest)).As<long, T>();
    }

    /// <summary>For rest below the number of lanes: the first elements, and zeros behind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> LoadFirst<T>(T* p, nint rest)
        where T : unmanaged
    {
        if (Avx.IsSupported)
        {
            return sizeof(T) == 4
                ? Avx.MaskLoad((float*)p, First<float>(rest)).As<float, T>()
                : Avx.MaskLoad((double*)p, First<double>(rest)).As<double, T>();
        }

        var half = Vector128<T>.Count;
        return rest >= half
            ? Vector256.Create(Vector128.Load(p), Lanes128.LoadFirst(p + half, rest - half))
            : Vector256.Create(Lanes128.LoadFirst(p, rest), Vector128<T>.Zero);
    }

    /// <summary>For rest below the number of lanes: writes the first elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst<T>(T* p, Vector256<T> value, nint rest)
        where T : unmanaged
    {
        if (!Avx.IsSupported)
        {
            var half = Vector128<T>.Count;
            if (rest >= half)
            {
                value.GetLower().Store(p);
                Lanes128.StoreFirst(p + half, value.GetUpper(), rest - half);
            }
            else
            {
                Lanes128.StoreFirst(p, value.GetLower(), rest);
            }
        }
        else if (sizeof(T) == 4)
        {
            Avx.MaskStore((float*)p, First<float>(rest), value.As<T, float>());
        }
        else
        {
            Avx.MaskStore((double*)p, First<double>(rest), value.As<T, double>());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> LoadStrided<T>(T* p, nint stride, nint rest)
        where T : unmanaged
    {
        var half = Vector128<T>.Count;
        return Vector256.Create(Lanes128.LoadStrided(p, stride, rest), Lanes128.LoadStrided(p + half * stride, stride, rest - half));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStrided<T>(T* p, nint stride, Vector256<T> value, nint rest)
        where T : unmanaged
    {
        var half = Vector128<T>.Count;
        Lanes128.StoreStrided(p, stride, value.GetLower(), rest);
        Lanes128.StoreStrided(p + half * stride, stride, value.GetUpper(), rest - half);
    }

    /// <inheritdoc cref="Lanes128.LoadAt"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> LoadAt<T>(T* p, Vector256<T> positions, nint stride, nint extent)
        where T : unmanaged =>
        Vector256.Create(
            Lanes128.LoadAt(p, positions.GetLower(), stride, extent),
            Lanes128.LoadAt(p, positions.GetUpper(), stride, extent));

    /// <inheritdoc cref="Lanes128.Mask32"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Mask32(ulong bytes) => Vector256.Create(Lanes128.Mask32(bytes), Lanes128.Mask32(bytes >> 32));

    /// <inheritdoc cref="Lanes128.Mask32"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Mask64(ulong bytes) => Vector256.Create(Lanes128.Mask64(bytes), Lanes128.Mask64(bytes >> 16));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> LoadIndex64(int* p, nint rest) =>
        Vector256.Create(Lanes128.LoadIndex64(p, rest), Lanes128.LoadIndex64(p + 2, rest - 2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<long> LoadIndex64Strided(int* p, nint stride, nint rest) =>
        Vector256.Create(Lanes128.LoadIndex64Strided(p, stride, rest), Lanes128.LoadIndex64Strided(p + 2 * stride, stride, rest - 2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreIndex64(int* p, Vector256<long> index, nint rest)
    {
        Lanes128.StoreIndex64(p, index.GetLower(), rest);
        Lanes128.StoreIndex64(p + 2, index.GetUpper(), rest - 2);
    }
}
