using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <summary>
/// Functions that are called lane by lane, out of line: their cost is the calls, and a copy in every loop would not lower it.
/// </summary>
internal static unsafe class PerLane
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static V Map<T, V>(V a, delegate*<T, T> function)
        where T : unmanaged
        where V : unmanaged
    {
        var lanes = (T*)&a;
        for (var i = 0; i < sizeof(V) / sizeof(T); i++)
        {
            lanes[i] = function(lanes[i]);
        }

        return a;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static V Map<T, V>(V a, V b, delegate*<T, T, T> function)
        where T : unmanaged
        where V : unmanaged
    {
        var left = (T*)&a;
        var right = (T*)&b;
        for (var i = 0; i < sizeof(V) / sizeof(T); i++)
        {
            left[i] = function(left[i], right[i]);
        }

        return a;
    }
}
