using System.Runtime.CompilerServices;

namespace TensorDsl.ColdStart;

/// <summary>Single calls over small tensors: what they take is loading and compiling.</summary>
internal static class FirstCall
{
    private const int Rows = 64, Width = 64;

    private abstract class Batch;

    private abstract class Embed;

    private abstract class Classes;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool CosineSimilarity()
        => float.IsFinite(Similarities.CosineSimilarity(Values<Embed>(1), Values<Embed>(2))[Rows - 1]);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool CrossEntropy()
        => float.IsFinite(Losses.CrossEntropy(Values<Classes>(1), Tensors.Labels<Batch, Classes>(new int[Rows])));

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool InfoNceGradient()
        => float.IsFinite(Losses.InfoNceGradient(Values<Embed>(1), Values<Embed>(2), gradQuery: Values<Embed>(0), gradKey: Values<Embed>(0)));

    private static Tensor<float, Batch, C> Values<C>(int seed)
    {
        float[] values = new float[Rows * Width];
        for (int i = 0; i < values.Length; i++) values[i] = (i * 31 + seed * 17) % 61 / 61f;
        return new(values, Rows, Width);
    }
}
