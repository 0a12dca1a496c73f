using ComputeSharp.Descriptors;

namespace ComputeSharp;

public struct ComputeContext : IDisposable, IAsyncDisposable
{
    private GraphicsDevice? _device;

    internal ComputeContext(GraphicsDevice device)
    {
        _device = device;
        device.StandIn.Begin();
    }

    public readonly GraphicsDevice GraphicsDevice => _device ?? throw new InvalidOperationException("The context is disposed.");

    public void Dispose()
    {
        GraphicsDevice.StandIn.End();
        _device = null;
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>In ComputeSharp's order, with its limits: descriptor, constants, resources.</summary>
    internal readonly void Run<T>(int x, int y, int z, in T shader)
        where T : struct, IComputeShader, IComputeShaderDescriptor<T>
    {
        var device = GraphicsDevice;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(x);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(y);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(z);
        var groups = (X: Groups(x, T.ThreadsX), Y: Groups(y, T.ThreadsY), Z: Groups(z, T.ThreadsZ));
        var loader = new Loader { Resources = [] };
        T.LoadConstantBuffer(in shader, ref loader, x, y, z);
        T.LoadGraphicsResources(in shader, ref loader);
        device.StandIn.Run(new(
            typeof(T),
            T.HlslSource,
            T.HlslBytecode.ToArray(),
            T.ConstantBufferSize,
            loader.Constants ?? throw new InvalidOperationException("No constants were loaded."),
            T.ResourceDescriptorRanges.ToArray(),
            loader.Resources,
            (T.ThreadsX, T.ThreadsY, T.ThreadsZ),
            groups));

        static int Groups(int threads, int perGroup)
        {
            int groups = (threads + perGroup - 1) / perGroup;
            return groups is >= 1 and <= 65535 ? groups : throw new ArgumentOutOfRangeException(nameof(threads), groups, "groups of an axis");
        }
    }

    private struct Loader : IConstantBufferLoader, IGraphicsResourceLoader
    {
        public byte[]? Constants;
        public List<(object Buffer, bool IsReadOnly)> Resources;

        public void LoadConstantBuffer(ReadOnlySpan<byte> data)
            => Constants = Constants is null ? data.ToArray() : throw new InvalidOperationException("Constants are loaded once.");

        public readonly void LoadGraphicsResource(IGraphicsResource resource, uint index)
        {
            if (index != Resources.Count) throw new InvalidOperationException($"resource {index} comes at position {Resources.Count}");
            Resources.Add(resource is INative native ? (native.Native, native.IsReadOnly) : throw new InvalidOperationException($"{resource} is bound"));
        }
    }
}

public static class ComputeContextExtensions
{
    public static void Barrier<T>(this ref readonly ComputeContext context, ReadWriteBuffer<T> buffer)
        where T : unmanaged
        => context.GraphicsDevice.StandIn.Barrier(buffer.Native);

    public static void For<T>(this ref readonly ComputeContext context, int x, int y, int z, in T shader)
        where T : struct, IComputeShader, IComputeShaderDescriptor<T>
        => context.Run(x, y, z, in shader);
}

public static class GraphicsDeviceExtensions
{
    public static ComputeContext CreateComputeContext(this GraphicsDevice device) => new(device);

    public static ReadOnlyBuffer<T> AllocateReadOnlyBuffer<T>(
        this GraphicsDevice device, int length, AllocationMode allocationMode = AllocationMode.Default)
        where T : unmanaged
        => new(device, length);

    public static ReadWriteBuffer<T> AllocateReadWriteBuffer<T>(
        this GraphicsDevice device, int length, AllocationMode allocationMode = AllocationMode.Default)
        where T : unmanaged
        => new(device, length);
}
