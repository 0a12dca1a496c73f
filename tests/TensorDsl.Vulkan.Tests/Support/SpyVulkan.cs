using TensorDsl.Vulkan.Interop;

namespace TensorDsl.Vulkan.Tests.Support;

/// <summary>Vulkan, with its objects counted, and with calls that fail on demand without having been made.</summary>
internal sealed unsafe class SpyVulkan : VulkanApi
{
    private readonly Dictionary<string, int> _live = [];
    private readonly Dictionary<string, int> _calls = [];

    /// <summary>Decides about each call that can fail: its name and how many such calls were before. Success lets it go ahead.</summary>
    public Func<string, int, VkResult>? Fault { get; set; }

    /// <summary>The calls that can fail, so far.</summary>
    public int Fallible { get; private set; }

    /// <summary>What was made and not destroyed.</summary>
    public IReadOnlyDictionary<string, int> Live => _live;

    /// <summary>How often a function was called.</summary>
    public int Calls(string name) => _calls.GetValueOrDefault(name);

    private VkResult Enter(string name)
    {
        _calls[name] = Calls(name) + 1;
        return Fault?.Invoke(name, Fallible++) ?? VkResult.Success;
    }

    private VkResult Made(string name, VkResult result)
    {
        if (result >= 0) _live[name] = _live.GetValueOrDefault(name) + 1;
        return result;
    }

    private void Gone(string name)
    {
        if (--_live[name] == 0) _live.Remove(name);
    }

    public override VkResult CreateInstance(VkInstanceCreateInfo* info, void* allocator, nint* instance)
        => Enter("CreateInstance") is < 0 and var fault ? fault : Made("Instance", base.CreateInstance(info, allocator, instance));

    public override void DestroyInstance(nint instance, void* allocator)
    {
        Gone("Instance");
        base.DestroyInstance(instance, allocator);
    }

    public override VkResult EnumeratePhysicalDevices(nint instance, uint* count, nint* devices)
        => Enter("EnumeratePhysicalDevices") is < 0 and var fault ? fault : base.EnumeratePhysicalDevices(instance, count, devices);

    public override VkResult CreateDevice(nint physical, VkDeviceCreateInfo* info, void* allocator, nint* device)
        => Enter("CreateDevice") is < 0 and var fault ? fault : Made("Device", base.CreateDevice(physical, info, allocator, device));

    public override void DestroyDevice(nint device, void* allocator)
    {
        Gone("Device");
        base.DestroyDevice(device, allocator);
    }

    public override VkResult CreateBuffer(nint device, VkBufferCreateInfo* info, void* allocator, ulong* buffer)
        => Enter("CreateBuffer") is < 0 and var fault ? fault : Made("Buffer", base.CreateBuffer(device, info, allocator, buffer));

    public override void DestroyBuffer(nint device, ulong buffer, void* allocator)
    {
        Gone("Buffer");
        base.DestroyBuffer(device, buffer, allocator);
    }

    public override VkResult AllocateMemory(nint device, VkMemoryAllocateInfo* info, void* allocator, ulong* memory)
        => Enter("AllocateMemory") is < 0 and var fault ? fault : Made("Memory", base.AllocateMemory(device, info, allocator, memory));

    public override void FreeMemory(nint device, ulong memory, void* allocator)
    {
        Gone("Memory");
        base.FreeMemory(device, memory, allocator);
    }

    public override VkResult BindBufferMemory(nint device, ulong buffer, ulong memory, ulong offset)
        => Enter("BindBufferMemory") is < 0 and var fault ? fault : base.BindBufferMemory(device, buffer, memory, offset);

    public override VkResult MapMemory(nint device, ulong memory, ulong offset, ulong size, uint flags, void** data)
        => Enter("MapMemory") is < 0 and var fault ? fault : base.MapMemory(device, memory, offset, size, flags, data);

    public override VkResult CreateDescriptorSetLayout(nint device, VkDescriptorSetLayoutCreateInfo* info, void* allocator, ulong* layout)
        => Enter("CreateDescriptorSetLayout") is < 0 and var fault
            ? fault
            : Made("DescriptorSetLayout", base.CreateDescriptorSetLayout(device, info, allocator, layout));

    public override void DestroyDescriptorSetLayout(nint device, ulong layout, void* allocator)
    {
        Gone("DescriptorSetLayout");
        base.DestroyDescriptorSetLayout(device, layout, allocator);
    }

    public override VkResult CreatePipelineLayout(nint device, VkPipelineLayoutCreateInfo* info, void* allocator, ulong* layout)
        => Enter("CreatePipelineLayout") is < 0 and var fault
            ? fault
            : Made("PipelineLayout", base.CreatePipelineLayout(device, info, allocator, layout));

    public override void DestroyPipelineLayout(nint device, ulong layout, void* allocator)
    {
        Gone("PipelineLayout");
        base.DestroyPipelineLayout(device, layout, allocator);
    }

    public override VkResult CreateShaderModule(nint device, VkShaderModuleCreateInfo* info, void* allocator, ulong* module)
        => Enter("CreateShaderModule") is < 0 and var fault
            ? fault
            : Made("ShaderModule", base.CreateShaderModule(device, info, allocator, module));

