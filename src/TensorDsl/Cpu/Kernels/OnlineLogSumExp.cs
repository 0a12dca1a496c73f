namespace TensorDsl.Cpu;

/// <summary>
/// Log-sum-exp over parts that become known one after the other: each part has a maximum m and s = Σ e^(x − m), with m taken as 0 in the
/// exponent where it is not finite. Merging rescales the smaller part (Milakov and Gimelshein 2018, Online normalizer calculation for softmax).
/// </summary>
public static unsafe class OnlineLogSumExp
{
    /// <summary>Merges one part into the running maximum and sum of a row.</summary>
    public static void Merge<T, S>(ref T max, ref T sum, T partMax, T partSum)
        where T : unmanaged
        where S : struct, ISimd<T, T>
    {
        T larger = S.Max(max, partMax);
        sum = S.Add(Rescale<T, S>(max, larger, sum), Rescale<T, S>(partMax, larger, partSum));
        max = larger;
    }

    /// <summary>Merges parts of many columns at once.</summary>
    public static void Merge<T, V, O>(T* max, T* sum, T* partMax, T* partSum, nint count)
        where T : unmanaged
        where V : unmanaged
        where O : struct, ISimd<T, V>
    {
        for (nint i = 0; i < count; i += O.Count)
        {
            nint rest = count - i;
            V a = O.Load(max + i, rest), b = O.Load(partMax + i, rest);
            V larger = O.Max(a, b);
            V merged = O.Add(Rescale<T, V, O>(a, larger, O.Load(sum + i, rest)), Rescale<T, V, O>(b, larger, O.Load(partSum + i, rest)));
            O.Store(sum + i, merged, rest);
            O.Store(max + i, larger, rest);
        }
    }

    /// <summary>output = m + ln s: −∞ for an empty or masked row, +∞ where an element is +∞, NaN where one is NaN.</summary>
    public static void Finish<T, V, O>(T* max, T* sum, nint count, T* output)
        where T : unmanaged
        where V : unmanaged
        where O : struct, ISimd<T, V>
    {
        for (nint i = 0; i < count; i += O.Count)
        {
            nint rest = count - i;
            V m = O.Load(max + i, rest);
            O.Store(output + i, O.Add(Shift<T, V, O>(m), O.Log(O.Load(sum + i, rest))), rest);
        }
    }

    private static V Shift<T, V, O>(V max)
        where T : unmanaged
        where V : unmanaged
        where O : struct, ISimd<T, V>
        => O.Select(O.Less(O.Abs(max), O.Constant(double.PositiveInfinity)), max, O.Constant(0));

    private static V Rescale<T, V, O>(V from, V to, V sum)
        where T : unmanaged
        where V : unmanaged
        where O : struct, ISimd<T, V>
        => O.Multiply(sum, O.ExpOfDifference(O.Subtract(Shift<T, V, O>(from), Shift<T, V, O>(to))));

    private static T Rescale<T, S>(T from, T to, T sum)
        where T : unmanaged
        where S : struct, ISimd<T, T>
        => Rescale<T, T, S>(from, to, sum);
}
