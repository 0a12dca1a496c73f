using System.Numerics;

namespace TensorDsl;

public static partial class Tensors
{
    /// <summary>A new tensor with the dims [A] of independent numbers, uniform in [low, high).</summary>
    /// <remarks>The generator is <see cref="RandomSequence"/>: the same seed gives the same numbers everywhere.</remarks>
    public static Tensor<T, A> Uniform<T, A>(int size0, ulong seed, double low = 0, double high = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var tensor = Zeros<T, A>(size0);
        new RandomSequence(seed).FillUniform(tensor.Span, low, high);
        return tensor;
    }

    /// <summary>A new tensor with the dims [A, B] of independent numbers, uniform in [low, high).</summary>
    /// <remarks>The generator is <see cref="RandomSequence"/>: the same seed gives the same numbers everywhere.</remarks>
    public static Tensor<T, A, B> Uniform<T, A, B>(int size0, int size1, ulong seed, double low = 0, double high = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var tensor = Zeros<T, A, B>(size0, size1);
        new RandomSequence(seed).FillUniform(tensor.Span, low, high);
        return tensor;
    }

    /// <summary>A new tensor with the dims [A, B, C] of independent numbers, uniform in [low, high).</summary>
    /// <remarks>The generator is <see cref="RandomSequence"/>: the same seed gives the same numbers everywhere.</remarks>
    public static Tensor<T, A, B, C> Uniform<T, A, B, C>(int size0, int size1, int size2, ulong seed, double low = 0, double high = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var tensor = Zeros<T, A, B, C>(size0, size1, size2);
        new RandomSequence(seed).FillUniform(tensor.Span, low, high);
        return tensor;
    }

    /// <summary>A new tensor with the dims [A, B, C, D] of independent numbers, uniform in [low, high).</summary>
    /// <remarks>The generator is <see cref="RandomSequence"/>: the same seed gives the same numbers everywhere.</remarks>
    public static Tensor<T, A, B, C, D> Uniform<T, A, B, C, D>(
        int size0, int size1, int size2, int size3, ulong seed, double low = 0, double high = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var tensor = Zeros<T, A, B, C, D>(size0, size1, size2, size3);
        new RandomSequence(seed).FillUniform(tensor.Span, low, high);
        return tensor;
    }

    /// <summary>A new tensor with the dims [A] of independent numbers from the normal distribution.</summary>
    /// <remarks>
    /// The generator is <see cref="RandomSequence"/>: the same seed gives the same numbers, up to the last bit of the platform's ln
    /// and cos.
    /// </remarks>
    public static Tensor<T, A> Normal<T, A>(int size0, ulong seed, double mean = 0, double deviation = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var tensor = Zeros<T, A>(size0);
        new RandomSequence(seed).FillNormal(tensor.Span, mean, deviation);
        return tensor;
    }

    /// <summary>A new tensor with the dims [A, B] of independent numbers from the normal distribution.</summary>
    /// <remarks>
    /// The generator is <see cref="RandomSequence"/>: the same seed gives the same numbers, up to the last bit of the platform's ln
    /// and cos.
    /// </remarks>
    public static Tensor<T, A, B> Normal<T, A, B>(int size0, int size1, ulong seed, double mean = 0, double deviation = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var tensor = Zeros<T, A, B>(size0, size1);
        new RandomSequence(seed).FillNormal(tensor.Span, mean, deviation);
        return tensor;
    }

    /// <summary>A new tensor with the dims [A, B, C] of independent numbers from the normal distribution.</summary>
    /// <remarks>
    /// The generator is <see cref="RandomSequence"/>: the same seed gives the same numbers, up to the last bit of the platform's ln
    /// and cos.
    /// </remarks>
    public static Tensor<T, A, B, C> Normal<T, A, B, C>(int size0, int size1, int size2, ulong seed, double mean = 0, double deviation = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var tensor = Zeros<T, A, B, C>(size0, size1, size2);
        new RandomSequence(seed).FillNormal(tensor.Span, mean, deviation);
        return tensor;
    }

    /// <summary>A new tensor with the dims [A, B, C, D] of independent numbers from the normal distribution.</summary>
    /// <remarks>
    /// The generator is <see cref="RandomSequence"/>: the same seed gives the same numbers, up to the last bit of the platform's ln
    /// and cos.
    /// </remarks>
    public static Tensor<T, A, B, C, D> Normal<T, A, B, C, D>(
        int size0, int size1, int size2, int size3, ulong seed, double mean = 0, double deviation = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var tensor = Zeros<T, A, B, C, D>(size0, size1, size2, size3);
        new RandomSequence(seed).FillNormal(tensor.Span, mean, deviation);
        return tensor;
    }
}
