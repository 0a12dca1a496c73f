namespace TensorDsl.Cpu;

/// <summary>Ends a search for the position of an extremum: each lane holds its best value and where it stood.</summary>
public static class ArgReduction
{
    /// <summary>The position of the largest lane; the first wins ties, NaN wins over numbers, −1 if no lane has seen anything.</summary>
    public static int First<T, V, O, S>(V best, V at)
        where T : unmanaged
        where V : unmanaged
        where O : struct, ISimd<T, V>
        where S : struct, ISimd<T, T>
        => Search<T, V, O, S>(best, at, static (a, b) => S.Any(S.Greater(a, b)));

    /// <summary>The position of the smallest lane, under the same rules.</summary>
    public static int FirstSmallest<T, V, O, S>(V best, V at)
        where T : unmanaged
        where V : unmanaged
        where O : struct, ISimd<T, V>
        where S : struct, ISimd<T, T>
        => Search<T, V, O, S>(best, at, static (a, b) => S.Any(S.Less(a, b)));

    private static int Search<T, V, O, S>(V best, V at, Func<T, T, bool> better)
        where T : unmanaged
        where V : unmanaged
        where O : struct, ISimd<T, V>
        where S : struct, ISimd<T, T>
    {
        int found = -1;
        T value = default;
        for (int lane = 0; lane < O.Count; lane++)
        {
            int position = O.IndexAt(at, lane);
            if (position < 0) continue;
            T candidate = O.At(best, lane);
            bool nan = S.Any(S.NotEqual(candidate, candidate)), hasNan = found >= 0 && S.Any(S.NotEqual(value, value));
            bool take = found < 0 || nan && !hasNan || nan == hasNan && (better(candidate, value) || !better(value, candidate) && position < found);
            if (!take) continue;
            found = position;
            value = candidate;
        }
        return found;
    }
}
