using System.Runtime.InteropServices;

namespace TensorDsl.Vulkan.Interop;

/// <summary>The functions of the Vulkan loader that are used. All types are blittable, so that a call is a plain call.</summary>
internal static unsafe partial class NativeVulkan
{
    private const string Library = NativeLibraries.Vulkan;

    [LibraryImport(Library, EntryPoint = "vkEnumerateInstanceLayerProperties")]
    public static partial VkResult EnumerateInstanceLayerProperties(uint* count, VkLayerProperties* layers);

    [LibraryImport(Library, EntryPoint = "vkCreateInstance")]
    public static partial VkResult CreateInstance(VkInstanceCreateInfo* info, void* allocator, nint* instance);

    [LibraryImport(Library, EntryPoint = "vkDestroyInstance")]
    public static partial void DestroyInstance(nint instance, void* allocator);

    [LibraryImport(Library, EntryPoint = "vkGetInstanceProcAddr")]
    public static partial nint GetInstanceProcAddr(nint instance, byte* name);

    [LibraryImport(Library, EntryPoint = "vkEnumeratePhysicalDevices")]
    public static partial VkResult EnumeratePhysicalDevices(nint instance, uint* count, nint* devices);

    [LibraryImport(Library, EntryPoint = "vkGetPhysicalDeviceProperties2")]
    public static partial void GetPhysicalDeviceProperties2(nint physical, VkPhysicalDeviceProperties2* properties);

    [LibraryImport(Library, EntryPoint = "vkGetPhysicalDeviceMemoryProperties")]
    public static partial void GetPhysicalDeviceMemoryProperties(nint physical, VkPhysicalDeviceMemoryProperties* properties);

    [LibraryImport(Library, EntryPoint = "vkGetPhysicalDeviceQueueFamilyProperties")]
    public static partial void GetPhysicalDeviceQueueFamilyProperties(nint physical, uint* count, VkQueueFamilyProperties* families);

    [LibraryImport(Library, EntryPoint = "vkCreateDevice")]
    public static partial VkResult CreateDevice(nint physical, VkDeviceCreateInfo* info, void* allocator, nint* device);

    [LibraryImport(Library, EntryPoint = "vkDestroyDevice")]
    public static partial void DestroyDevice(nint device, void* allocator);

    [LibraryImport(Library, EntryPoint = "vkGetDeviceQueue")]
    public static partial void GetDeviceQueue(nint device, uint family, uint index, nint* queue);

    [LibraryImport(Library, EntryPoint = "vkCreateBuffer")]
    public static partial VkResult CreateBuffer(nint device, VkBufferCreateInfo* info, void* allocator, ulong* buffer);

    [LibraryImport(Library, EntryPoint = "vkDestroyBuffer")]
    public static partial void DestroyBuffer(nint device, ulong buffer, void* allocator);

    [LibraryImport(Library, EntryPoint = "vkGetBufferMemoryRequirements")]
    public static partial void GetBufferMemoryRequirements(nint device, ulong buffer, VkMemoryRequirements* requirements);

    [LibraryImport(Library, EntryPoint = "vkAllocateMemory")]
    public static partial VkResult AllocateMemory(nint device, VkMemoryAllocateInfo* info, void* allocator, ulong* memory);

    [LibraryImport(Library, EntryPoint = "vkFreeMemory")]
    public static partial void FreeMemory(nint device, ulong memory, void* allocator);

    [LibraryImport(Library, EntryPoint = "vkBindBufferMemory")]
    public static partial VkResult BindBufferMemory(nint device, ulong buffer, ulong memory, ulong offset);

    [LibraryImport(Library, EntryPoint = "vkMapMemory")]
    public static partial VkResult MapMemory(nint device, ulong memory, ulong offset, ulong size, uint flags, void** data);

    [LibraryImport(Library, EntryPoint = "vkCreateDescriptorSetLayout")]
    public static partial VkResult CreateDescriptorSetLayout(
        nint device, VkDescriptorSetLayoutCreateInfo* info, void* allocator, ulong* layout);

    [LibraryImport(Library, EntryPoint = "vkDestroyDescriptorSetLayout")]
    public static partial void DestroyDescriptorSetLayout(nint device, ulong layout, void* allocator);

    [LibraryImport(Library, EntryPoint = "vkCreatePipelineLayout")]
    public static partial VkResult CreatePipelineLayout(nint device, VkPipelineLayoutCreateInfo* info, void* allocator, ulong* layout);

    [LibraryImport(Library, EntryPoint = "vkDestroyPipelineLayout")]
    public static partial void DestroyPipelineLayout(nint device, ulong layout, void* allocator);

    [LibraryImport(Library, EntryPoint = "vkCreateShaderModule")]
    public static partial VkResult CreateShaderModule(nint device, VkShaderModuleCreateInfo* info, void* allocator, ulong* module);

    [LibraryImport(Library, EntryPoint = "vkDestroyShaderModule")]
    public static partial void DestroyShaderModule(nint device, ulong module, void* allocator);

    [LibraryImport(Library, EntryPoint = "vkCreatePipelineCache")]
    public static partial VkResult CreatePipelineCache(nint device, VkPipelineCacheCreateInfo* info, void* allocator, ulong* cache);

    [LibraryImport(Library, EntryPoint = "vkGetPipelineCacheData")]
    public static partial VkResult GetPipelineCacheData(nint device, ulong cache, nuint* size, void* data);