    public override void DestroyShaderModule(nint device, ulong module, void* allocator)
    {
        Gone("ShaderModule");
        base.DestroyShaderModule(device, module, allocator);
    }

    public override VkResult CreatePipelineCache(nint device, VkPipelineCacheCreateInfo* info, void* allocator, ulong* cache)
        => Enter("CreatePipelineCache") is < 0 and var fault
            ? fault
            : Made("PipelineCache", base.CreatePipelineCache(device, info, allocator, cache));

    public override void DestroyPipelineCache(nint device, ulong cache, void* allocator)
    {
        Gone("PipelineCache");
        base.DestroyPipelineCache(device, cache, allocator);
    }

    public override VkResult CreateComputePipelines(
        nint device, ulong cache, uint count, VkComputePipelineCreateInfo* infos, void* allocator, ulong* pipelines)
        => Enter("CreateComputePipelines") is < 0 and var fault
            ? fault
            : Made("Pipeline", base.CreateComputePipelines(device, cache, count, infos, allocator, pipelines));

    public override void DestroyPipeline(nint device, ulong pipeline, void* allocator)
    {
        Gone("Pipeline");
        base.DestroyPipeline(device, pipeline, allocator);
    }

    public override VkResult CreateDescriptorPool(nint device, VkDescriptorPoolCreateInfo* info, void* allocator, ulong* pool)
        => Enter("CreateDescriptorPool") is < 0 and var fault
            ? fault
            : Made("DescriptorPool", base.CreateDescriptorPool(device, info, allocator, pool));

    public override void DestroyDescriptorPool(nint device, ulong pool, void* allocator)
    {
        Gone("DescriptorPool");
        base.DestroyDescriptorPool(device, pool, allocator);
    }

    public override VkResult ResetDescriptorPool(nint device, ulong pool, uint flags)
        => Enter("ResetDescriptorPool") is < 0 and var fault ? fault : base.ResetDescriptorPool(device, pool, flags);

    public override VkResult AllocateDescriptorSets(nint device, VkDescriptorSetAllocateInfo* info, ulong* sets)
        => Enter("AllocateDescriptorSets") is < 0 and var fault ? fault : base.AllocateDescriptorSets(device, info, sets);

    public override VkResult CreateCommandPool(nint device, VkCommandPoolCreateInfo* info, void* allocator, ulong* pool)
        => Enter("CreateCommandPool") is < 0 and var fault
            ? fault
            : Made("CommandPool", base.CreateCommandPool(device, info, allocator, pool));

    public override void DestroyCommandPool(nint device, ulong pool, void* allocator)
    {
        Gone("CommandPool");
        base.DestroyCommandPool(device, pool, allocator);
    }

    public override VkResult ResetCommandPool(nint device, ulong pool, uint flags)
        => Enter("ResetCommandPool") is < 0 and var fault ? fault : base.ResetCommandPool(device, pool, flags);

    public override VkResult AllocateCommandBuffers(nint device, VkCommandBufferAllocateInfo* info, nint* commands)
        => Enter("AllocateCommandBuffers") is < 0 and var fault ? fault : base.AllocateCommandBuffers(device, info, commands);

    public override VkResult BeginCommandBuffer(nint commands, VkCommandBufferBeginInfo* info)
        => Enter("BeginCommandBuffer") is < 0 and var fault ? fault : base.BeginCommandBuffer(commands, info);

    public override VkResult EndCommandBuffer(nint commands)
        => Enter("EndCommandBuffer") is < 0 and var fault ? fault : base.EndCommandBuffer(commands);

    public override VkResult CreateFence(nint device, VkFenceCreateInfo* info, void* allocator, ulong* fence)
        => Enter("CreateFence") is < 0 and var fault ? fault : Made("Fence", base.CreateFence(device, info, allocator, fence));

    public override void DestroyFence(nint device, ulong fence, void* allocator)
    {
        Gone("Fence");
        base.DestroyFence(device, fence, allocator);
    }

    public override VkResult ResetFences(nint device, uint count, ulong* fences)
        => Enter("ResetFences") is < 0 and var fault ? fault : base.ResetFences(device, count, fences);

    public override VkResult GetFenceStatus(nint device, ulong fence)
        => Enter("GetFenceStatus") is < 0 and var fault ? fault : base.GetFenceStatus(device, fence);

    public override VkResult WaitForFences(nint device, uint count, ulong* fences, uint all, ulong nanoseconds)
        => Enter("WaitForFences") is < 0 and var fault ? fault : base.WaitForFences(device, count, fences, all, nanoseconds);

    public override VkResult QueueSubmit(nint queue, uint count, VkSubmitInfo* submits, ulong fence)
        => Enter("QueueSubmit") is < 0 and var fault ? fault : base.QueueSubmit(queue, count, submits, fence);

    /// <summary>Waits in any case: what is destroyed after a failed wait must not be in use, as it is not on a device that is really lost.</summary>
    public override VkResult DeviceWaitIdle(nint device)
    {
        var result = base.DeviceWaitIdle(device);
        return Enter("DeviceWaitIdle") is < 0 and var fault ? fault : result;
    }
}
