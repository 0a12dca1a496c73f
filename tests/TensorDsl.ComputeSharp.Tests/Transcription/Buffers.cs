using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ComputeSharp
{
    public enum AllocationMode
    {
        Default,
        Clear,
    }

    public sealed class ReadWriteBuffer<T> : Resources.StructuredBuffer<T>
        where T : unmanaged
    {
        internal ReadWriteBuffer(GraphicsDevice device, int length)
            : base(device, length)
        {
        }

        public ref T this[int i] => throw new InvalidOperationException("Only shaders index buffers.");

        public override string ToString() => $"ComputeSharp.ReadWriteBuffer<{typeof(T)}>[{Length}]";
    }

    public sealed class ReadOnlyBuffer<T> : Resources.StructuredBuffer<T>
        where T : unmanaged
    {
        internal ReadOnlyBuffer(GraphicsDevice device, int length)
            : base(device, length)
        {
        }

        public ref readonly T this[int i] => throw new InvalidOperationException("Only shaders index buffers.");

        public override string ToString() => $"ComputeSharp.ReadOnlyBuffer<{typeof(T)}>[{Length}]";
    }

    public static class BufferExtensions
    {
        public static void CopyTo<T>(this Resources.Buffer<T> source, Span<T> destination)
            where T : unmanaged
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(destination.Length, source.Length);
            source.GraphicsDevice.StandIn.Read(source.Native, MemoryMarshal.AsBytes(destination));
        }

        public static void CopyFrom<T>(this Resources.Buffer<T> destination, ReadOnlySpan<T> source)
            where T : unmanaged
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(source.Length, destination.Length);
            destination.GraphicsDevice.StandIn.Write(destination.Native, MemoryMarshal.AsBytes(source));
        }
    }
}

namespace ComputeSharp.Resources
{
    public abstract class Buffer<T> : IGraphicsResource, INative, IDisposable
        where T : unmanaged
    {
        private object? _native;

        private protected Buffer(GraphicsDevice device, int length)
        {
            // ComputeSharp's limit too: it has no empty buffers.
            ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
            GraphicsDevice = device;
            Length = length;
            _native = device.StandIn.Allocate(length * Unsafe.SizeOf<T>());
        }

        public GraphicsDevice GraphicsDevice { get; }

        public int Length { get; }

        object INative.Native => Native;

        bool INative.IsReadOnly => this is ReadOnlyBuffer<T>;

        internal object Native => _native ?? throw new ObjectDisposedException(ToString());

        public void Dispose()
        {
            if (_native != null) GraphicsDevice.StandIn.Free(_native);
            _native = null;
            GC.SuppressFinalize(this);
        }
    }

    public abstract class StructuredBuffer<T> : Buffer<T>
        where T : unmanaged
    {
        private protected StructuredBuffer(GraphicsDevice device, int length)
            : base(device, length)
        {
        }
    }
}
