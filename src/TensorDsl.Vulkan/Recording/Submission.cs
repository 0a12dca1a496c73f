using TensorDsl.Vulkan.Devices;
using TensorDsl.Vulkan.Interop;
using TensorDsl.Vulkan.Memory;

namespace TensorDsl.Vulkan.Recording;

/// <summary>Commands that go to the device together, and what must live until it has run them. Reused afterwards.</summary>
internal sealed unsafe class Submission
{
    private const uint SetsOfAPool = 128;
    private const uint DescriptorsOfAPool = 1024;

    private readonly VulkanContext _context;
    private readonly List<ulong> _descriptorPools = [];
    private readonly List<Slot> _staging = [];
    private ulong _commandPool;
    private ulong _fence;
    private int _poolInUse;
    private uint _setsLeft;
    private uint _descriptorsLeft;

    public Submission(VulkanContext context)
    {
        _context = context;
        try
        {
            Create();
        }
        catch
        {
            Free();
            throw;
        }
    }

    public nint Commands { get; private set; }

    public ulong Fence => _fence;

    /// <summary>Its number; later ones have larger numbers.</summary>
    public long Serial { get; private set; }

    /// <summary>Nothing can be recorded any more.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>The runs of kernels in it.</summary>
    public int Dispatches { get; set; }

    /// <summary>The bytes of staging memory that it holds.</summary>
    public long StagingBytes => _staging.Sum(s => s.Size);

    public void Begin(long serial)
    {
        var info = new VkCommandBufferBeginInfo { Type = StructureType.CommandBufferBeginInfo, Flags = Vk.CommandBufferOneTimeSubmit };
        _context.Check(_context.Api.BeginCommandBuffer(Commands, &info), "recording");
        Serial = serial;
        Dispatches = 0;
        IsEnded = false;
    }

    public void End()
    {
        IsEnded = true;
        _context.Check(_context.Api.EndCommandBuffer(Commands), "recording");
    }

    /// <summary>Keeps staging memory until the device has run this.</summary>
    public void Keep(Slot staging) => _staging.Add(staging);

    /// <summary>A descriptor set for one run of a kernel.</summary>
    public ulong AllocateSet(ulong layout, uint descriptors)
    {
        if (_setsLeft == 0 || _descriptorsLeft < descriptors) NextPool();
        var info = new VkDescriptorSetAllocateInfo
        {
            Type = StructureType.DescriptorSetAllocateInfo,
            Pool = _descriptorPools[_poolInUse],
            SetCount = 1,
            Layouts = &layout,
        };
        ulong set;
        _context.Check(_context.Api.AllocateDescriptorSets(_context.Device, &info, &set), "binding buffers");
        _setsLeft--;
        _descriptorsLeft -= descriptors;
        return set;
    }

    /// <summary>Makes it ready for the next <see cref="Begin"/>, after the device has run it; staging memory goes back to its
    /// pool.</summary>
    public void Reset(MemoryPool staging)
    {
        foreach (var slot in _staging) staging.Return(slot);
        _staging.Clear();
        ulong fence = _fence;
        var api = _context.Api;
        _context.Check(api.ResetFences(_context.Device, 1, &fence), "reusing a command buffer");
        _context.Check(api.ResetCommandPool(_context.Device, _commandPool, 0), "reusing a command buffer");
        foreach (ulong pool in _descriptorPools) _context.Check(api.ResetDescriptorPool(_context.Device, pool, 0), "reusing a command buffer");
        _poolInUse = 0;
        _setsLeft = _descriptorPools.Count > 0 ? SetsOfAPool : 0;
        _descriptorsLeft = DescriptorsOfAPool;
    }

    public void Free()
    {
        var api = _context.Api;
        foreach (ulong pool in _descriptorPools) api.DestroyDescriptorPool(_context.Device, pool, null);
        _descriptorPools.Clear();
        // Command buffers go with their pool.
        if (_commandPool != 0) api.DestroyCommandPool(_context.Device, _commandPool, null);
        if (_fence != 0) api.DestroyFence(_context.Device, _fence, null);
        _commandPool = _fence = 0;
    }

    private void Create()
    {
        var api = _context.Api;
        var poolInfo = new VkCommandPoolCreateInfo
        {
            Type = StructureType.CommandPoolCreateInfo,
            QueueFamily = _context.Adapter.ComputeFamily!.Value,
        };
        ulong pool, fence;
        _context.Check(api.CreateCommandPool(_context.Device, &poolInfo, null, &pool), "making a command buffer");
        _commandPool = pool;
        var info = new VkCommandBufferAllocateInfo { Type = StructureType.CommandBufferAllocateInfo, Pool = pool, Count = 1 };
        nint commands;
        _context.Check(api.AllocateCommandBuffers(_context.Device, &info, &commands), "making a command buffer");
        Commands = commands;
        var fenceInfo = new VkFenceCreateInfo { Type = StructureType.FenceCreateInfo };
        _context.Check(api.CreateFence(_context.Device, &fenceInfo, null, &fence), "making a command buffer");
        _fence = fence;
    }

    private void NextPool()
    {
        int next = _descriptorPools.Count > 0 ? _poolInUse + 1 : 0;
        if (next == _descriptorPools.Count)
        {
            var size = new VkDescriptorPoolSize { Type = Vk.DescriptorStorageBuffer, Count = DescriptorsOfAPool };
            var info = new VkDescriptorPoolCreateInfo
            {
                Type = StructureType.DescriptorPoolCreateInfo,
                MaxSets = SetsOfAPool,
                SizeCount = 1,
                Sizes = &size,
            };
            ulong pool;
            _context.Check(_context.Api.CreateDescriptorPool(_context.Device, &info, null, &pool), "binding buffers");
            _descriptorPools.Add(pool);
        }
        _poolInUse = next;
        _setsLeft = SetsOfAPool;
        _descriptorsLeft = DescriptorsOfAPool;
    }
}
