namespace TensorDsl;

public static partial class Tensors
{
    /// <summary>A new tensor with the dims [A], all 0.</summary>
    public static Tensor<T, A> Zeros<T, A>(int size0)
        where T : unmanaged
        => new(Allocate<T>(size0), size0);

    /// <summary>A new tensor with the dims [A, B], all 0.</summary>
    public static Tensor<T, A, B> Zeros<T, A, B>(int size0, int size1)
        where T : unmanaged
        => new(Allocate<T>(size0, size1), size0, size1);

    /// <summary>A new tensor with the dims [A, B, C], all 0.</summary>
    public static Tensor<T, A, B, C> Zeros<T, A, B, C>(int size0, int size1, int size2)
        where T : unmanaged
        => new(Allocate<T>(size0, size1, size2), size0, size1, size2);

    /// <summary>A new tensor with the dims [A, B, C, D], all 0.</summary>
    public static Tensor<T, A, B, C, D> Zeros<T, A, B, C, D>(int size0, int size1, int size2, int size3)
        where T : unmanaged
        => new(Allocate<T>(size0, size1, size2, size3), size0, size1, size2, size3);

    /// <summary>A new tensor with the dims [A], every element being the value.</summary>
    public static Tensor<T, A> Filled<T, A>(T value, int size0)
        where T : unmanaged
    {
        var tensor = Zeros<T, A>(size0);
        tensor.Span.Fill(value);
        return tensor;
    }

    /// <summary>A new tensor with the dims [A, B], every element being the value.</summary>
    public static Tensor<T, A, B> Filled<T, A, B>(T value, int size0, int size1)
        where T : unmanaged
    {
        var tensor = Zeros<T, A, B>(size0, size1);
        tensor.Span.Fill(value);
        return tensor;
    }

    /// <summary>A new tensor with the dims [A, B, C], every element being the value.</summary>
    public static Tensor<T, A, B, C> Filled<T, A, B, C>(T value, int size0, int size1, int size2)
        where T : unmanaged
    {
        var tensor = Zeros<T, A, B, C>(size0, size1, size2);
        tensor.Span.Fill(value);
        return tensor;
    }

    /// <summary>A new tensor with the dims [A, B, C, D], every element being the value.</summary>
    public static Tensor<T, A, B, C, D> Filled<T, A, B, C, D>(T value, int size0, int size1, int size2, int size3)
        where T : unmanaged
    {
        var tensor = Zeros<T, A, B, C, D>(size0, size1, size2, size3);
        tensor.Span.Fill(value);
        return tensor;
    }
}
