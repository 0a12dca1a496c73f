using TensorDsl.Hlsl;

namespace TensorDsl.Benchmarks;

/// <summary>A matrix of dot products as one writes it first: a thread computes one element.</summary>
public readonly struct NaiveProduct : IGpuKernel
{
    public static GpuKernel Kernel { get; } = new(
        nameof(NaiveProduct),
        """
        uint l_at = groupId * 256u + threadIndex;
        uint l_row = l_at / k_M;
        uint l_column = l_at - l_row * k_M;
        if (l_row < k_N)
        {
            float l_sum = 0.0;
            for (uint l_k = 0u; l_k < k_D; l_k++) { l_sum += b_x[l_row * k_D + l_k] * b_y[l_column * k_D + l_k]; }
            b_result[l_at] = l_sum;
        }
        """,
        "float b_x, float b_y, rw float b_result",
        "uint k_N, uint k_M, uint k_D");
}
