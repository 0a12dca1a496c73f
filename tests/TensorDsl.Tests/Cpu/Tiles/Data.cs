using System.Numerics;

namespace TensorDsl.Tests.Cpu.Tiles;

internal static class Data
{
    /// <summary>Multiples of 1/16 within ±2: products and sums are exact in float, so results can be compared bit for bit in any order.</summary>
    public static void FillExact<T>(Span<T> values, int seed)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        foreach (ref T value in values)
        {
            value = T.CreateChecked(random.Next(-32, 33) / 16.0);
        }
    }

    /// <summary>Numbers within ±1 whose sums are rounded, so that results depend on the order of summation.</summary>
    public static void FillRounded<T>(Span<T> values, int seed)
        where T : IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        foreach (ref T value in values)
        {
            value = T.CreateChecked(2 * random.NextDouble() - 1);
        }
    }

    public static double At<T>(Span<T> values, nint i)
        where T : IBinaryFloatingPointIeee754<T> => double.CreateChecked(values[(int)i]);
}
