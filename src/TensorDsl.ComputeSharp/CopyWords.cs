namespace TensorDsl.Hlsl;

/// <summary>Copies elements of four bytes, bit by bit.</summary>
internal readonly struct CopyWords : IGpuKernel
{
    /// <inheritdoc/>
    public static GpuKernel Kernel { get; } = new(
        nameof(CopyWords),
        """
        uint l_at = groupId * 256u + threadIndex;
        if (l_at < k_count) { b_copy[l_at] = b_source[l_at]; }
        """,
        "uint b_source, rw uint b_copy",
        "uint k_count");
}
