namespace TensorDsl.Hlsl;

/// <summary>A scalar that every thread of a dispatch sees.</summary>
/// <param name="Name">Its identifier in the kernel's HLSL.</param>
/// <param name="Type">Its type; on the host it is passed as its 32 bits.</param>
public sealed record GpuConstant(string Name, GpuScalar Type);
