namespace TensorDsl.Hlsl;

/// <summary>A buffer that a kernel reads or writes.</summary>
/// <param name="Name">Its identifier in the kernel's HLSL.</param>
/// <param name="Element">The type of its elements.</param>
/// <param name="IsWritten">The kernel writes it, and may read it as well.</param>
public sealed record GpuBinding(string Name, GpuScalar Element, bool IsWritten);
