using TensorDsl.Vulkan.Compilation;

namespace TensorDsl.Vulkan.Tests.Support;

/// <summary>A test that runs kernels under the validation layer. It is skipped, with the reason, where one of the parts is missing.</summary>
public sealed class GpuFactAttribute : FactAttribute
{
    public GpuFactAttribute() => Skip = Missing.Reason;
}

/// <inheritdoc cref="GpuFactAttribute"/>
public sealed class GpuTheoryAttribute : TheoryAttribute
{
    public GpuTheoryAttribute() => Skip = Missing.Reason;
}

internal static class Missing
{
    private static readonly Lazy<string?> s_reason = new(Find);

    /// <summary>What is missing on this machine, or null.</summary>
    public static string? Reason => s_reason.Value;

    private static string? Find()
    {
        if (!VulkanDevice.TryCreate(new VulkanOptions { Validation = true, CacheDirectory = "" }, out var device, out string reason)) return reason;
        device.Dispose();
        try
        {
            ShaderCompilers.Find(null);
            return null;
        }
        catch (ShaderCompilationException e)
        {
            return e.Message;
        }
    }
}
