using System.Collections.Concurrent;
using TensorDsl.Vulkan.Compilation;

namespace TensorDsl.Vulkan.Tests.Support;

/// <summary>
/// A device under the validation layer, whose every message fails the test, and behind a counter of Vulkan's objects, of which none may be
/// left.
/// </summary>
internal sealed class TestDevice : IDisposable
{
    private readonly ConcurrentQueue<string> _messages = new();

    public TestDevice(bool staging = false, string? cache = null, Func<IShaderCompiler>? compiler = null)
    {
        var options = new VulkanOptions
        {
            Validation = true,
            OnValidationMessage = _messages.Enqueue,
            ForceStaging = staging,
            CacheDirectory = cache,
        };
        Device = VulkanDevice.Create(options, Api, compiler);
    }

    public SpyVulkan Api { get; } = new();

    public VulkanDevice Device { get; }

    public IEnumerable<string> Messages => _messages;

    public static implicit operator VulkanDevice(TestDevice device) => device.Device;

    public void Dispose()
    {
        Device.Dispose();
        Assert.Empty(_messages);
        Assert.Empty(Api.Live);
    }
}
