using TensorDsl.Vulkan.Memory;

namespace TensorDsl.Vulkan;

public sealed partial class VulkanDevice
{
    /// <summary>Copies through staging memory are cut into pieces of this size, so that large ones need little of it.</summary>
    private const long StagingPiece = 16 << 20;

    /// <summary>Uploads wait for earlier ones before more staging memory than this is held.</summary>
    private const long StagingBudget = 4 * StagingPiece;

    /// <inheritdoc/>
    public GpuBuffer Rent(long elements)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elements);
        if (elements > Limits.MaxBufferBytes / sizeof(uint))
            throw new GpuOutOfMemoryException(
                $"{Name}: a buffer of {elements} elements; the largest has {Limits.MaxBufferBytes / sizeof(uint)}");
        lock (_gate)
        {
            CheckUsable();
            ReturnAbandoned();
            return new VulkanBuffer(this, RentSlot(_memory, elements * sizeof(uint)), elements);
        }
    }

    /// <inheritdoc/>
    public void Upload(GpuBuffer destination, ReadOnlySpan<byte> data)
    {
        CheckRange(destination, data.Length, nameof(data));
        if (data.IsEmpty) return;
        lock (_gate)
        {
            CheckUsable();
            var slot = SlotOf(destination, nameof(destination));
            if (WriteInPlace(slot, data)) return;
            for (int offset = 0; offset < data.Length;)
            {
                while (_stream.StagingBytes >= StagingBudget) _stream.WaitForOldest();
                int bytes = (int)Math.Min(StagingPiece, data.Length - offset);
                Stage(slot, offset, data.Slice(offset, bytes));
                offset += bytes;
            }
        }
    }

    /// <inheritdoc/>
    public void Download(GpuBuffer source, Span<byte> data)
    {
        CheckRange(source, data.Length, nameof(data));
        if (data.IsEmpty) return;
        lock (_gate)
        {
            CheckUsable();
            var slot = SlotOf(source, nameof(source));
            if (ReadInPlace(slot, data)) return;
            var staged = RentSlot(_staging, Math.Min(StagingPiece, data.Length));
            try
            {
                for (int offset = 0; offset < data.Length;)
                {
                    int bytes = (int)Math.Min(staged.Requested, data.Length - offset);
                    _stream.Copy(slot, offset, staged, 0, bytes);
                    _stream.WaitFor(staged.LastUse);
                    Bytes(staged, bytes).CopyTo(data[offset..]);
                    offset += bytes;
                }
            }
            finally
            {
                _staging.Return(staged);
            }
        }
    }

    /// <summary>
    /// Waits for the device and gives the driver back all memory that the pools keep but nobody holds. It is done by itself when memory is
    /// short.
    /// </summary>
    public void Trim()
    {
        lock (_gate)
        {
            CheckUsable();
            ReturnAbandoned();
            _stream.WaitIdle();
            _memory.Trim();
            _staging.Trim();
        }
    }

    /// <summary>Takes a slot back.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="disposing">False in a finalizer, which must not wait.</param>
    internal void Return(Slot slot, bool disposing)
    {
        if (!disposing)
        {
            _abandoned.Enqueue(slot);
            return;
        }
        lock (_gate)
        {
            if (!_isDisposed) _memory.Return(slot);
        }
    }

    private static unsafe Span<byte> Bytes(Slot slot, int length) => new(slot.Mapped, length);

    private static void CheckRange(GpuBuffer buffer, long bytes, string parameter)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        if (bytes % sizeof(uint) != 0 || bytes > buffer.Length * sizeof(uint))
            throw new ArgumentException(
                $"{bytes} bytes are to be copied, but the buffer has {buffer.Length} elements of four bytes", parameter);
    }

    /// <summary>Writes without the device's help, if the host sees the memory and the device has no business with it.</summary>
    private unsafe bool WriteInPlace(Slot slot, ReadOnlySpan<byte> data)
    {
        if (slot.Mapped == null || !_stream.IsIdle(slot)) return false;
        data.CopyTo(Bytes(slot, data.Length));
        return true;
    }

    /// <summary>Reads without a copy by the device, if the host sees the memory and caches it.</summary>
    private unsafe bool ReadInPlace(Slot slot, Span<byte> data)
    {
        if (slot.Mapped == null || !slot.Block.IsCached) return false;
        _stream.WaitFor(slot.LastUse);
        Bytes(slot, data.Length).CopyTo(data);
        return true;
    }

    private void Stage(Slot destination, long offset, ReadOnlySpan<byte> data)
    {
        var staged = RentSlot(_staging, data.Length);
        try
        {
            data.CopyTo(Bytes(staged, data.Length));
            _stream.Copy(staged, 0, destination, offset, data.Length);
        }
        catch
        {
            _staging.Return(staged);
            throw;
        }
        _stream.Keep(staged);
    }

    /// <summary>Memory from a pool; if there is none, again after everything that is kept for later was given up.</summary>
    private Slot RentSlot(MemoryPool pool, long bytes)
    {
        try
        {
            return pool.Rent(bytes);
        }
        catch (GpuOutOfMemoryException)
        {
            _stream.WaitIdle();
            _memory.Trim();
            _staging.Trim();
            return pool.Rent(bytes);
        }
    }

    private void ReturnAbandoned()
    {
        while (_abandoned.TryDequeue(out var slot)) _memory.Return(slot);
    }
}
