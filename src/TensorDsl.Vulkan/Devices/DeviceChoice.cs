using System.Globalization;

namespace TensorDsl.Vulkan.Devices;

/// <summary>Which of a driver's devices is opened.</summary>
internal static class DeviceChoice
{
    /// <param name="adapters">The driver's devices.</param>
    /// <param name="wanted">A number, a part of a name, or null for the best one.</param>
    /// <exception cref="GpuUnavailableException">None fits; the message lists those that there are.</exception>
    public static VulkanAdapter Choose(IReadOnlyList<VulkanAdapter> adapters, string? wanted)
    {
        if (adapters.Count == 0) throw new GpuUnavailableException("no driver offers a Vulkan device");
        var fitting = adapters.Where(a => wanted is null || IsCalled(a, wanted)).ToList();
        if (fitting.Count == 0)
            throw new GpuUnavailableException($"no Vulkan device is called '{wanted}'; there are {string.Join(", ", adapters)}");
        // The order is stable: of two equal devices the driver's first.
        var best = fitting.Where(a => a.Lacks is null).OrderByDescending(a => a.Rank).FirstOrDefault();
        return best ?? throw new GpuUnavailableException(
            $"no Vulkan device can be used: {string.Join("; ", fitting.Select(a => $"{a}: {a.Lacks}"))}");
    }

    private static bool IsCalled(VulkanAdapter adapter, string wanted)
        => int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? adapter.Number == number
            : adapter.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase);
}
