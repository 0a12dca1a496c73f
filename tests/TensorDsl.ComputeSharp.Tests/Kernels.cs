using TensorDsl.Hlsl;

namespace TensorDsl.BridgeTests;

/// <summary>Adds four buffers, so that there are many combinations of read-only ones.</summary>
internal readonly struct AddFour : IGpuKernel
{
    public static GpuKernel Kernel { get; } = new(
        nameof(AddFour), "if (threadIndex < k_n) { b_sum[threadIndex] = b_a[threadIndex] + b_b[threadIndex] + b_c[threadIndex] + b_d[threadIndex]; }",
        "float b_a, float b_b, float b_c, float b_d, rw float b_sum", "uint k_n");
}
