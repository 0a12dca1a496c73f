namespace TensorDsl.Vulkan.Tests.Support;

/// <summary>A test that runs kernels under the validation layer. It is skipped, with the reason, where one of the parts is missing.</summary>
public sealed class GpuFactAttribute : FactAttribute
{
    public GpuFactAttribute() => Skip = Missing.Validated;
}

/// <inheritdoc cref="GpuFactAttribute"/>
public sealed class GpuTheoryAttribute : TheoryAttribute
{
    public GpuTheoryAttribute() => Skip = Missing.Validated;
}
