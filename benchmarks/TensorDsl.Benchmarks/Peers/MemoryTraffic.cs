using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TensorDsl.Benchmarks;

/// <summary>The bandwidth that a machine has: loops that do nothing but read, or read and write.</summary>
internal static unsafe class MemoryTraffic
{
    /// <summary>Reads all elements of both, as one sum.</summary>
    public static float Read(float[] x, float[] y)
        => RowBlocks.Sum(x.Length, (begin, end) => Sum(x.AsSpan(begin, end - begin)) + Sum(y.AsSpan(begin, end - begin)));

    /// <summary>Reads both and writes as much: the platform's copy.</summary>
    public static void Copy(float[] x, float[] y, float[] toX, float[] toY)
        => RowBlocks.For(x.Length, (begin, end) =>
        {
            x.AsSpan(begin, end - begin).CopyTo(toX.AsSpan(begin));
            y.AsSpan(begin, end - begin).CopyTo(toY.AsSpan(begin));
        });

    /// <summary>Eight sums side by side, so that no addition waits for another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum(ReadOnlySpan<float> values)
    {
        fixed (float* p = values)
        {
            const int Width = 8, Step = 8 * Width;
            Vector256<float> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
            nint i = 0;
            for (; i <= values.Length - Step; i += Step)
            {
                a += Vector256.Load(p + i);
                b += Vector256.Load(p + i + Width);
                c += Vector256.Load(p + i + 2 * Width);
                d += Vector256.Load(p + i + 3 * Width);
                e += Vector256.Load(p + i + 4 * Width);
                f += Vector256.Load(p + i + 5 * Width);
                g += Vector256.Load(p + i + 6 * Width);
                h += Vector256.Load(p + i + 7 * Width);
            }

            return Vector256.Sum(a + b + (c + d) + (e + f + (g + h))) + TensorPrimitives.Sum(values[(int)i..]);
        }
    }
}
