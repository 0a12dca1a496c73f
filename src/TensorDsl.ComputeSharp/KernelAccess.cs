namespace TensorDsl.Hlsl;

/// <summary>
/// Names of a kernel's forms, which differ in the buffers that are bound read-only. ComputeSharp keeps a pipeline for each type of shader, so each
/// form is a type of its own.
/// </summary>
internal static class KernelAccess
{
    /// <summary>All buffers are bound writable.</summary>
    public readonly struct Writable;

    /// <summary>The first combination of read-only buffers that the kernel was used with.</summary>
    public readonly struct First;

    /// <summary>The second.</summary>
    public readonly struct Second;

    /// <summary>The third. Beyond it, read-only buffers are copied: so many combinations of one kernel are no program's daily use.</summary>
    public readonly struct Third;
}
