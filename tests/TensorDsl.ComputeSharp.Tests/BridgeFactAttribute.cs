using TensorDsl.Vulkan.Tests.Support;

namespace TensorDsl.BridgeTests;

/// <summary>A test that runs the bridge's shaders on Vulkan; skipped, with the reason, where that cannot be.</summary>
public sealed class BridgeFactAttribute : FactAttribute
{
    public BridgeFactAttribute() => Skip = Missing.Plain;
}
