using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TensorDsl.Vulkan.Interop;

// The structures of vulkan_core.h, field by field and in its order, with C#'s default (sequential) layout, which is C's.
internal unsafe struct VkApplicationInfo
{
    public StructureType Type;
    public void* Next;
    public byte* ApplicationName;
    public uint ApplicationVersion;
    public byte* EngineName;
    public uint EngineVersion;
    public uint ApiVersion;
}

internal unsafe struct VkInstanceCreateInfo
{
    public StructureType Type;
    public void* Next;
    public uint Flags;
    public VkApplicationInfo* ApplicationInfo;
    public uint LayerCount;
    public byte** Layers;
    public uint ExtensionCount;
    public byte** Extensions;
}

internal unsafe struct VkLayerProperties
{
    public fixed byte LayerName[256];
    public uint SpecVersion;
    public uint ImplementationVersion;
    public fixed byte Description[256];
}

internal unsafe struct VkDebugUtilsMessengerCreateInfo
{
    public StructureType Type;
    public void* Next;
    public uint Flags;
    public uint Severity;
    public uint MessageType;
    public delegate* unmanaged<uint, uint, VkDebugUtilsMessage*, void*, uint> Callback;
    public void* UserData;
}

internal unsafe struct VkDebugUtilsMessage
{
    public StructureType Type;
    public void* Next;
    public uint Flags;
    public byte* IdName;
    public int IdNumber;
    public byte* Text;
}

/// <summary>Only the limits that are used have a field; the offsets are those of VkPhysicalDeviceProperties in 64-bit processes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 824)]
internal unsafe struct VkPhysicalDeviceProperties
{
    [FieldOffset(0)] public uint ApiVersion;
    [FieldOffset(4)] public uint DriverVersion;
    [FieldOffset(8)] public uint VendorId;
    [FieldOffset(12)] public uint DeviceId;
    [FieldOffset(16)] public PhysicalDeviceType DeviceType;
    [FieldOffset(20)] public fixed byte DeviceName[256];
    [FieldOffset(276)] public fixed byte PipelineCacheUuid[16];
    [FieldOffset(324)] public uint MaxStorageBufferRange;
    [FieldOffset(328)] public uint MaxPushConstantsSize;
    [FieldOffset(332)] public uint MaxMemoryAllocationCount;
    [FieldOffset(372)] public uint MaxPerStageDescriptorStorageBuffers;
    [FieldOffset(512)] public uint MaxComputeSharedMemorySize;
    [FieldOffset(516)] public fixed uint MaxComputeWorkGroupCount[3];
    [FieldOffset(528)] public uint MaxComputeWorkGroupInvocations;
    [FieldOffset(532)] public fixed uint MaxComputeWorkGroupSize[3];
    [FieldOffset(624)] public ulong MinStorageBufferOffsetAlignment;
}

internal unsafe struct VkPhysicalDeviceProperties2
{
    public StructureType Type;
    public void* Next;
    public VkPhysicalDeviceProperties Properties;
}

internal unsafe struct VkPhysicalDeviceMaintenance3Properties
{
    public StructureType Type;
    public void* Next;
    public uint MaxPerSetDescriptors;
    public ulong MaxMemoryAllocationSize;
}

internal struct VkQueueFamilyProperties
{
    public uint Flags;
    public uint Count;
    public uint TimestampValidBits;
    public uint GranularityX;
    public uint GranularityY;
    public uint GranularityZ;
}

internal struct VkMemoryType
{
    public MemoryProperties Properties;
    public uint HeapIndex;
}

internal struct VkMemoryHeap
{
    public ulong Size;
    public uint Flags;
}

[InlineArray(32)]
internal struct VkMemoryTypes
{
    private VkMemoryType _first;
}

[InlineArray(16)]
internal struct VkMemoryHeaps
{
    private VkMemoryHeap _first;
}

internal struct VkPhysicalDeviceMemoryProperties
{
    public uint TypeCount;
    public VkMemoryTypes Types;
    public uint HeapCount;
    public VkMemoryHeaps Heaps;
}

internal unsafe struct VkDeviceQueueCreateInfo
{
    public StructureType Type;
    public void* Next;
    public uint Flags;
    public uint FamilyIndex;
    public uint Count;
    public float* Priorities;
}

/// <summary>The first of the 55 optional features is the one that is used.</summary>
[StructLayout(LayoutKind.Explicit, Size = 55 * sizeof(uint))]
internal struct VkPhysicalDeviceFeatures
{
    [FieldOffset(0)] public uint RobustBufferAccess;
}

internal unsafe struct VkDeviceCreateInfo
{
    public StructureType Type;
    public void* Next;
    public uint Flags;
    public uint QueueCount;
    public VkDeviceQueueCreateInfo* Queues;
    public uint LayerCount;
    public byte** Layers;
    public uint ExtensionCount;
    public byte** Extensions;
    public VkPhysicalDeviceFeatures* Features;
}
