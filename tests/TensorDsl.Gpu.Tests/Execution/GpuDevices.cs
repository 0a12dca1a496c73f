using TensorDsl.Vulkan;

namespace TensorDsl.LossTests.Execution;

/// <summary>The device that all tests share, so that each kernel is compiled once.</summary>
public static class GpuDevices
{
    private static readonly Lazy<(IGpuDevice? Device, string Reason)> s_shared = new(() => VulkanDevice.TryCreate(out var device, out string reason) ? (device, "") : (null, reason));

    /// <summary>Why there is none, or null.</summary>
    public static string? Missing => s_shared.Value.Device is null ? s_shared.Value.Reason : null;

    public static IGpuDevice Shared => s_shared.Value.Device ?? throw new InvalidOperationException(s_shared.Value.Reason);
}

/// <summary>A test that runs kernels; skipped, with the reason, where there is no device.</summary>
public sealed class GpuFactAttribute : FactAttribute
{
    public GpuFactAttribute() => Skip = GpuDevices.Missing;
}

/// <inheritdoc cref="GpuFactAttribute"/>
public sealed class GpuTheoryAttribute : TheoryAttribute
{
    public GpuTheoryAttribute() => Skip = GpuDevices.Missing;
}
