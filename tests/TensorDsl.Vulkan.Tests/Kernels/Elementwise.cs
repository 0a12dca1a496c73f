using TensorDsl.Hlsl;

namespace TensorDsl.Vulkan.Tests.Kernels;

/// <summary>sum[i] = a[i] + scale · b[i].</summary>
internal struct AddScaled : IGpuKernel
{
    public static GpuKernel Kernel { get; } = new(
        "AddScaled",
        "",
        """
        uint i = groupId * 64u + threadIndex;
        if (i < n) { sum[i] = a[i] + scale * b[i]; }
        """,
        64,
        1,
        1,
        [new("a", GpuScalar.Float, false), new("b", GpuScalar.Float, false), new("sum", GpuScalar.Float, true)],
        [new("n", GpuScalar.UInt), new("scale", GpuScalar.Float)]);
}

/// <summary>x[i] += 1, in place.</summary>
internal struct Increment : IGpuKernel
{
    public static GpuKernel Kernel { get; } = new(
        "Increment",
        "",
        """
        uint i = groupId * 64u + threadIndex;
        if (i < n) { x[i] = x[i] + 1.0; }
        """,
        64,
        1,
        1,
        [new("x", GpuScalar.Float, true)],
        [new("n", GpuScalar.UInt)]);
}

/// <summary>The same text as <see cref="Increment"/> under another name.</summary>
internal struct IncrementAgain : IGpuKernel
{
    public static GpuKernel Kernel { get; } = new(
        "IncrementAgain", "", Increment.Kernel.Body, 64, 1, 1, Increment.Kernel.Bindings, Increment.Kernel.Constants);
}

/// <summary>to[i] = from[i].</summary>
internal struct CopyOver : IGpuKernel
{
    public static GpuKernel Kernel { get; } = new(
        "CopyOver",
        "",
        """
        uint i = groupId * 64u + threadIndex;
        if (i < n) { to[i] = from[i]; }
        """,
        64,
        1,
        1,
        [new("to", GpuScalar.Float, true), new("from", GpuScalar.Float, false)],
        [new("n", GpuScalar.UInt)]);
}

/// <summary>Writes where the mask says so: three element types, bindings of both kinds in mixed order.</summary>
internal struct Choose : IGpuKernel
{
    public static GpuKernel Kernel { get; } = new(
        "Choose",
        "",
        """
        uint i = groupId * 64u + threadIndex;
        if (i < n)
        {
            int label = labels[i];
            flags[i] = 1u - mask[i];
            chosen[i] = mask[i] != 0u ? (float)label : -1.0;
        }
        """,
        64,
        1,
        1,
        [new("flags", GpuScalar.UInt, true), new("labels", GpuScalar.Int, false), new("mask", GpuScalar.UInt, false), new("chosen", GpuScalar.Float, true)],
        [new("n", GpuScalar.UInt)]);
}
