namespace TensorDsl;

/// <summary>Copies tensors to devices.</summary>
public static class GpuTensors
{
    /// <summary>A copy in the memory of a device. The tensor can be changed afterwards.</summary>
    /// <exception cref="GpuOutOfMemoryException">The device has not so much memory.</exception>
    /// <exception cref="NotSupportedException">The elements are not float, bool or positions.</exception>
    public static GpuTensor<T> ToGpu<T>(this Tensor<T> tensor, IGpuDevice device)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var copy = new GpuTensor<T>(device);
        copy.Fill(tensor.Span);
        return copy;
    }

    /// <summary>A copy in the memory of a device. The tensor can be changed afterwards.</summary>
    /// <exception cref="GpuOutOfMemoryException">The device has not so much memory.</exception>
    /// <exception cref="NotSupportedException">The elements are not float, bool or positions.</exception>
    public static GpuTensor<T, A> ToGpu<T, A>(this Tensor<T, A> tensor, IGpuDevice device)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var copy = new GpuTensor<T, A>(device, tensor.Size0);
        copy.Fill(tensor.Span);
        return copy;
    }

    /// <summary>A copy in the memory of a device. The tensor can be changed afterwards.</summary>
    /// <exception cref="GpuOutOfMemoryException">The device has not so much memory.</exception>
    /// <exception cref="NotSupportedException">The elements are not float, bool or positions.</exception>
    public static GpuTensor<T, A, B> ToGpu<T, A, B>(this Tensor<T, A, B> tensor, IGpuDevice device)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var copy = new GpuTensor<T, A, B>(device, tensor.Size0, tensor.Size1);
        copy.Fill(tensor.Span);
        return copy;
    }

    /// <summary>A copy in the memory of a device. The tensor can be changed afterwards.</summary>
    /// <exception cref="GpuOutOfMemoryException">The device has not so much memory.</exception>
    /// <exception cref="NotSupportedException">The elements are not float, bool or positions.</exception>
    public static GpuTensor<T, A, B, C> ToGpu<T, A, B, C>(this Tensor<T, A, B, C> tensor, IGpuDevice device)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var copy = new GpuTensor<T, A, B, C>(device, tensor.Size0, tensor.Size1, tensor.Size2);
        copy.Fill(tensor.Span);
        return copy;
    }

    /// <summary>A copy in the memory of a device. The tensor can be changed afterwards.</summary>
    /// <exception cref="GpuOutOfMemoryException">The device has not so much memory.</exception>
    /// <exception cref="NotSupportedException">The elements are not float, bool or positions.</exception>
    public static GpuTensor<T, A, B, C, D> ToGpu<T, A, B, C, D>(this Tensor<T, A, B, C, D> tensor, IGpuDevice device)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var copy = new GpuTensor<T, A, B, C, D>(device, tensor.Size0, tensor.Size1, tensor.Size2, tensor.Size3);
        copy.Fill(tensor.Span);
        return copy;
    }
}
