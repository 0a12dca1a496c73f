namespace TensorDsl.Hlsl;

/// <summary>The types of a kernel's constants and of its buffers' elements. All are four bytes: truth values are UInt, 0 or 1.</summary>
public enum GpuScalar
{
    /// <summary>HLSL's float.</summary>
    Float,

    /// <summary>HLSL's int: labels and positions.</summary>
    Int,

    /// <summary>HLSL's uint: extents, and truth values.</summary>
    UInt,
}
