namespace TensorDsl.Cpu;

/// <summary>Combines what chunks have accumulated, in chunk order.</summary>
public static unsafe class Partials
{
    /// <summary>Fills an array with the identity of a reduction.</summary>
    public static void Fill<T>(T* p, nint count, T value) where T : unmanaged
    {
        for (nint i = 0; i < count; i++) p[i] = value;
    }

    /// <summary>output[i] = Σ over chunks of partials[chunk, i]; float partials are added in double, so that many chunks lose nothing.</summary>
    public static void Sum<T>(T* partials, nint chunks, nint size, T* output) where T : unmanaged
    {
        for (nint i = 0; i < size; i++)
        {
            if (typeof(T) == typeof(float))
            {
                double sum = 0;
                for (nint c = 0; c < chunks; c++) sum += ((float*)partials)[c * size + i];
                ((float*)output)[i] = (float)sum;
            }
            else
            {
                double sum = 0;
                for (nint c = 0; c < chunks; c++) sum += ((double*)partials)[c * size + i];
                ((double*)output)[i] = sum;
            }
        }
    }

    /// <summary>output[i] = output[i] ∘ partials[0, i] ∘ partials[1, i] … for any other operation.</summary>
    public static void Combine<T, S, TOp>(T* partials, nint chunks, nint size, T* output, T identity)
        where T : unmanaged
        where S : struct, ISimd<T, T>
        where TOp : struct, ICombine
    {
        for (nint i = 0; i < size; i++)
        {
            T result = identity;
            for (nint c = 0; c < chunks; c++) result = TOp.Apply<T, S>(result, partials[c * size + i]);
            output[i] = result;
        }
    }

    /// <summary>Adds a panel's partial sums to the totals.</summary>
    public static void Accumulate<T, S, TOp>(T* partials, nint chunks, nint size, T* totals)
        where T : unmanaged
        where S : struct, ISimd<T, T>
        where TOp : struct, ICombine
    {
        for (nint c = 0; c < chunks; c++)
            for (nint i = 0; i < size; i++) totals[i] = TOp.Apply<T, S>(totals[i], partials[c * size + i]);
    }
}

/// <summary>An associative operation that partial results are combined with.</summary>
public interface ICombine
{
    static abstract T Apply<T, S>(T a, T b) where T : unmanaged where S : struct, ISimd<T, T>;
}

/// <summary>Addition.</summary>
public readonly struct CombineSum : ICombine
{
    public static T Apply<T, S>(T a, T b) where T : unmanaged where S : struct, ISimd<T, T> => S.Add(a, b);
}

/// <summary>The larger of both, NaN if either is.</summary>
public readonly struct CombineMax : ICombine
{
    public static T Apply<T, S>(T a, T b) where T : unmanaged where S : struct, ISimd<T, T> => S.Max(a, b);
}

/// <summary>The smaller of both, NaN if either is.</summary>
public readonly struct CombineMin : ICombine
{
    public static T Apply<T, S>(T a, T b) where T : unmanaged where S : struct, ISimd<T, T> => S.Min(a, b);
}

/// <summary>Multiplication.</summary>
public readonly struct CombineProd : ICombine
{
    public static T Apply<T, S>(T a, T b) where T : unmanaged where S : struct, ISimd<T, T> => S.Multiply(a, b);
}
