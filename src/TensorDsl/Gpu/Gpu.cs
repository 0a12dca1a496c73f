using System.Diagnostics.CodeAnalysis;

namespace TensorDsl;

/// <summary>Finds a GPU to run on.</summary>
/// <remarks>
/// The core library knows no back end. An application names those that it brings, once, at its start:
/// <c>Gpu.Register("Vulkan", VulkanDevice.TryCreate);</c>. There is no search through assemblies, which trimming would break.
/// </remarks>
public static class Gpu
{
    private static readonly Lock s_gate = new();
    private static readonly List<(string Name, GpuProbe Probe)> s_backEnds = [];
    private static IGpuDevice? s_device;

    /// <summary>Adds a back end, behind those registered before it. To register the same name again replaces its probe.</summary>
    /// <param name="name">The name for messages, such as "Vulkan".</param>
    /// <param name="probe">Opens a device.</param>
    public static void Register(string name, GpuProbe probe)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(probe);
        lock (s_gate)
        {
            int at = s_backEnds.FindIndex(b => b.Name == name);
            if (at >= 0) s_backEnds[at] = (name, probe);
            else s_backEnds.Add((name, probe));
        }
    }

    /// <summary>
    /// The device of the first back end that has one. The process shares it: all calls return the same device, until that one is disposed
    /// or lost, after which the next call looks for one again. Its owner is whoever disposes it, at the end of the program or never.
    /// </summary>
    /// <param name="device">The device.</param>
    /// <param name="reason">Why there is none, for each back end; empty if there is one.</param>
    public static bool TryGetDevice([NotNullWhen(true)] out IGpuDevice? device, out string reason)
    {
        lock (s_gate)
        {
            if (s_device is { IsUsable: true })
            {
                device = s_device;
                reason = "";
                return true;
            }
            var reasons = new List<string>();
            foreach (var (name, probe) in s_backEnds)
            {
                if (probe(out device, out string why))
                {
                    s_device = device;
                    reason = "";
                    return true;
                }
                reasons.Add($"{name}: {why}");
            }
            device = null;
            reason = reasons.Count > 0
                ? string.Join("; ", reasons)
                : "no GPU back end is registered; reference TensorDsl.Vulkan and call Gpu.Register(\"Vulkan\", VulkanDevice.TryCreate)";
            return false;
        }
    }

    /// <summary>As <see cref="TryGetDevice"/>, where there must be one.</summary>
    /// <exception cref="GpuUnavailableException">There is none; the message says why.</exception>
    public static IGpuDevice GetDevice() => TryGetDevice(out var device, out string reason) ? device : throw new GpuUnavailableException(reason);
}
