using TensorDsl.Vulkan.Compilation;

namespace TensorDsl.Vulkan.Tests.Support;

/// <summary>What this machine lacks for tests that run kernels.</summary>
internal static class Missing
{
    private static readonly Lazy<string?> s_validated = new(() => Find(new() { Validation = true, CacheDirectory = "" }));

    private static readonly Lazy<string?> s_plain = new(() => Find(new() { CacheDirectory = "" }));

    /// <summary>What is missing to run kernels under the validation layer, or null.</summary>
    public static string? Validated => s_validated.Value;

    /// <summary>What is missing to run kernels, or null.</summary>
    public static string? Plain => s_plain.Value;

    private static string? Find(VulkanOptions options)
    {
        if (!VulkanDevice.TryCreate(options, out var device, out string reason)) return reason;
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
