namespace TensorDsl.Vulkan.Interop;

// The structures of vulkan_core.h, field by field and in its order, with C#'s default (sequential) layout, which is C's.
internal unsafe struct VkBufferCreateInfo
{
    public StructureType Type;
    public void* Next;
    public uint Flags;
    public ulong Size;
    public BufferUsage Usage;
    public uint SharingMode;
    public uint QueueFamilyCount;
    public uint* QueueFamilies;
}

internal struct VkMemoryRequirements
{
    public ulong Size;
    public ulong Alignment;
    public uint TypeBits;
}

internal unsafe struct VkMemoryAllocateInfo
{
    public StructureType Type;
    public void* Next;
    public ulong Size;
    public uint TypeIndex;
}

internal unsafe struct VkDescriptorSetLayoutBinding
{
    public uint Binding;
    public uint DescriptorType;
    public uint Count;
    public uint Stages;
    public ulong* ImmutableSamplers;
}

internal unsafe struct VkDescriptorSetLayoutCreateInfo
{
    public StructureType Type;
    public void* Next;
    public uint Flags;
    public uint BindingCount;
    public VkDescriptorSetLayoutBinding* Bindings;
}

internal struct VkPushConstantRange
{
    public uint Stages;
    public uint Offset;
    public uint Size;
}

internal unsafe struct VkPipelineLayoutCreateInfo
{
    public StructureType Type;
    public void* Next;
    public uint Flags;
    public uint SetLayoutCount;
    public ulong* SetLayouts;
    public uint RangeCount;
    public VkPushConstantRange* Ranges;
}

internal unsafe struct VkShaderModuleCreateInfo
{
    public StructureType Type;
    public void* Next;
    public uint Flags;
    public nuint CodeSize;
    public uint* Code;
}

internal unsafe struct VkPipelineShaderStageCreateInfo
{
    public StructureType Type;
    public void* Next;
    public uint Flags;
    public uint Stage;
    public ulong Module;
    public byte* Name;
    public void* Specialization;
}

internal unsafe struct VkComputePipelineCreateInfo
{
    public StructureType Type;
    public void* Next;
    public uint Flags;
    public VkPipelineShaderStageCreateInfo Stage;
    public ulong Layout;
    public ulong BasePipeline;
    public int BasePipelineIndex;
}

internal unsafe struct VkPipelineCacheCreateInfo
{
    public StructureType Type;
    public void* Next;
    public uint Flags;
    public nuint InitialDataSize;
    public void* InitialData;
}

internal struct VkDescriptorPoolSize
{
    public uint Type;
    public uint Count;
}

internal unsafe struct VkDescriptorPoolCreateInfo
{
    public StructureType Type;
    public void* Next;
    public uint Flags;
    public uint MaxSets;
    public uint SizeCount;
    public VkDescriptorPoolSize* Sizes;
}

internal unsafe struct VkDescriptorSetAllocateInfo
{
    public StructureType Type;
    public void* Next;
    public ulong Pool;
    public uint SetCount;
    public ulong* Layouts;
}

internal struct VkDescriptorBufferInfo
{
    public ulong Buffer;
    public ulong Offset;
    public ulong Range;
}

internal unsafe struct VkWriteDescriptorSet
{
    public StructureType Type;
    public void* Next;
    public ulong Set;
    public uint Binding;
    public uint ArrayElement;
    public uint Count;
    public uint DescriptorType;
    public void* ImageInfo;
    public VkDescriptorBufferInfo* BufferInfo;
    public ulong* TexelBufferView;
}

internal unsafe struct VkCommandPoolCreateInfo
{
    public StructureType Type;
    public void* Next;
    public uint Flags;
    public uint QueueFamily;
}

internal unsafe struct VkCommandBufferAllocateInfo
{
    public StructureType Type;
    public void* Next;
    public ulong Pool;
    public uint Level;
    public uint Count;
}

internal unsafe struct VkCommandBufferBeginInfo
{
    public StructureType Type;
    public void* Next;
    public uint Flags;
    public void* Inheritance;
}

internal unsafe struct VkSubmitInfo
{
    public StructureType Type;
    public void* Next;
    public uint WaitCount;
    public ulong* Waits;
    public uint* WaitStages;
    public uint CommandBufferCount;
    public nint* CommandBuffers;
    public uint SignalCount;
    public ulong* Signals;
}

internal unsafe struct VkFenceCreateInfo
{
    public StructureType Type;
    public void* Next;
    public uint Flags;
}

internal unsafe struct VkMemoryBarrier
{
    public StructureType Type;
    public void* Next;
    public Accesses Source;
    public Accesses Destination;
}

internal struct VkBufferCopy
{
    public ulong SourceOffset;
    public ulong DestinationOffset;
    public ulong Size;
}
