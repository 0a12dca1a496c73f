using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using TensorDsl.Hlsl;
using TensorDsl.Vulkan.Compilation;
using TensorDsl.Vulkan.Devices;
using TensorDsl.Vulkan.Interop;
using TensorDsl.Vulkan.Memory;
using TensorDsl.Vulkan.Pipelines;
using TensorDsl.Vulkan.Recording;

namespace TensorDsl.Vulkan;

/// <summary>A device that a Vulkan driver offers: a GPU, or Mesa's software device.</summary>
/// <remarks>
/// <para>HLSL is compiled to SPIR-V by libshaderc or glslangValidator when a kernel is first run, and kept on disk.</para>
/// <para>Dispose waits for the device and frees everything; buffers that are still held cannot be used afterwards.</para>
/// </remarks>
public sealed partial class VulkanDevice : IGpuDevice
{
    private readonly Lock _gate = new();
    private readonly VulkanContext _context;
    private readonly MemoryPool _memory;
    private readonly MemoryPool _staging;
    private readonly CommandStream _stream;
    private readonly DriverCache _driverCache;
    private readonly SpirvSource _spirv;
    private readonly PipelineStore _pipelines;

    // What finalizers give back: they must not wait for the gate.
    private readonly ConcurrentQueue<Slot> _abandoned = new();
    private bool _isDisposed;

    private VulkanDevice(VulkanContext context, VulkanOptions options, Func<IShaderCompiler> findCompiler)
    {
        _context = context;
        var adapter = context.Adapter;
        var limits = adapter.Properties;
        Limits = new(adapter.MaxBufferBytes, (int)limits.MaxComputeSharedMemorySize, (int)limits.MaxComputeWorkGroupInvocations);
        _memory = new MemoryPool(context, options.ForceStaging ? MemoryKind.DeviceUnmapped : MemoryKind.Device);
        _staging = new MemoryPool(context, MemoryKind.Staging);
        _stream = new CommandStream(context, _staging);
        string directory = options.CacheDirectory ?? "";
        _spirv = new SpirvSource(new SpirvCache(directory), findCompiler);
        _driverCache = new DriverCache(context, directory);
        _pipelines = new PipelineStore(context, _spirv, _driverCache);
    }

    /// <inheritdoc/>
    public string Name => _context.Adapter.Name;

    /// <inheritdoc/>
    public GpuLimits Limits { get; }

    /// <summary>The device computes on the CPU: it is for tests, and slower than the CPU functions.</summary>
    public bool IsSoftware => _context.Adapter.Properties.DeviceType == PhysicalDeviceType.Cpu;

    /// <inheritdoc/>
    public bool IsUsable => !_isDisposed && !_context.IsLost;

    /// <inheritdoc/>
    public GpuStatistics Statistics
    {
        get
        {
            lock (_gate)
            {
                ReturnAbandoned();
                return new()
                {
                    RentedBytes = _memory.RentedBytes,
                    PeakRentedBytes = _memory.PeakRentedBytes,
                    RentedBuffers = _memory.RentedSlots,
                    AllocatedBytes = _memory.AllocatedBytes + _staging.AllocatedBytes,
                    Dispatches = _stream.Dispatches,
                    Submissions = _stream.Submissions,
                    Barriers = _stream.Barriers,
                    Pipelines = _pipelines.Count,
                    Compilations = _spirv.Compilations,
                };
            }
        }
    }

    /// <summary>Opens a device with what the environment says. It has the form of a <see cref="GpuProbe"/>.</summary>
    /// <param name="device">The device.</param>
    /// <param name="reason">Why there is none; empty if there is one.</param>
    public static bool TryCreate([NotNullWhen(true)] out IGpuDevice? device, out string reason)
    {
        bool isThere = TryCreate(new VulkanOptions(), out var opened, out reason);
        device = opened;
        return isThere;
    }

