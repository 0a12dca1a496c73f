namespace TensorDsl;

/// <summary>A tensor of three axes on a device, row-major as on the CPU. The dims are part of the type.</summary>
/// <inheritdoc cref="GpuTensorBase{T}" path="/remarks"/>
public sealed class GpuTensor<T, A, B, C> : GpuTensorBase<T>
    where T : unmanaged
{
    private static readonly NamedDim[] s_dims = [NamedDim.Of<A>(), NamedDim.Of<B>(), NamedDim.Of<C>()];

    /// <summary>Takes memory of a device. What it holds at first is undefined.</summary>
    /// <exception cref="ShapeMismatchException">A size differs from what its dim declares.</exception>
    /// <exception cref="GpuOutOfMemoryException">The device has not so much memory.</exception>
    public GpuTensor(IGpuDevice device, int size0, int size1, int size2)
        : base(device, s_dims, [size0, size1, size2])
    {
    }

    /// <summary>Lies in a buffer that somebody else owns, from its first element on. Dispose does not give it back.</summary>
    /// <exception cref="ShapeMismatchException">The buffer is too small, or a size differs from what its dim declares.</exception>
    public GpuTensor(GpuBuffer buffer, int size0, int size1, int size2)
        : base(buffer, s_dims, [size0, size1, size2])
    {
    }

    /// <summary>The size of the first axis, A.</summary>
    public int Size0 => Size(0);

    /// <summary>The size of the second axis, B.</summary>
    public int Size1 => Size(1);

    /// <summary>The size of the last axis, C.</summary>
    public int Size2 => Size(2);

    /// <summary>A copy in the memory of the host. Waits for the kernels that were dispatched before.</summary>
    /// <exception cref="GpuDeviceLostException">The device stopped working.</exception>
    public Tensor<T, A, B, C> ToCpu()
    {
        var tensor = Tensors.Zeros<T, A, B, C>(Size0, Size1, Size2);
        Read(tensor.Span);
        return tensor;
    }

    /// <summary>Copies to a tensor of the host. Waits for the kernels that were dispatched before.</summary>
    /// <exception cref="ShapeMismatchException">The sizes differ.</exception>
    /// <exception cref="GpuDeviceLostException">The device stopped working.</exception>
    public void CopyTo(Tensor<T, A, B, C> destination)
    {
        CheckSizes(destination, nameof(destination));
        Read(destination.Span);
    }

    /// <summary>Copies from a tensor of the host, which can be changed afterwards.</summary>
    /// <exception cref="ShapeMismatchException">The sizes differ.</exception>
    /// <exception cref="GpuDeviceLostException">The device stopped working.</exception>
    public void CopyFrom(Tensor<T, A, B, C> source)
    {
        CheckSizes(source, nameof(source));
        Write(source.Span);
    }

    /// <summary>The same memory with other dims; this tensor owns it, and disposing the renamed one does nothing.</summary>
    /// <exception cref="ShapeMismatchException">A size differs from what its new dim declares.</exception>
    public GpuTensor<T, A2, B2, C2> Rename<A2, B2, C2>() => new(Buffer, Size0, Size1, Size2);
}