    [LibraryImport(Library, EntryPoint = "vkDestroyPipelineCache")]
    public static partial void DestroyPipelineCache(nint device, ulong cache, void* allocator);

    [LibraryImport(Library, EntryPoint = "vkCreateComputePipelines")]
    public static partial VkResult CreateComputePipelines(
        nint device, ulong cache, uint count, VkComputePipelineCreateInfo* infos, void* allocator, ulong* pipelines);

    [LibraryImport(Library, EntryPoint = "vkDestroyPipeline")]
    public static partial void DestroyPipeline(nint device, ulong pipeline, void* allocator);

    [LibraryImport(Library, EntryPoint = "vkCreateDescriptorPool")]
    public static partial VkResult CreateDescriptorPool(nint device, VkDescriptorPoolCreateInfo* info, void* allocator, ulong* pool);

    [LibraryImport(Library, EntryPoint = "vkDestroyDescriptorPool")]
    public static partial void DestroyDescriptorPool(nint device, ulong pool, void* allocator);

    [LibraryImport(Library, EntryPoint = "vkResetDescriptorPool")]
    public static partial VkResult ResetDescriptorPool(nint device, ulong pool, uint flags);

    [LibraryImport(Library, EntryPoint = "vkAllocateDescriptorSets")]
    public static partial VkResult AllocateDescriptorSets(nint device, VkDescriptorSetAllocateInfo* info, ulong* sets);

    [LibraryImport(Library, EntryPoint = "vkUpdateDescriptorSets")]
    public static partial void UpdateDescriptorSets(
        nint device, uint writeCount, VkWriteDescriptorSet* writes, uint copyCount, void* copies);

    [LibraryImport(Library, EntryPoint = "vkCreateCommandPool")]
    public static partial VkResult CreateCommandPool(nint device, VkCommandPoolCreateInfo* info, void* allocator, ulong* pool);

    [LibraryImport(Library, EntryPoint = "vkDestroyCommandPool")]
    public static partial void DestroyCommandPool(nint device, ulong pool, void* allocator);

    [LibraryImport(Library, EntryPoint = "vkResetCommandPool")]
    public static partial VkResult ResetCommandPool(nint device, ulong pool, uint flags);

    [LibraryImport(Library, EntryPoint = "vkAllocateCommandBuffers")]
    public static partial VkResult AllocateCommandBuffers(nint device, VkCommandBufferAllocateInfo* info, nint* commands);

    [LibraryImport(Library, EntryPoint = "vkBeginCommandBuffer")]
    public static partial VkResult BeginCommandBuffer(nint commands, VkCommandBufferBeginInfo* info);

    [LibraryImport(Library, EntryPoint = "vkEndCommandBuffer")]
    public static partial VkResult EndCommandBuffer(nint commands);

    [LibraryImport(Library, EntryPoint = "vkCmdBindPipeline")]
    public static partial void CmdBindPipeline(nint commands, uint bindPoint, ulong pipeline);

    [LibraryImport(Library, EntryPoint = "vkCmdBindDescriptorSets")]
    public static partial void CmdBindDescriptorSets(
        nint commands, uint bindPoint, ulong layout, uint first, uint count, ulong* sets, uint offsetCount, uint* offsets);

    [LibraryImport(Library, EntryPoint = "vkCmdPushConstants")]
    public static partial void CmdPushConstants(nint commands, ulong layout, uint stages, uint offset, uint size, void* values);

    [LibraryImport(Library, EntryPoint = "vkCmdDispatch")]
    public static partial void CmdDispatch(nint commands, uint x, uint y, uint z);

    [LibraryImport(Library, EntryPoint = "vkCmdPipelineBarrier")]
    public static partial void CmdPipelineBarrier(
        nint commands, Stages source, Stages destination, uint flags, uint memoryCount, VkMemoryBarrier* memory,
        uint bufferCount, void* buffers, uint imageCount, void* images);

    [LibraryImport(Library, EntryPoint = "vkCmdCopyBuffer")]
    public static partial void CmdCopyBuffer(nint commands, ulong source, ulong destination, uint count, VkBufferCopy* regions);

    [LibraryImport(Library, EntryPoint = "vkCreateFence")]
    public static partial VkResult CreateFence(nint device, VkFenceCreateInfo* info, void* allocator, ulong* fence);

    [LibraryImport(Library, EntryPoint = "vkDestroyFence")]
    public static partial void DestroyFence(nint device, ulong fence, void* allocator);

    [LibraryImport(Library, EntryPoint = "vkResetFences")]
    public static partial VkResult ResetFences(nint device, uint count, ulong* fences);

    [LibraryImport(Library, EntryPoint = "vkGetFenceStatus")]
    public static partial VkResult GetFenceStatus(nint device, ulong fence);

    [LibraryImport(Library, EntryPoint = "vkWaitForFences")]
    public static partial VkResult WaitForFences(nint device, uint count, ulong* fences, uint all, ulong nanoseconds);

    [LibraryImport(Library, EntryPoint = "vkQueueSubmit")]
    public static partial VkResult QueueSubmit(nint queue, uint count, VkSubmitInfo* submits, ulong fence);

    [LibraryImport(Library, EntryPoint = "vkDeviceWaitIdle")]
    public static partial VkResult DeviceWaitIdle(nint device);
}