    /// <summary>Opens a device.</summary>
    /// <param name="options">Which, and how.</param>
    /// <param name="device">The device.</param>
    /// <param name="reason">Why there is none; empty if there is one.</param>
    public static bool TryCreate(VulkanOptions options, [NotNullWhen(true)] out VulkanDevice? device, out string reason)
    {
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            device = Create(options);
            reason = "";
            return true;
        }
        catch (GpuException e)
        {
            device = null;
            reason = e.Message;
            return false;
        }
    }

    /// <summary>Opens a device.</summary>
    /// <param name="options">Which, and how; by default what the environment says.</param>
    /// <exception cref="GpuUnavailableException">There is none, or none as asked for; the message says why.</exception>
    /// <exception cref="GpuException">The driver cannot open it.</exception>
    public static VulkanDevice Create(VulkanOptions? options = null) => Create(options ?? new(), new VulkanApi(), null);

    internal static VulkanDevice Create(VulkanOptions options, VulkanApi api, Func<IShaderCompiler>? findCompiler)
    {
        options = options.WithEnvironment();
        if (!api.IsPresent)
            throw new GpuUnavailableException(
                $"no Vulkan loader ({string.Join(", ", NativeLibraries.Files(NativeLibraries.Vulkan))}) is installed; it comes with a GPU's " +
                "driver (without a GPU, on Debian and Ubuntu: apt-get install libvulkan1 mesa-vulkan-drivers)");
        var instance = new VulkanInstance(api, options);
        VulkanContext context;
        try
        {
            var adapter = DeviceChoice.Choose(instance.Adapters(), options.Device);
            context = new VulkanContext(instance, adapter);
        }
        catch
        {
            instance.Dispose();
            throw;
        }
        try
        {
            return new VulkanDevice(context, options, findCompiler ?? (() => ShaderCompilers.Find(options.ShaderCompiler)));
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void ResetPeak()
    {
        lock (_gate) _memory.ResetPeak();
    }

    /// <inheritdoc/>
    public void Dispatch<TKernel>(ReadOnlySpan<GpuBuffer> buffers, ReadOnlySpan<uint> constants, long groups)
        where TKernel : struct, IGpuKernel
        => Dispatch(TKernel.Kernel, buffers, constants, groups, typeof(TKernel).Assembly);

    /// <inheritdoc/>
    public void Flush()
    {
        lock (_gate)
        {
            CheckUsable();
            _stream.Flush();
        }
    }

    /// <summary>Waits for what was dispatched, and frees everything. Calls after the first do nothing.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            // What was recorded and not submitted has no reader any more. A lost device ends its waiting with an error that is known
            // already.
            _context.Api.DeviceWaitIdle(_context.Device);
            _stream.Dispose();
            _pipelines.Dispose();
            _driverCache.Dispose();
            _memory.Dispose();
            _staging.Dispose();
            _context.Dispose();
        }
    }

    /// <summary>The device's name.</summary>
    public override string ToString() => Name;

    /// <summary>As the public one, for a kernel that is no type.</summary>
    internal void Dispatch(GpuKernel kernel, ReadOnlySpan<GpuBuffer> buffers, ReadOnlySpan<uint> constants, long groups, Assembly? assembly = null)
    {
        kernel.Check(buffers, constants);
        if (groups == 0) return;
        Span<uint> words = stackalloc uint[HlslSource.HeaderWords + constants.Length];
        var grid = HlslSource.WriteConstants(groups, constants, words);
        lock (_gate)
        {
            CheckUsable();
            var slots = new Slot[buffers.Length];
            for (int i = 0; i < slots.Length; i++) slots[i] = SlotOf(buffers[i], nameof(buffers));
            _stream.Dispatch(_pipelines.Get(kernel, assembly), slots, words, grid);
        }
    }

    private void CheckUsable()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _context.CheckUsable();
    }

    private Slot SlotOf(GpuBuffer buffer, string parameter)
    {
        ArgumentNullException.ThrowIfNull(buffer, parameter);
        if (buffer is not VulkanBuffer own || !ReferenceEquals(own.Device, this))
            throw new ArgumentException($"the buffer is on another device, '{buffer.Device.Name}'", parameter);
        return own.Slot;
    }
}
