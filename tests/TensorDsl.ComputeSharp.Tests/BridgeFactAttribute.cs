using TensorDsl.Vulkan;
using TensorDsl.Vulkan.Compilation;

namespace TensorDsl.BridgeTests;

/// <summary>A test that runs the bridge's shaders on Vulkan; skipped, with the reason, where that cannot be.</summary>
public sealed class BridgeFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> s_missing = new(() =>
    {
        if (!VulkanDevice.TryCreate(new VulkanOptions { CacheDirectory = "" }, out var device, out string reason)) return reason;
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
    });

    public BridgeFactAttribute() => Skip = s_missing.Value;
}
