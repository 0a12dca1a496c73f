namespace TensorDsl;

/// <summary>A single value on a device: the value of a loss, or a learnable scalar.</summary>
/// <inheritdoc cref="GpuTensorBase{T}" path="/remarks"/>
public sealed class GpuTensor<T> : GpuTensorBase<T>
    where T : unmanaged
{
    /// <summary>Takes memory of a device. What it holds at first is undefined.</summary>
    /// <exception cref="GpuOutOfMemoryException">The device has not so much memory.</exception>
    public GpuTensor(IGpuDevice device)
        : base(device, [], [])
    {
    }

    /// <summary>Lies in a buffer that somebody else owns, at its first element. Dispose does not give it back.</summary>
    /// <exception cref="ShapeMismatchException">The buffer is empty.</exception>
    public GpuTensor(GpuBuffer buffer)
        : base(buffer, [], [])
    {
    }

    /// <summary>The value. Waits for the kernels that were dispatched before, and copies it to the host.</summary>
    /// <exception cref="GpuDeviceLostException">The device stopped working.</exception>
    public T Read()
    {
        T value = default;
        Read(new Span<T>(ref value));
        return value;
    }

    /// <summary>A copy in the memory of the host. Waits for the kernels that were dispatched before.</summary>
    /// <exception cref="GpuDeviceLostException">The device stopped working.</exception>
    public Tensor<T> ToCpu()
    {
        var tensor = new Tensor<T>(default(T));
        Read(tensor.Span);
        return tensor;
    }

    /// <summary>Copies to a tensor of the host. Waits for the kernels that were dispatched before.</summary>
    /// <exception cref="ShapeMismatchException">The sizes differ.</exception>
    /// <exception cref="GpuDeviceLostException">The device stopped working.</exception>
    public void CopyTo(Tensor<T> destination)
    {
        CheckSizes(destination, nameof(destination));
        Read(destination.Span);
    }

    /// <summary>Copies from a tensor of the host, which can be changed afterwards.</summary>
    /// <exception cref="ShapeMismatchException">The sizes differ.</exception>
    /// <exception cref="GpuDeviceLostException">The device stopped working.</exception>
    public void CopyFrom(Tensor<T> source)
    {
        CheckSizes(source, nameof(source));
        Write(source.Span);
    }
}
