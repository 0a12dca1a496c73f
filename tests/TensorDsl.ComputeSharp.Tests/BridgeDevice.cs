using System.Text;
using ComputeSharp;
using TensorDsl.Vulkan;

namespace TensorDsl.BridgeTests;

/// <summary>The bridge's device, over a stand-in for Direct3D.</summary>
internal sealed class BridgeDevice : IDisposable
{
    private readonly VulkanDevice _vulkan = VulkanDevice.Create();

    static BridgeDevice() => ComputeSharpDevice.Compiler = (name, hlsl) => Encoding.UTF8.GetBytes($"bytecode of {name}: {hlsl.Length}");

    public BridgeDevice()
    {
        StandIn = new VulkanStandIn(_vulkan);
        Graphics = new GraphicsDevice(StandIn);
        Device = ComputeSharpDevice.Create(Graphics);
    }

    public VulkanStandIn StandIn { get; }

    public GraphicsDevice Graphics { get; }

    public ComputeSharpDevice Device { get; }

    public void Dispose()
    {
        Device.Dispose();
        Assert.Equal(0, StandIn.Live);
        _vulkan.Dispose();
    }
}
