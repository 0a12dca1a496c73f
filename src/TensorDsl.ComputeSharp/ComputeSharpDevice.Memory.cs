using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.InteropServices;
using ComputeSharp;

// What touches Direct3D is reached only with a device, and there is one only on Windows.
#pragma warning disable CA1416

namespace TensorDsl;

internal sealed partial class ComputeSharpDevice
{
    /// <inheritdoc/>
    public GpuBuffer Rent(long elements)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elements);
        if (elements > MaxElements)
            throw new GpuOutOfMemoryException($"{Name}: a buffer of {elements} elements; the largest has {MaxElements}");
        lock (_gate)
        {
            CheckUsable();
            ReturnAbandoned();
            // ComputeSharp has no empty buffers; one element is bound and never read.
            int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(elements, 1));
            var pool = _isRecordingForCaller ? _freeOfContexts : _free;
            if (!pool.TryGetValue(size, out var free) || !free.TryPop(out var resource))
            {
                resource = Guarded(size, static (device, size) => device.GraphicsDevice.AllocateReadWriteBuffer<float>(size));
                _allocatedBytes += size * (long)sizeof(float);
            }
            _rentedBuffers++;
            _rentedBytes += elements * sizeof(float);
            _peakRentedBytes = Math.Max(_peakRentedBytes, _rentedBytes);
            return new ComputeSharpBuffer(this, resource, elements, pool);
        }
    }

    /// <summary>A buffer that the caller owns as a GPU buffer, so that a tensor can lie in it. Dispose does not dispose it.</summary>
    /// <exception cref="ArgumentException">It is on another device.</exception>
    public GpuBuffer Wrap(ReadWriteBuffer<float> buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        if (!ReferenceEquals(buffer.GraphicsDevice, GraphicsDevice))
            throw new ArgumentException($"the buffer is on another device, '{buffer.GraphicsDevice.Name}'", nameof(buffer));
        return new ComputeSharpBuffer(this, buffer, buffer.Length, pool: null);
    }

    /// <inheritdoc/>
    public void Upload(GpuBuffer destination, ReadOnlySpan<byte> data)
    {
        CheckRange(destination, data.Length, nameof(data));
        if (data.IsEmpty) return;
        lock (_gate)
        {
            CheckUsable();
            CheckNotRecordingForCaller();
            var resource = ResourceOf(destination, nameof(destination));
            // The copy happens now, and what was recorded must not see it.
            if (IsRecorded(resource)) Run();
            try
            {
                resource.CopyFrom(MemoryMarshal.Cast<byte, float>(data));
            }
            catch (Exception e) when (Translated(e) is { } translated)
            {
                throw translated;
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
            CheckNotRecordingForCaller();
            var resource = ResourceOf(source, nameof(source));
            Run();
            try
            {
                resource.CopyTo(MemoryMarshal.Cast<byte, float>(data));
            }
            catch (Exception e) when (Translated(e) is { } translated)
            {
                throw translated;
            }
        }
    }

    /// <summary>Takes a buffer back into the pool.</summary>
    internal void Return(
        Dictionary<int, Stack<ReadWriteBuffer<float>>> pool, ReadWriteBuffer<float> resource, long length, bool disposing)
    {
        if (!disposing)
        {
            _abandoned.Enqueue((pool, resource, length));
            return;
        }
        lock (_gate)
        {
            Return(pool, resource, length);
        }
    }

    private static void CheckRange(GpuBuffer buffer, long bytes, string parameter)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        if (bytes % sizeof(uint) != 0 || bytes > buffer.Length * sizeof(uint))
            throw new ArgumentException(
                $"{bytes} bytes are to be copied, but the buffer has {buffer.Length} elements of four bytes", parameter);
    }

    private ReadWriteBuffer<float> ResourceOf(GpuBuffer buffer, string parameter)
    {
        ArgumentNullException.ThrowIfNull(buffer, parameter);
        if (buffer is not ComputeSharpBuffer own || !ReferenceEquals(own.Device, this))
            throw new ArgumentException($"the buffer is on another device, '{buffer.Device.Name}'", parameter);
        return own.Resource;
    }

    private T Guarded<T>(int argument, Func<ComputeSharpDevice, int, T> action)
    {
        try
        {
            return action(this, argument);
        }
        catch (Exception e) when (Translated(e) is { } translated)
        {
            throw translated;
        }
    }

    private void Return(Dictionary<int, Stack<ReadWriteBuffer<float>>> pool, ReadWriteBuffer<float> resource, long length)
    {
        if (_isDisposed)
        {
            resource.Dispose();
            return;
        }
        _rentedBuffers--;
        _rentedBytes -= length * sizeof(float);
        if (!pool.TryGetValue(resource.Length, out var free)) pool[resource.Length] = free = new Stack<ReadWriteBuffer<float>>();
        free.Push(resource);
    }

    private void ReturnAbandoned()
    {
        while (_abandoned.TryDequeue(out var buffer)) Return(buffer.Pool, buffer.Resource, buffer.Length);
    }
}
