namespace TensorDsl;

public static partial class Tensors
{
    /// <summary>The array as a tensor with the dims [A], not copied.</summary>
    /// <exception cref="ShapeMismatchException">The sizes do not fit the data, or not what a dim declares.</exception>
    public static Tensor<float, A> Create<A>(float[] data, int size0) => new(data, size0);

    /// <summary>The array as a tensor with the dims [A, B], not copied.</summary>
    /// <exception cref="ShapeMismatchException">The sizes do not fit the data, or not what a dim declares.</exception>
    public static Tensor<float, A, B> Create<A, B>(float[] data, int size0, int size1) => new(data, size0, size1);

    /// <summary>The array as a tensor with the dims [A, B, C], not copied.</summary>
    /// <exception cref="ShapeMismatchException">The sizes do not fit the data, or not what a dim declares.</exception>
    public static Tensor<float, A, B, C> Create<A, B, C>(float[] data, int size0, int size1, int size2) => new(data, size0, size1, size2);

    /// <summary>The array as a tensor with the dims [A, B, C, D], not copied.</summary>
    /// <exception cref="ShapeMismatchException">The sizes do not fit the data, or not what a dim declares.</exception>
    public static Tensor<float, A, B, C, D> Create<A, B, C, D>(float[] data, int size0, int size1, int size2, int size3)
        => new(data, size0, size1, size2, size3);

    /// <summary>The array as a tensor with the dims [A], not copied.</summary>
    /// <exception cref="ShapeMismatchException">The sizes do not fit the data, or not what a dim declares.</exception>
    public static Tensor<double, A> Create<A>(double[] data, int size0) => new(data, size0);

    /// <summary>The array as a tensor with the dims [A, B], not copied.</summary>
    /// <exception cref="ShapeMismatchException">The sizes do not fit the data, or not what a dim declares.</exception>
    public static Tensor<double, A, B> Create<A, B>(double[] data, int size0, int size1) => new(data, size0, size1);

    /// <summary>The array as a tensor with the dims [A, B, C], not copied.</summary>
    /// <exception cref="ShapeMismatchException">The sizes do not fit the data, or not what a dim declares.</exception>
    public static Tensor<double, A, B, C> Create<A, B, C>(double[] data, int size0, int size1, int size2) => new(data, size0, size1, size2);

    /// <summary>The array as a tensor with the dims [A, B, C, D], not copied.</summary>
    /// <exception cref="ShapeMismatchException">The sizes do not fit the data, or not what a dim declares.</exception>
    public static Tensor<double, A, B, C, D> Create<A, B, C, D>(double[] data, int size0, int size1, int size2, int size3)
        => new(data, size0, size1, size2, size3);
}
