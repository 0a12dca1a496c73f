namespace TensorDsl.Vulkan.Interop;

/// <summary>
/// Vulkan's functions as a table that can be replaced: tests derive from it to count objects and to let calls fail as a lost device or a
/// full memory lets them fail.
/// </summary>
internal unsafe class VulkanApi
{
    public VulkanApi() => NativeLibraries.Initialize();

    /// <summary>Whether there is a Vulkan loader. Without one no other member may be called.</summary>
    public virtual bool IsPresent => NativeLibraries.CanLoad(NativeLibraries.Vulkan);

    public virtual VkResult EnumerateInstanceLayerProperties(uint* count, VkLayerProperties* layers)
        => NativeVulkan.EnumerateInstanceLayerProperties(count, layers);

    public virtual VkResult CreateInstance(VkInstanceCreateInfo* info, void* allocator, nint* instance)
        => NativeVulkan.CreateInstance(info, allocator, instance);

    public virtual void DestroyInstance(nint instance, void* allocator) => NativeVulkan.DestroyInstance(instance, allocator);

    public virtual nint GetInstanceProcAddr(nint instance, byte* name) => NativeVulkan.GetInstanceProcAddr(instance, name);

    public virtual VkResult EnumeratePhysicalDevices(nint instance, uint* count, nint* devices)
        => NativeVulkan.EnumeratePhysicalDevices(instance, count, devices);

    public virtual void GetPhysicalDeviceProperties2(nint physical, VkPhysicalDeviceProperties2* properties)
        => NativeVulkan.GetPhysicalDeviceProperties2(physical, properties);

    public virtual void GetPhysicalDeviceMemoryProperties(nint physical, VkPhysicalDeviceMemoryProperties* properties)
        => NativeVulkan.GetPhysicalDeviceMemoryProperties(physical, properties);

    public virtual void GetPhysicalDeviceQueueFamilyProperties(nint physical, uint* count, VkQueueFamilyProperties* families)
        => NativeVulkan.GetPhysicalDeviceQueueFamilyProperties(physical, count, families);

    public virtual VkResult CreateDevice(nint physical, VkDeviceCreateInfo* info, void* allocator, nint* device)
        => NativeVulkan.CreateDevice(physical, info, allocator, device);

    public virtual void DestroyDevice(nint device, void* allocator) => NativeVulkan.DestroyDevice(device, allocator);

    public virtual void GetDeviceQueue(nint device, uint family, uint index, nint* queue)
        => NativeVulkan.GetDeviceQueue(device, family, index, queue);

    public virtual VkResult CreateBuffer(nint device, VkBufferCreateInfo* info, void* allocator, ulong* buffer)
        => NativeVulkan.CreateBuffer(device, info, allocator, buffer);

    public virtual void DestroyBuffer(nint device, ulong buffer, void* allocator) => NativeVulkan.DestroyBuffer(device, buffer, allocator);

    public virtual void GetBufferMemoryRequirements(nint device, ulong buffer, VkMemoryRequirements* requirements)
        => NativeVulkan.GetBufferMemoryRequirements(device, buffer, requirements);

    public virtual VkResult AllocateMemory(nint device, VkMemoryAllocateInfo* info, void* allocator, ulong* memory)
        => NativeVulkan.AllocateMemory(device, info, allocator, memory);

    public virtual void FreeMemory(nint device, ulong memory, void* allocator) => NativeVulkan.FreeMemory(device, memory, allocator);

    public virtual VkResult BindBufferMemory(nint device, ulong buffer, ulong memory, ulong offset)
        => NativeVulkan.BindBufferMemory(device, buffer, memory, offset);

    public virtual VkResult MapMemory(nint device, ulong memory, ulong offset, ulong size, uint flags, void** data)
        => NativeVulkan.MapMemory(device, memory, offset, size, flags, data);

    public virtual VkResult CreateDescriptorSetLayout(nint device, VkDescriptorSetLayoutCreateInfo* info, void* allocator, ulong* layout)
        => NativeVulkan.CreateDescriptorSetLayout(device, info, allocator, layout);

    public virtual void DestroyDescriptorSetLayout(nint device, ulong layout, void* allocator)
        => NativeVulkan.DestroyDescriptorSetLayout(device, layout, allocator);

    public virtual VkResult CreatePipelineLayout(nint device, VkPipelineLayoutCreateInfo* info, void* allocator, ulong* layout)
        => NativeVulkan.CreatePipelineLayout(device, info, allocator, layout);

    public virtual void DestroyPipelineLayout(nint device, ulong layout, void* allocator)
        => NativeVulkan.DestroyPipelineLayout(device, layout, allocator);

    public virtual VkResult CreateShaderModule(nint device, VkShaderModuleCreateInfo* info, void* allocator, ulong* module)
        => NativeVulkan.CreateShaderModule(device, info, allocator, module);

    public virtual void DestroyShaderModule(nint device, ulong module, void* allocator)
        => NativeVulkan.DestroyShaderModule(device, module, allocator);

    public virtual VkResult CreatePipelineCache(nint device, VkPipelineCacheCreateInfo* info, void* allocator, ulong* cache)
        => NativeVulkan.CreatePipelineCache(device, info, allocator, cache);

