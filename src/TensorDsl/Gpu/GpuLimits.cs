namespace TensorDsl;

/// <summary>What a device allows.</summary>
/// <param name="MaxBufferBytes">The size of the largest buffer.</param>
/// <param name="MaxSharedBytes">The memory that the threads of a group share.</param>
/// <param name="MaxThreadsPerGroup">The largest number of threads in a group.</param>
public sealed record GpuLimits(long MaxBufferBytes, int MaxSharedBytes, int MaxThreadsPerGroup);
