using System.Runtime.CompilerServices;

namespace TensorDsl.Cpu;

/// <summary>
/// The k best of each row, as lists that are kept in order while scores go by: descending, equal scores by their positions, NaN behind all
/// numbers, and −∞ at −1 where nothing has been seen yet. That order is total, so a list depends on the scores alone and not on how they
/// were cut into parts.
/// </summary>
public static unsafe class TopK
{
    /// <summary>Empties lists: count entries of −∞ at −1.</summary>
    public static void Clear<T, S>(T* values, int* positions, nint count)
        where T : unmanaged
        where S : struct, ISimd<T, T>
    {
        T nothing = S.Constant(double.NegativeInfinity);
        for (nint i = 0; i < count; i++)
        {
            values[i] = nothing;
            positions[i] = -1;
        }
    }

    /// <summary>
    /// Takes in a block of scores. Scores of one row come in the order of their positions, so that an equal one found later stands behind.
    /// Most scores are below the last entry of a full list, and are passed over a vector at a time.
    /// </summary>
    /// <param name="scores">Row r begins at scores[r · stride].</param>
    /// <param name="stride">Elements between rows of scores.</param>
    /// <param name="rows">Rows of the block.</param>
    /// <param name="columns">Scores in a row.</param>
    /// <param name="first">The position of the first score.</param>
    /// <param name="values">The scores in the lists; row r begins at values[r · k].</param>
    /// <param name="positions">The positions in the lists, likewise.</param>
    /// <param name="k">Entries of a list.</param>
    public static void Update<T, V, O, S>(T* scores, nint stride, nint rows, nint columns, nint first, T* values, int* positions, nint k)
        where T : unmanaged
        where V : unmanaged
        where O : struct, ISimd<T, V>
        where S : struct, ISimd<T, T>
    {
        if (k == 0) return;
        for (nint r = 0; r < rows; r++)
            Row<T, V, O, S>(scores + r * stride, columns, first, values + r * k, positions + r * k, k);
    }

    /// <summary>
    /// Merges the lists of the parts of each row, in the order of the parts, into those of the first part, and copies them to where they are
    /// wanted.
    /// </summary>
    /// <param name="partValues">The scores in the lists: part p's begin at p · rows · k.</param>
    /// <param name="partPositions">The positions in the lists, likewise.</param>
    /// <param name="parts">How many parts there are.</param>
    /// <param name="rows">Rows, each with a list in every part.</param>
    /// <param name="k">Entries of a list.</param>
    /// <param name="values">Where the scores go; null if they are not wanted.</param>
    /// <param name="positions">Where the positions go; null if they are not wanted.</param>
    public static void Merge<T, S>(T* partValues, int* partPositions, nint parts, nint rows, nint k, T* values, int* positions)
        where T : unmanaged
        where S : struct, ISimd<T, T>
    {
        for (nint part = 1; part < parts; part++)
        {
            for (nint r = 0; r < rows; r++)
            {
                nint from = (part * rows + r) * k;
                T* list = partValues + r * k;
                int* at = partPositions + r * k;
                // What comes behind an entry that finds no place finds none either.
                for (nint i = 0; i < k && partPositions[from + i] >= 0; i++)
                    if (!TryInsert<T, S>(partValues[from + i], partPositions[from + i], list, at, k)) break;
            }
        }

        nint count = rows * k;
        if (values != null && values != partValues) Buffer.MemoryCopy(partValues, values, count * sizeof(T), count * sizeof(T));
        if (positions != null && positions != partPositions) Buffer.MemoryCopy(partPositions, positions, count * sizeof(int), count * sizeof(int));
    }

    private static void Row<T, V, O, S>(T* scores, nint columns, nint first, T* values, int* positions, nint k)
        where T : unmanaged
        where V : unmanaged
        where O : struct, ISimd<T, V>
        where S : struct, ISimd<T, T>
    {
        nint i = 0;
        // No number is greater than the NaN or the nothing at the end of such a list, and yet each belongs before it.
        for (; i < columns && (positions[k - 1] < 0 || IsNaN<T, S>(values[k - 1])); i++)
            TryInsert<T, S>(scores[i], (int)(first + i), values, positions, k);

        while (columns - i >= O.Count)
        {
            V last = O.Broadcast(values[k - 1]);
            while (columns - i >= O.Count && !O.Any(O.Greater(O.Load(scores + i, columns - i), last))) i += O.Count;
            if (columns - i < O.Count) break;
            for (int lane = 0; lane < O.Count; lane++, i++) TryInsert<T, S>(scores[i], (int)(first + i), values, positions, k);
        }

        for (; i < columns; i++) TryInsert<T, S>(scores[i], (int)(first + i), values, positions, k);
    }

    /// <summary>Puts a score behind all that are not worse, if there is room; the last one drops out.</summary>
    private static bool TryInsert<T, S>(T value, int position, T* values, int* positions, nint k)
        where T : unmanaged
        where S : struct, ISimd<T, T>
    {
        if (!IsBetter<T, S>(value, values[k - 1], positions[k - 1])) return false;
        nint low = 0, high = k - 1;
        while (low < high)
        {
            nint middle = (low + high) / 2;
            if (IsBetter<T, S>(value, values[middle], positions[middle])) high = middle;
            else low = middle + 1;
        }

        nint moved = k - 1 - low;
        Buffer.MemoryCopy(values + low, values + low + 1, moved * sizeof(T), moved * sizeof(T));
        Buffer.MemoryCopy(positions + low, positions + low + 1, moved * sizeof(int), moved * sizeof(int));
        values[low] = value;
        positions[low] = position;
        return true;
    }

    /// <summary>A score that comes later belongs before an entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsBetter<T, S>(T value, T entry, int position)
        where T : unmanaged
        where S : struct, ISimd<T, T>
        => S.Any(S.Greater(value, entry)) || position < 0 || IsNaN<T, S>(entry) && !IsNaN<T, S>(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsNaN<T, S>(T value)
        where T : unmanaged
        where S : struct, ISimd<T, T>
        => S.Any(S.NotEqual(value, value));
}
