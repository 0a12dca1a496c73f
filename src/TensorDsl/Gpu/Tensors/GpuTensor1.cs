namespace TensorDsl;

/// <summary>A vector on a device. The dims are part of the type.</summary>
/// <inheritdoc cref="GpuTensorBase{T}" path="/remarks"/>
public sealed class GpuTensor<T, A> : GpuTensorBase<T>
    where T : unmanaged
{
    private static readonly NamedDim[] s_dims = [NamedDim.Of<A>()];

    /// <summary>Takes memory of a device. What it holds at first is undefined.</summary>
    /// <exception cref="ShapeMismatchException">A size differs from what its dim declares.</exception>
    /// <exception cref="GpuOutOfMemoryException">The device has not so much memory.</exception>
    public GpuTensor(IGpuDevice device, int size0)
        : base(device, s_dims, [size0])
    {
    }

    /// <summary>Lies in a buffer that somebody else owns, from its first element on. Dispose does not give it back.</summary>
    /// <exception cref="ShapeMismatchException">The buffer is too small, or a size differs from what its dim declares.</exception>
    public GpuTensor(GpuBuffer buffer, int size0)
        : base(buffer, s_dims, [size0])
    {
    }

    /// <summary>The size of the only axis, A.</summary>
    public int Size0 => Size(0);

    /// <summary>A copy in the memory of the host. Waits for the kernels that were dispatched before.</summary>
    /// <exception cref="GpuDeviceLostException">The device stopped working.</exception>
    public Tensor<T, A> ToCpu()
    {
        var tensor = Tensors.Zeros<T, A>(Size0);
        Read(tensor.Span);
        return tensor;
    }

    /// <summary>Copies to a tensor of the host. Waits for the kernels that were dispatched before.</summary>
    /// <exception cref="ShapeMismatchException">The sizes differ.</exception>
    /// <exception cref="GpuDeviceLostException">The device stopped working.</exception>
    public void CopyTo(Tensor<T, A> destination)
    {
        CheckSizes(destination, nameof(destination));
        Read(destination.Span);
    }

    /// <summary>Copies from a tensor of the host, which can be changed afterwards.</summary>
    /// <exception cref="ShapeMismatchException">The sizes differ.</exception>
    /// <exception cref="GpuDeviceLostException">The device stopped working.</exception>
    public void CopyFrom(Tensor<T, A> source)
    {
        CheckSizes(source, nameof(source));
        Write(source.Span);
    }

    /// <summary>The same memory with other dims; this tensor owns it, and disposing the renamed one does nothing.</summary>
    /// <exception cref="ShapeMismatchException">A size differs from what its new dim declares.</exception>
    public GpuTensor<T, A2> Rename<A2>() => new(Buffer, Size0);
}
