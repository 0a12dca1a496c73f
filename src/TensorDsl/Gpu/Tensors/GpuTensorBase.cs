using System.Buffers;
using System.Runtime.InteropServices;

namespace TensorDsl;

/// <summary>What GPU tensors of all ranks have: a device, memory on it, and copies from and to the host.</summary>
/// <remarks>
/// Elements are float, bool or <see cref="Index{C}"/>. A truth value takes four bytes on a device. Dispose gives the memory back to the
/// device's pool; kernels that were dispatched before still use it. A tensor that nobody disposes gives it back when it is collected.
/// </remarks>
public abstract class GpuTensorBase<T> : TensorBase, IDisposable
    where T : unmanaged
{
    private readonly GpuBuffer _buffer;
    private readonly bool _owns;

    private protected GpuTensorBase(IGpuDevice device, NamedDim[] dims, ReadOnlySpan<int> sizes)
        : base(dims, sizes)
    {
        ArgumentNullException.ThrowIfNull(device);
        Length = CheckElements(dims, sizes);
        _buffer = device.Rent(Length);
        _owns = true;
    }

    /// <summary>A view of a buffer that somebody else owns.</summary>
    private protected GpuTensorBase(GpuBuffer buffer, NamedDim[] dims, ReadOnlySpan<int> sizes)
        : base(dims, sizes)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        Length = CheckElements(dims, sizes);
        if (buffer.Length < Length)
            throw new ShapeMismatchException(
                $"{Describe(Type, dims, sizes)} has {Length} elements but the buffer has {buffer.Length}", nameof(buffer));
        _buffer = buffer;
    }

    /// <summary>The device that holds the elements.</summary>
    public IGpuDevice Device => _buffer.Device;

    /// <summary>The memory, with one element of four bytes for each of the tensor's, in row-major order.</summary>
    /// <exception cref="ObjectDisposedException">The tensor, or the one that it was renamed from, is disposed.</exception>
    public GpuBuffer Buffer
    {
        get
        {
            ObjectDisposedException.ThrowIf(_buffer.IsDisposed, this);
            return _buffer;
        }
    }

    /// <inheritdoc/>
    public sealed override long Length { get; }

    /// <summary>Gives the memory back to the device's pool; kernels that were dispatched before still use it.</summary>
    public void Dispose()
    {
        if (_owns) _buffer.Dispose();
    }

    private protected override string TypeText => Type;

    private static string Type => $"GpuTensor<{TypeName.Of(typeof(T))}>";

    private static bool IsSupported { get; } = typeof(T) == typeof(float) || typeof(T) == typeof(bool)
        || typeof(T).IsGenericType && typeof(T).GetGenericTypeDefinition() == typeof(Index<>);

    /// <summary>Fills a new tensor, which is given back if that fails.</summary>
    internal void Fill(ReadOnlySpan<T> source)
    {
        try
        {
            Write(source);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private protected void Write(ReadOnlySpan<T> source)
    {
        if (source.IsEmpty) return;
        if (typeof(T) != typeof(bool))
        {
            Device.Upload(Buffer, MemoryMarshal.AsBytes(source));
            return;
        }
        var words = ArrayPool<uint>.Shared.Rent(source.Length);
        var truths = MemoryMarshal.Cast<T, bool>(source);
        for (int i = 0; i < truths.Length; i++) words[i] = truths[i] ? 1u : 0u;
        try
        {
            Device.Upload(Buffer, MemoryMarshal.AsBytes(words.AsSpan(0, source.Length)));
        }
        finally
        {
            ArrayPool<uint>.Shared.Return(words);
        }
    }

    private protected void Read(Span<T> destination)
    {
        if (destination.IsEmpty) return;
        if (typeof(T) != typeof(bool))
        {
            Device.Download(Buffer, MemoryMarshal.AsBytes(destination));
            return;
        }
        var words = ArrayPool<uint>.Shared.Rent(destination.Length);
        try
        {
            Device.Download(Buffer, MemoryMarshal.AsBytes(words.AsSpan(0, destination.Length)));
            var truths = MemoryMarshal.Cast<T, bool>(destination);
            for (int i = 0; i < truths.Length; i++) truths[i] = words[i] != 0;
        }
        finally
        {
            ArrayPool<uint>.Shared.Return(words);
        }
    }

    private protected void CheckSizes(TensorBase other, string parameter)
    {
        ArgumentNullException.ThrowIfNull(other, parameter);
        for (int i = 0; i < Rank; i++)
            if (Size(i) != other.Size(i)) throw new ShapeMismatchException($"the sizes of {this} and {other} differ", parameter);
    }

    private static long CheckElements(NamedDim[] dims, ReadOnlySpan<int> sizes)
    {
        if (!IsSupported)
            throw new NotSupportedException($"{Describe(Type, dims, sizes)}: a GPU tensor has elements of float, bool or Index<…>");
        var length = CheckedLength(Type, dims, sizes);
        // Beyond 64 bits of bytes no device could say that it has too little memory.
        if (length > long.MaxValue / sizeof(uint))
            throw new GpuOutOfMemoryException($"{Describe(Type, dims, sizes)} has {length} elements");
        return (long)length;
    }
}