    public virtual VkResult GetPipelineCacheData(nint device, ulong cache, nuint* size, void* data)
        => NativeVulkan.GetPipelineCacheData(device, cache, size, data);

    public virtual void DestroyPipelineCache(nint device, ulong cache, void* allocator)
        => NativeVulkan.DestroyPipelineCache(device, cache, allocator);

    public virtual VkResult CreateComputePipelines(
        nint device, ulong cache, uint count, VkComputePipelineCreateInfo* infos, void* allocator, ulong* pipelines)
        => NativeVulkan.CreateComputePipelines(device, cache, count, infos, allocator, pipelines);

    public virtual void DestroyPipeline(nint device, ulong pipeline, void* allocator)
        => NativeVulkan.DestroyPipeline(device, pipeline, allocator);

    public virtual VkResult CreateDescriptorPool(nint device, VkDescriptorPoolCreateInfo* info, void* allocator, ulong* pool)
        => NativeVulkan.CreateDescriptorPool(device, info, allocator, pool);

    public virtual void DestroyDescriptorPool(nint device, ulong pool, void* allocator)
        => NativeVulkan.DestroyDescriptorPool(device, pool, allocator);

    public virtual VkResult ResetDescriptorPool(nint device, ulong pool, uint flags)
        => NativeVulkan.ResetDescriptorPool(device, pool, flags);

    public virtual VkResult AllocateDescriptorSets(nint device, VkDescriptorSetAllocateInfo* info, ulong* sets)
        => NativeVulkan.AllocateDescriptorSets(device, info, sets);

    public virtual void UpdateDescriptorSets(nint device, uint writeCount, VkWriteDescriptorSet* writes, uint copyCount, void* copies)
        => NativeVulkan.UpdateDescriptorSets(device, writeCount, writes, copyCount, copies);

    public virtual VkResult CreateCommandPool(nint device, VkCommandPoolCreateInfo* info, void* allocator, ulong* pool)
        => NativeVulkan.CreateCommandPool(device, info, allocator, pool);

    public virtual void DestroyCommandPool(nint device, ulong pool, void* allocator)
        => NativeVulkan.DestroyCommandPool(device, pool, allocator);

    public virtual VkResult ResetCommandPool(nint device, ulong pool, uint flags) => NativeVulkan.ResetCommandPool(device, pool, flags);

    public virtual VkResult AllocateCommandBuffers(nint device, VkCommandBufferAllocateInfo* info, nint* commands)
        => NativeVulkan.AllocateCommandBuffers(device, info, commands);

    public virtual VkResult BeginCommandBuffer(nint commands, VkCommandBufferBeginInfo* info)
        => NativeVulkan.BeginCommandBuffer(commands, info);

    public virtual VkResult EndCommandBuffer(nint commands) => NativeVulkan.EndCommandBuffer(commands);

    public virtual void CmdBindPipeline(nint commands, uint bindPoint, ulong pipeline)
        => NativeVulkan.CmdBindPipeline(commands, bindPoint, pipeline);

    public virtual void CmdBindDescriptorSets(
        nint commands, uint bindPoint, ulong layout, uint first, uint count, ulong* sets, uint offsetCount, uint* offsets)
        => NativeVulkan.CmdBindDescriptorSets(commands, bindPoint, layout, first, count, sets, offsetCount, offsets);

    public virtual void CmdPushConstants(nint commands, ulong layout, uint stages, uint offset, uint size, void* values)
        => NativeVulkan.CmdPushConstants(commands, layout, stages, offset, size, values);

    public virtual void CmdDispatch(nint commands, uint x, uint y, uint z) => NativeVulkan.CmdDispatch(commands, x, y, z);

    public virtual void CmdPipelineBarrier(
        nint commands, Stages source, Stages destination, uint flags, uint memoryCount, VkMemoryBarrier* memory,
        uint bufferCount, void* buffers, uint imageCount, void* images)
        => NativeVulkan.CmdPipelineBarrier(commands, source, destination, flags, memoryCount, memory, bufferCount, buffers, imageCount, images);

    public virtual void CmdCopyBuffer(nint commands, ulong source, ulong destination, uint count, VkBufferCopy* regions)
        => NativeVulkan.CmdCopyBuffer(commands, source, destination, count, regions);

    public virtual VkResult CreateFence(nint device, VkFenceCreateInfo* info, void* allocator, ulong* fence)
        => NativeVulkan.CreateFence(device, info, allocator, fence);

    public virtual void DestroyFence(nint device, ulong fence, void* allocator) => NativeVulkan.DestroyFence(device, fence, allocator);

    public virtual VkResult ResetFences(nint device, uint count, ulong* fences) => NativeVulkan.ResetFences(device, count, fences);

    public virtual VkResult GetFenceStatus(nint device, ulong fence) => NativeVulkan.GetFenceStatus(device, fence);

    public virtual VkResult WaitForFences(nint device, uint count, ulong* fences, uint all, ulong nanoseconds)
        => NativeVulkan.WaitForFences(device, count, fences, all, nanoseconds);

    public virtual VkResult QueueSubmit(nint queue, uint count, VkSubmitInfo* submits, ulong fence)
        => NativeVulkan.QueueSubmit(queue, count, submits, fence);

    public virtual VkResult DeviceWaitIdle(nint device) => NativeVulkan.DeviceWaitIdle(device);
}
