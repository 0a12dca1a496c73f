using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TensorDsl.Cpu;

/// <summary>
/// Memory access of 128-bit vectors beyond the plain one: the first lanes only, strided, at positions. Nothing here calls, so that loops
/// which use it keep their values in registers. The wider vectors are made of these.
/// </summary>
internal static unsafe class Lanes128
{
    /// <summary>All ones in the first <paramref name="rest"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> First<T>(nint rest)
        where T : unmanaged
    {
        rest = Math.Max(rest, 0);
        return sizeof(T) == 4
            ? Vector128.LessThan(Vector128<int>.Indices, Vector128.Create((int)rest)).As<int, T>()
            : Vector128.LessThan(Vector128<long>.Indices, Vector128.Create((long)rest)).As<long, T>();
    }

    /// <summary>For rest below the number of lanes: the first elements, and zeros behind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> LoadFirst<T>(T* p, nint rest)
        where T : unmanaged
    {
        if (Avx.IsSupported)
        {
            // A lane that is masked out is not accessed, even where its page is missing.
            return sizeof(T) == 4
                ? Avx.MaskLoad((float*)p, First<float>(rest)).As<float, T>()
                : Avx.MaskLoad((double*)p, First<double>(rest)).As<double, T>();
        }

        return LoadStrided(p, 1, rest);
    }

    /// <summary>For rest below the number of lanes: writes the first elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst<T>(T* p, Vector128<T> value, nint rest)
        where T : unmanaged
    {
        if (!Avx.IsSupported)
        {
            StoreStrided(p, 1, value, rest);
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
    public static Vector128<T> LoadStrided<T>(T* p, nint stride, nint rest)
        where T : unmanaged
    {
        var v = Vector128<T>.Zero;
        if (rest > 0)
        {
            v = v.WithElement(0, p[0]);
        }

        if (rest > 1)
        {
            v = v.WithElement(1, p[stride]);
        }

        if (sizeof(T) == 4)
        {
            if (rest > 2)
            {
                v = v.WithElement(2, p[2 * stride]);
            }

            if (rest > 3)
            {
                v = v.WithElement(3, p[3 * stride]);
            }
        }

        return v;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStrided<T>(T* p, nint stride, Vector128<T> value, nint rest)
        where T : unmanaged
    {
        if (rest > 0)
        {
            p[0] = value.ToScalar();
        }

        if (rest > 1)
        {
            p[stride] = value.GetElement(1);
        }

        if (sizeof(T) == 4)
        {
            if (rest > 2)
            {
                p[2 * stride] = value.GetElement(2);
            }

            if (rest > 3)
            {
                p[3 * stride] = value.GetElement(3);
            }
        }
    }

    /// <summary>Element i is p[positions lane i · stride]; 0 for a position outside [0, extent).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> LoadAt<T>(T* p, Vector128<T> positions, nint stride, nint extent)
        where T : unmanaged
    {
        var v = Vector128<T>.Zero;
        v = v.WithElement(0, At(p, PositionOf(positions, 0), stride, extent));
        v = v.WithElement(1, At(p, PositionOf(positions, 1), stride, extent));
        if (sizeof(T) == 4)
        {
            v = v.WithElement(2, At(p, PositionOf(positions, 2), stride, extent));
            v = v.WithElement(3, At(p, PositionOf(positions, 3), stride, extent));
        }

        return v;
    }

    /// <summary>All ones where the byte of that place is not 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Mask32(ulong bytes)
    {
        var words = Vector128.WidenLower(Vector128.CreateScalar(bytes).AsByte());
        return Vector128.GreaterThan(Vector128.WidenLower(words).AsInt32(), Vector128<int>.Zero).AsSingle();
    }

    /// <inheritdoc cref="Mask32"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Mask64(ulong bytes)
    {
        var words = Vector128.WidenLower(Vector128.CreateScalar(bytes).AsByte());
        return Vector128.GreaterThan(Vector128.WidenLower(Vector128.WidenLower(words)).AsInt64(), Vector128<long>.Zero).AsDouble();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<long> LoadIndex64(int* p, nint rest)
    {
        var pair = rest >= 2 ? Vector128.CreateScalar(Unsafe.ReadUnaligned<long>(p)).AsInt32()
            : rest == 1 ? Vector128.CreateScalar(*p)
            : Vector128<int>.Zero;
        return Vector128.WidenLower(pair);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<long> LoadIndex64Strided(int* p, nint stride, nint rest) =>
        Vector128.WidenLower(LoadStrided(p, stride, Math.Min(rest, 2)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreIndex64(int* p, Vector128<long> index, nint rest)
    {
        if (rest > 0)
        {
            p[0] = (int)index.ToScalar();
        }

        if (rest > 1)
        {
            p[1] = (int)index.GetElement(1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint PositionOf<T>(Vector128<T> positions, int lane)
        where T : unmanaged =>
        sizeof(T) == 4 ? positions.As<T, int>().GetElement(lane) : (nint)positions.As<T, long>().GetElement(lane);

    // A negative position is a large one when unsigned.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T At<T>(T* p, nint position, nint stride, nint extent)
        where T : unmanaged =>
        (nuint)position < (nuint)extent ? p[position * stride] : default;
}
