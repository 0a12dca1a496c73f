using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.CompilerServices;
using ComputeSharp;
using ComputeSharp.Resources;
using TensorDsl.Hlsl;

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
            if (!pool.TryGetValue(size, out var free) || !free.TryPop(out var memory))
            {
                memory = Guarded(size, static (device, size) => new ComputeSharpMemory<float>(device.GraphicsDevice.AllocateReadWriteBuffer<float>(size)));
                _allocatedBytes += size * (long)sizeof(float);
            }
            _rentedBuffers++;
            _rentedBytes += elements * sizeof(float);
            _peakRentedBytes = Math.Max(_peakRentedBytes, _rentedBytes);
            return new ComputeSharpBuffer(this, memory, elements, pool);
        }
    }

    /// <summary>
    /// A buffer that the caller owns as a GPU buffer, so that a tensor can lie in it: floats, labels as int, truth values as uint, 0 or 1. A
    /// <see cref="ReadOnlyBuffer{T}"/> can be read only. Dispose does not dispose it.
    /// </summary>
    /// <exception cref="ArgumentException">It is on another device, or its elements have not four bytes.</exception>
    public GpuBuffer Wrap<T>(StructuredBuffer<T> buffer)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(buffer);
        if (!ReferenceEquals(buffer.GraphicsDevice, GraphicsDevice))
            throw new ArgumentException($"the buffer is on another device, '{buffer.GraphicsDevice.Name}'", nameof(buffer));
        if (Unsafe.SizeOf<T>() != sizeof(uint))
            throw new ArgumentException($"the buffer has elements of {Unsafe.SizeOf<T>()} bytes; kernels know those of four", nameof(buffer));
        return new ComputeSharpBuffer(this, new ComputeSharpMemory<T>(buffer), buffer.Length, pool: null);
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
            var memory = MemoryOf(destination, nameof(destination));
            // The copy happens now, and what was recorded must not see it.
            if (IsRecorded(memory)) Run();
            try
            {
                memory.Write(data);
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
            var memory = MemoryOf(source, nameof(source));
            Run();
            try
            {
                memory.Read(data);
            }
            catch (Exception e) when (Translated(e) is { } translated)
            {
                throw translated;
            }
        }
    }

    /// <summary>Takes a buffer back into the pool.</summary>
    internal void Return(Dictionary<int, Stack<ComputeSharpMemory>> pool, ComputeSharpMemory memory, long length, bool disposing)
    {
        if (!disposing)
        {
            _abandoned.Enqueue((pool, memory, length));
            return;
        }
        lock (_gate)
        {
            Return(pool, memory, length);
        }
    }

    private static void CheckRange(GpuBuffer buffer, long bytes, string parameter)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        if (bytes % sizeof(uint) != 0 || bytes > buffer.Length * sizeof(uint))
            throw new ArgumentException(
                $"{bytes} bytes are to be copied, but the buffer has {buffer.Length} elements of four bytes", parameter);
    }

    private ComputeSharpMemory MemoryOf(GpuBuffer buffer, string parameter)
    {
        ArgumentNullException.ThrowIfNull(buffer, parameter);
        if (buffer is not ComputeSharpBuffer own || !ReferenceEquals(own.Device, this))
            throw new ArgumentException($"the buffer is on another device, '{buffer.Device.Name}'", parameter);
        return own.Memory;
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

    private void Return(Dictionary<int, Stack<ComputeSharpMemory>> pool, ComputeSharpMemory memory, long length)
    {
        if (_isDisposed)
        {
            memory.Dispose();
            return;
        }
        _rentedBuffers--;
        _rentedBytes -= length * sizeof(float);
        if (!pool.TryGetValue(memory.Length, out var free)) pool[memory.Length] = free = new Stack<ComputeSharpMemory>();
        free.Push(memory);
    }

    private void ReturnAbandoned()
    {
        while (_abandoned.TryDequeue(out var buffer)) Return(buffer.Pool, buffer.Memory, buffer.Length);
    }
}
