using System.Runtime.InteropServices;
using TensorDsl.Vulkan.Interop;

namespace TensorDsl.Vulkan.Devices;

/// <summary>A device that a driver offers, with what it can do, before it is opened.</summary>
internal sealed unsafe class VulkanAdapter
{
    public VulkanAdapter(VulkanApi api, nint handle, int number)
    {
        Handle = handle;
        Number = number;
        var maintenance = new VkPhysicalDeviceMaintenance3Properties { Type = StructureType.PhysicalDeviceMaintenance3Properties };
        var properties = new VkPhysicalDeviceProperties2 { Type = StructureType.PhysicalDeviceProperties2, Next = &maintenance };
        api.GetPhysicalDeviceProperties2(handle, &properties);
        Properties = properties.Properties;
        MaxAllocation = maintenance.MaxMemoryAllocationSize;
        Name = Marshal.PtrToStringUTF8((nint)properties.Properties.DeviceName) ?? "";
        VkPhysicalDeviceMemoryProperties memory;
        api.GetPhysicalDeviceMemoryProperties(handle, &memory);
        ReadOnlySpan<VkMemoryType> types = memory.Types;
        ReadOnlySpan<VkMemoryHeap> heaps = memory.Heaps;
        MemoryTypes = types[..(int)memory.TypeCount].ToArray();
        MemoryHeaps = heaps[..(int)memory.HeapCount].ToArray();
        ComputeFamily = FindComputeFamily(api);
    }

    public nint Handle { get; }

    /// <summary>The position in the driver's list, by which a device can be asked for.</summary>
    public int Number { get; }

    public string Name { get; }

    public VkPhysicalDeviceProperties Properties { get; }

    public IReadOnlyList<VkMemoryType> MemoryTypes { get; }

    public IReadOnlyList<VkMemoryHeap> MemoryHeaps { get; }

    public ulong MaxAllocation { get; }

    /// <summary>The first queue family that computes, or null.</summary>
    public uint? ComputeFamily { get; }

    /// <summary>Why the device cannot be used, or null.</summary>
    public string? Lacks => ComputeFamily is null ? "it has no queue for compute shaders"
        : Properties.ApiVersion < Vk.Version11 ? $"it has Vulkan {Properties.ApiVersion >> 22}.{(Properties.ApiVersion >> 12) & 0x3FF}, but 1.1 is needed"
        : null;

    /// <summary>Higher is taken first.</summary>
    public int Rank => Properties.DeviceType switch
    {
        PhysicalDeviceType.Discrete => 4,
        PhysicalDeviceType.Integrated => 3,
        PhysicalDeviceType.Virtual => 2,
        PhysicalDeviceType.Other => 1,
        _ => 0,
    };

    /// <summary>The largest buffer that a kernel can see.</summary>
    public long MaxBufferBytes => (long)Math.Min(Properties.MaxStorageBufferRange, MaxAllocation);

    public override string ToString() => $"{Number}: {Name}";

    private uint? FindComputeFamily(VulkanApi api)
    {
        uint count = 0;
        api.GetPhysicalDeviceQueueFamilyProperties(Handle, &count, null);
        var families = new VkQueueFamilyProperties[count];
        fixed (VkQueueFamilyProperties* first = families) api.GetPhysicalDeviceQueueFamilyProperties(Handle, &count, first);
        int at = Array.FindIndex(families, f => (f.Flags & Vk.QueueCompute) != 0);
        return at < 0 ? null : (uint)at;
    }
}
