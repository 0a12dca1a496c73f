using TensorDsl.Vulkan.Devices;
using TensorDsl.Vulkan.Interop;

namespace TensorDsl.Vulkan.Memory;

/// <summary>Which of a device's memory types serves a kind.</summary>
internal static class MemoryTypes
{
    private const MemoryProperties Mappable = MemoryProperties.HostVisible | MemoryProperties.HostCoherent;

    /// <param name="adapter">The device.</param>
    /// <param name="kind">What it is for.</param>
    /// <param name="allowed">The types that the buffer can have, as bits.</param>
    /// <returns>The number of the type, and whether the host maps it.</returns>
    public static (uint Type, MemoryProperties Properties, bool IsMapped) Choose(VulkanAdapter adapter, MemoryKind kind, uint allowed)
    {
        var types = Enumerable.Range(0, adapter.MemoryTypes.Count).Where(i => (allowed & (1u << i)) != 0).ToList();
        if (kind == MemoryKind.Staging)
        {
            // Reading memory that the host does not cache is slow by an order of magnitude.
            return First(types.Where(i => Has(i, Mappable | MemoryProperties.HostCached))) ?? First(types.Where(i => Has(i, Mappable)))
                ?? throw new GpuUnavailableException($"{adapter.Name} has no memory that the host can see");
        }
        var local = types.Where(i => Has(i, MemoryProperties.DeviceLocal)).ToList();
        if (kind == MemoryKind.Device)
        {
            // A discrete GPU may show the host a small window of its memory, which is not for buffers; where the host sees the largest
            // heap,
            // it sees all.
            ulong largest = local.Select(HeapSize).DefaultIfEmpty().Max();
            var visible = local.Where(i => Has(i, Mappable) && HeapSize(i) == largest).ToList();
            if ((First(visible.Where(i => Has(i, MemoryProperties.HostCached))) ?? First(visible)) is { } found) return found;
        }
        var unmapped = First(local.Where(i => !Has(i, MemoryProperties.HostVisible))) ?? First(local) ?? First(types);
        return unmapped is { } type ? type with { IsMapped = false } : throw new GpuException($"{adapter.Name} has no memory for buffers");

        bool Has(int i, MemoryProperties wanted) => (adapter.MemoryTypes[i].Properties & wanted) == wanted;

        ulong HeapSize(int i) => adapter.MemoryHeaps[(int)adapter.MemoryTypes[i].HeapIndex].Size;

        (uint Type, MemoryProperties Properties, bool IsMapped)? First(IEnumerable<int> candidates)
            => candidates.Select(i => ((uint, MemoryProperties, bool)?)((uint)i, adapter.MemoryTypes[i].Properties, true)).FirstOrDefault();
    }
}
