using TensorDsl.Vulkan.Devices;
using TensorDsl.Vulkan.Interop;

namespace TensorDsl.Vulkan.Memory;

/// <summary>One allocation of the driver, with one Vulkan buffer over all of it; <see cref="Slot"/>s are parts of it.</summary>
internal sealed unsafe class MemoryBlock
{
    private readonly VulkanContext _context;
    private ulong _buffer;
    private ulong _memory;

    /// <exception cref="GpuOutOfMemoryException">There is not so much memory; then nothing is held.</exception>
    public MemoryBlock(VulkanContext context, MemoryKind kind, long size)
    {
        _context = context;
        Size = size;
        try
        {
            Allocate(kind);
        }
        catch
        {
            Free();
            throw;
        }
    }

    public long Size { get; }

    public ulong Buffer => _buffer;

    /// <summary>Where the host sees it, or null.</summary>
    public byte* Mapped { get; private set; }

    /// <summary>The host caches it, so that reading it through <see cref="Mapped"/> is fast.</summary>
    public bool IsCached { get; private set; }

    /// <summary>The slots of this block that are rented.</summary>
    public int Rented { get; set; }

    public void Free()
    {
        if (_buffer != 0) _context.Api.DestroyBuffer(_context.Device, _buffer, null);
        // Freeing memory unmaps it.
        if (_memory != 0) _context.Api.FreeMemory(_context.Device, _memory, null);
        _buffer = _memory = 0;
        Mapped = null;
    }

    private void Allocate(MemoryKind kind)
    {
        string what = $"allocating {Size} bytes of {(kind == MemoryKind.Staging ? "staging" : "buffer")} memory";
        var api = _context.Api;
        var info = new VkBufferCreateInfo
        {
            Type = StructureType.BufferCreateInfo,
            Size = (ulong)Size,
            Usage = BufferUsage.TransferSource | BufferUsage.TransferDestination | (kind == MemoryKind.Staging ? 0 : BufferUsage.Storage),
        };
        ulong buffer, memory;
        _context.Check(api.CreateBuffer(_context.Device, &info, null, &buffer), what);
        _buffer = buffer;
        VkMemoryRequirements needs;
        api.GetBufferMemoryRequirements(_context.Device, buffer, &needs);
        var (type, properties, isMapped) = MemoryTypes.Choose(_context.Adapter, kind, needs.TypeBits);
        var allocation = new VkMemoryAllocateInfo { Type = StructureType.MemoryAllocateInfo, Size = needs.Size, TypeIndex = type };
        _context.Check(api.AllocateMemory(_context.Device, &allocation, null, &memory), what);
        _memory = memory;
        _context.Check(api.BindBufferMemory(_context.Device, buffer, memory, 0), what);
        if (!isMapped) return;
        void* data;
        _context.Check(api.MapMemory(_context.Device, memory, 0, Vk.WholeSize, 0, &data), what);
        Mapped = (byte*)data;
        IsCached = (properties & MemoryProperties.HostCached) != 0;
    }
}
