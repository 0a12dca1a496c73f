using TensorDsl.Hlsl;

namespace TensorDsl.Vulkan.Tests.Kernels;

/// <summary>visits[groupId] is counted up by each group: a group that ran twice, or not at all, shows.</summary>
internal struct CountGroups : IGpuKernel
{
    public static GpuKernel Kernel { get; } = new(
        "CountGroups", "", "visits[groupId] = visits[groupId] + 1u;", 1, 1, 1, [new("visits", GpuScalar.UInt, true)], []);
}

/// <summary>Each group of 64 threads sums 64 elements through shared memory.</summary>
internal struct SumGroups : IGpuKernel
{
    public static GpuKernel Kernel { get; } = new(
        "SumGroups",
        "groupshared float part[64];",
        """
        uint i = groupId * 64u + threadIndex;
        float v = 0.0;
        if (i < n) { v = x[i]; }
        part[threadIndex] = v;
        GroupMemoryBarrierWithGroupSync();
        for (uint half_ = 32u; half_ > 0u; half_ >>= 1)
        {
            if (threadIndex < half_) { part[threadIndex] += part[threadIndex + half_]; }
            GroupMemoryBarrierWithGroupSync();
        }
        if (threadIndex == 0u) { sums[groupId] = part[0]; }
        """,
        8,
        4,
        2,
        [new("x", GpuScalar.Float, false), new("sums", GpuScalar.Float, true)],
        [new("n", GpuScalar.UInt)])
    {
        SharedBytes = 256,
    };
}

/// <summary>Writes the constants, as bits, and the thread's three coordinates.</summary>
internal struct Echo : IGpuKernel
{
    public static GpuKernel Kernel { get; } = new(
        "Echo",
        "",
        """
        bits[0] = asuint(a);
        bits[1] = asuint(b);
        bits[2] = c;
        bits[3] = asuint(last);
        bits[4u + threadIndex] = threadId.x + 10u * threadId.y + 100u * threadId.z;
        """,
        2,
        3,
        2,
        [new("bits", GpuScalar.UInt, true)],
        [new("a", GpuScalar.Float), new("b", GpuScalar.Int), new("c", GpuScalar.UInt), .. Filler, new("last", GpuScalar.Float)]);

    /// <summary>So many more that the constants are as many as are allowed.</summary>
    private static IEnumerable<GpuConstant> Filler => Enumerable.Range(0, GpuKernel.MaxConstants - 4).Select(i => new GpuConstant($"f{i}", GpuScalar.UInt));
}

/// <summary>value[0] = x[at], wherever that is.</summary>
internal struct ReadAt : IGpuKernel
{
    public static GpuKernel Kernel { get; } = new(
        "ReadAt", "", "value[0] = x[at];", 1, 1, 1, [new("x", GpuScalar.Float, false), new("value", GpuScalar.Float, true)], [new("at", GpuScalar.UInt)]);
}

/// <summary>Needs more shared memory than any device has.</summary>
internal struct TooMuchShared : IGpuKernel
{
    public static GpuKernel Kernel { get; } = new(
        "TooMuchShared", "", "x[0] = 1.0;", 1, 1, 1, [new("x", GpuScalar.Float, true)], []) { SharedBytes = 1 << 30 };
}

/// <summary>Is no HLSL.</summary>
internal struct Broken : IGpuKernel
{
    public static GpuKernel Kernel { get; } = new("Broken", "", "x[0] = nothing;", 1, 1, 1, [new("x", GpuScalar.Float, true)], []);
}
