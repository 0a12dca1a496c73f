using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TensorDsl.Cpu;

/// <summary>What <see cref="Lanes256"/> does, for 512-bit vectors: with the instructions for them, else in halves.</summary>
internal static unsafe class Lanes512
{
    /// <summary>All ones in the first <paramref name="rest"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> First<T>(nint rest)
        where T : unmanaged
    {
        rest = Math.Max(rest, 0);
        return sizeof(T) == 4
            ? Vector512.LessThan(Vector512<int>.Indices, Vector512.Create((int)rest)).As<int, T>()
            : Vector512.LessThan(Vector512<long>.Indices, Vector512.Create((long)rest)).As<long, T>();
    }

    /// <summary>For rest below the number of lanes: the first elements, and zeros behind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LoadFirst<T>(T* p, nint rest)
        where T : unmanaged
    {
        if (Avx512F.IsSupported)
        {
            return sizeof(T) == 4
                ? Avx512F.MaskLoad((float*)p, First<float>(rest), Vector512<float>.Zero).As<float, T>()
                : Avx512F.MaskLoad((double*)p, First<double>(rest), Vector512<double>.Zero).As<double, T>();
        }

        var half = Vector256<T>.Count;
        return rest >= half
            ? Vector512.Create(Vector256.Load(p), Lanes256.LoadFirst(p + half, rest - half))
            : Vector512.Create(Lanes256.LoadFirst(p, rest), Vector256<T>.Zero);
    }

    /// <summary>For rest below the number of lanes: writes the first elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst<T>(T* p, Vector512<T> value, nint rest)
        where T : unmanaged
    {
        if (!Avx512F.IsSupported)
        {
            var half = Vector256<T>.Count;
            if (rest >= half)
            {
                value.GetLower().Store(p);
                Lanes256.StoreFirst(p + half, value.GetUpper(), rest - half);
            }
            else
            {
                Lanes256.StoreFirst(p, value.GetLower(), rest);
            }
        }
        else if (sizeof(T) == 4)
        {
            Avx512F.MaskStore((float*)p, First<float>(rest), value.As<T, float>());
        }
        else
        {
            Avx512F.MaskStore((double*)p, First<double>(rest), value.As<T, double>());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LoadStrided<T>(T* p, nint stride, nint rest)
        where T : unmanaged
    {
        var half = Vector256<T>.Count;
        return Vector512.Create(Lanes256.LoadStrided(p, stride, rest), Lanes256.LoadStrided(p + half * stride, stride, rest - half));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStrided<T>(T* p, nint stride, Vector512<T> value, nint rest)
        where T : unmanaged
    {
        var half = Vector256<T>.Count;
        Lanes256.StoreStrided(p, stride, value.GetLower(), rest);
        Lanes256.StoreStrided(p + half * stride, stride, value.GetUpper(), rest - half);
    }

    /// <inheritdoc cref="Lanes128.LoadAt"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LoadAt<T>(T* p, Vector512<T> positions, nint stride, nint extent)
        where T : unmanaged =>
        Vector512.Create(
            Lanes256.LoadAt(p, positions.GetLower(), stride, extent),
            Lanes256.LoadAt(p, positions.GetUpper(), stride, extent));

    /// <inheritdoc cref="Lanes128.Mask32"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Mask32(ulong low, ulong high) => Vector512.Create(Lanes256.Mask32(low), Lanes256.Mask32(high));

    /// <inheritdoc cref="Lanes128.Mask32"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Mask64(ulong bytes) => Vector512.Create(Lanes256.Mask64(bytes), Lanes256.Mask64(bytes >> 32));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> LoadIndex64(int* p, nint rest) =>
        Vector512.Create(Lanes256.LoadIndex64(p, rest), Lanes256.LoadIndex64(p + 4, rest - 4));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<long> LoadIndex64Strided(int* p, nint stride, nint rest) =>
        Vector512.Create(Lanes256.LoadIndex64Strided(p, stride, rest), Lanes256.LoadIndex64Strided(p + 4 * stride, stride, rest - 4));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreIndex64(int* p, Vector512<long> index, nint rest)
    {
        Lanes256.StoreIndex64(p, index.GetLower(), rest);
        Lanes256.StoreIndex64(p + 4, index.GetUpper(), rest - 4);
    }
}
