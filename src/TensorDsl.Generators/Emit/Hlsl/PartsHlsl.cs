namespace TensorDsl.Generators.Emit.Hlsl;

/// <summary>
/// Prints what all templates share: the combination of parts that groups have left, in an order that depends on their number alone, and the
/// segment sum. Their texts name nothing of a template, so that equal kernels are one.
/// </summary>
internal static class PartsHlsl
{
    /// <summary>result[i] = the reduction of parts[p, i] over p.</summary>
    public static HlslLaunch Combine(string op, string parts, (string Buffer, string First) result, string size, string count)
    {
        var kernel = new HlslBuilder();
        kernel.Buffer("b_parts", "Float", false, parts);
        kernel.Buffer("b_result", "Float", true, result.Buffer);
        kernel.Constant("k_first", "UInt", $"(uint)({result.First})");
        kernel.Constant("k_size", "UInt", $"(uint)({size})");
        kernel.Constant("k_count", "UInt", $"(uint)({count})");
        kernel.Constant("k_lanes", "UInt", $"(uint)global::TensorDsl.Hlsl.GpuPartition.CombineLanes({size}, {count})");
        return kernel.Build(
            $$"""
            uint l_lane = threadIndex & (k_lanes - 1u);
            uint l_at = groupId * (256u / k_lanes) + threadIndex / k_lanes;
            float l_part = {{HlslReduction.Identity(op)}};
            if (l_at < k_size)
            {
                for (uint l_p = l_lane; l_p < k_count; l_p += k_lanes) { float l_v = b_parts[l_p * k_size + l_at]; l_part = {{HlslReduction.Combine(op, "l_part", "l_v")}}; }
            }
            l_part = {{HlslReduction.Across(op, "k_lanes", "l_part")}};
            if (l_at < k_size && l_lane == 0u) { b_result[k_first + l_at] = l_part; }

            """);
    }

    /// <summary>The log-sum-exp of parts that are each a maximum and a sum below it.</summary>
    public static HlslLaunch CombineLogSumExp(string max, string sum, (string Buffer, string First) result, string size, string count)
    {
        var kernel = new HlslBuilder();
        kernel.Buffer("b_max", "Float", false, max);
        kernel.Buffer("b_sum", "Float", false, sum);
        kernel.Buffer("b_result", "Float", true, result.Buffer);
        kernel.Constant("k_first", "UInt", $"(uint)({result.First})");
        kernel.Constant("k_size", "UInt", $"(uint)({size})");
        kernel.Constant("k_count", "UInt", $"(uint)({count})");
        return kernel.Build(
            $$"""
            uint l_at = groupId * 256u + threadIndex;
            if (l_at < k_size)
            {
                float l_m = {{HlslReduction.MinusInfinity}};
                float l_s = 0.0;
                for (uint l_p = 0u; l_p < k_count; l_p++)
                {
                    float l_m2 = b_max[l_p * k_size + l_at];
                    float l_s2 = b_sum[l_p * k_size + l_at];
                    tdsl_merge(l_m, l_s, l_m2, l_s2);
                }
                b_result[k_first + l_at] = tdsl_shift(l_m) + log(l_s);
            }

            """);
    }

    /// <summary>A group owns a segment and looks for its rows, 256 at a time; rows are added in their order.</summary>
    public static HlslLaunch Segment((string Buffer, string First) rows, string index, (string Buffer, string First) result, string count, string width)
    {
        var kernel = new HlslBuilder();
        kernel.Buffer("b_rows", "Float", false, rows.Buffer);
        kernel.Constant("k_rowsFirst", "UInt", $"(uint)({rows.First})");
        kernel.Buffer("b_index", "Int", false, index);
        kernel.Buffer("b_result", "Float", true, result.Buffer);
        kernel.Constant("k_first", "UInt", $"(uint)({result.First})");
        kernel.Constant("k_count", "UInt", $"(uint)({count})");
        kernel.Constant("k_width", "UInt", $"(uint)({width})");
        return kernel.Build(
            """
            for (uint l_z = threadIndex; l_z < k_width; l_z += 256u) { b_result[k_first + groupId * k_width + l_z] = 0.0; }
            for (uint l_first = 0u; l_first < k_count; l_first += 256u)
            {
                if (threadIndex == 0u) { s_count = 0u; }
                GroupMemoryBarrierWithGroupSync();
                uint l_hit = 0u;
                if (l_first + threadIndex < k_count)
                {
                    int l_label = b_index[l_first + threadIndex];
                    if (l_label == (int)groupId) { l_hit = 1u; InterlockedAdd(s_count, 1u); }
                }
                s_hit[threadIndex] = l_hit;
                GroupMemoryBarrierWithGroupSync();
                if (s_count > 0u)
                {
                    uint l_rows = min(256u, k_count - l_first);
                    for (uint l_w = threadIndex; l_w < k_width; l_w += 256u)
                    {
                        float l_sum = b_result[k_first + groupId * k_width + l_w];
                        for (uint l_q = 0u; l_q < l_rows; l_q++)
                        {
                            if (s_hit[l_q] != 0u) { l_sum += b_rows[k_rowsFirst + (l_first + l_q) * k_width + l_w]; }
                        }
                        b_result[k_first + groupId * k_width + l_w] = l_sum;
                    }
                }
                GroupMemoryBarrierWithGroupSync();
            }

            """);
    }
}
