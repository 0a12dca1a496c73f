namespace TensorDsl.Hlsl;

/// <summary>
/// What generated kernels leave to the run-time library: the combination of parts that groups have left, in an order that depends on their number
/// alone, segment sums, and sums of tiles. None uses atomics on results.
/// </summary>
public static class GpuParts
{
    /// <summary>destination[first + i] = Σ over p of parts[p, i].</summary>
    /// <param name="device">The device.</param>
    /// <param name="parts">The parts.</param>
    /// <param name="destination">The result.</param>
    /// <param name="first">Where the result begins in its buffer.</param>
    /// <param name="size">Its elements.</param>
    /// <param name="count">The parts of each.</param>
    /// <param name="from">Where the parts begin in theirs.</param>
    public static void Sum(IGpuDevice device, GpuBuffer parts, GpuBuffer destination, long first, long size, long count, long from = 0)
        => Combine<CombineSum>(device, parts, destination, first, size, count, from);

    /// <summary>destination[first + i] = Π over p of parts[p, i].</summary>
    public static void Prod(IGpuDevice device, GpuBuffer parts, GpuBuffer destination, long first, long size, long count, long from = 0)
        => Combine<CombineProd>(device, parts, destination, first, size, count, from);

    /// <summary>destination[first + i] = the largest of parts[p, i]; NaN if there is one.</summary>
    public static void Max(IGpuDevice device, GpuBuffer parts, GpuBuffer destination, long first, long size, long count, long from = 0)
        => Combine<CombineMax>(device, parts, destination, first, size, count, from);

    /// <summary>destination[first + i] = the smallest of parts[p, i]; NaN if there is one.</summary>
    public static void Min(IGpuDevice device, GpuBuffer parts, GpuBuffer destination, long first, long size, long count, long from = 0)
        => Combine<CombineMin>(device, parts, destination, first, size, count, from);

    /// <summary>The log-sum-exp of parts that are each a maximum and a sum of exponentials below it.</summary>
    public static void LogSumExp(IGpuDevice device, GpuBuffer max, GpuBuffer sum, GpuBuffer destination, long first, long size, long count)
    {
        ArgumentNullException.ThrowIfNull(device);
        device.Dispatch<CombineLogSumExp>([max, sum, destination], [(uint)first, (uint)size, (uint)count], GpuPartition.RowGroups(size, 1));
    }

    /// <summary>destination[s, w] = Σ over the rows r with index[r] = s of rows[r, w]; a position outside adds to nothing.</summary>
    public static void SegmentSum(
        IGpuDevice device, GpuBuffer rows, long rowsFirst, GpuBuffer index, GpuBuffer destination, long first, long count, long width, long segments)
    {
        ArgumentNullException.ThrowIfNull(device);
        long owned = GpuPartition.Segments(segments);
        device.Dispatch<AddSegments>(
            [rows, index, destination], [(uint)rowsFirst, (uint)first, (uint)count, (uint)width, (uint)owned, (uint)segments], (segments + owned - 1) / owned);
    }

    /// <summary>destination[r, w] (+)= Σ over the columns c of a panel of panel[r, c] · y[c, w].</summary>
    public static void AddRows(IGpuDevice device, GpuTile tile, GpuBuffer panel, GpuBuffer y, GpuBuffer destination, long width)
        => PanelSums.AddRows(device, tile, panel, y, destination, width);

    /// <summary>destination[c, w] (+)= Σ over the rows r of a panel of panel[r, c] · y[r, w].</summary>
    public static void AddColumns(IGpuDevice device, GpuTile tile, GpuBuffer panel, GpuBuffer y, GpuBuffer destination, long width)
        => PanelSums.AddColumns(device, tile, panel, y, destination, width);

    private static void Combine<TKernel>(IGpuDevice device, GpuBuffer parts, GpuBuffer destination, long first, long size, long count, long from)
        where TKernel : struct, IGpuKernel
    {
        ArgumentNullException.ThrowIfNull(device);
        int lanes = GpuPartition.CombineLanes(size, count);
        device.Dispatch<TKernel>([parts, destination], [(uint)first, (uint)size, (uint)count, (uint)lanes, (uint)from], GpuPartition.RowGroups(size, lanes));
    }

    private static GpuKernel CombineKernel(string op, string identity, string combine) => new(
        $"Combine{op}",
        $$"""
        uint l_lane = threadIndex & (k_lanes - 1u);
        uint l_at = groupId * (256u / k_lanes) + threadIndex / k_lanes;
        float l_part = {{identity}};
        if (l_at < k_size)
        {
            for (uint l_p = l_lane; l_p < k_count; l_p += k_lanes) { float l_v = b_parts[k_from + l_p * k_size + l_at]; l_part = {{combine}}; }
        }
        l_part = tdsl_{{op.ToLowerInvariant()}}_across(threadIndex, k_lanes, l_part);
        if (l_at < k_size && l_lane == 0u) { b_result[k_first + l_at] = l_part; }
        """,
        "float b_parts, rw float b_result",
        "uint k_first, uint k_size, uint k_count, uint k_lanes, uint k_from");

    private readonly struct CombineSum : IGpuKernel
    {
        public static GpuKernel Kernel { get; } = CombineKernel("Sum", "0.0", "l_part + l_v");
    }

    private readonly struct CombineProd : IGpuKernel
    {
        public static GpuKernel Kernel { get; } = CombineKernel("Prod", "1.0", "l_part * l_v");
    }

    private readonly struct CombineMax : IGpuKernel
    {
        public static GpuKernel Kernel { get; } = CombineKernel("Max", "asfloat(0xFF800000u)", "tdsl_max(l_part, l_v)");
    }

    private readonly struct CombineMin : IGpuKernel
    {
        public static GpuKernel Kernel { get; } = CombineKernel("Min", "asfloat(0x7F800000u)", "tdsl_min(l_part, l_v)");
    }

    private readonly struct CombineLogSumExp : IGpuKernel
    {
        public static GpuKernel Kernel { get; } = new(
            nameof(CombineLogSumExp),
            """
            uint l_at = groupId * 256u + threadIndex;
            if (l_at < k_size)
            {
                float l_m = asfloat(0xFF800000u);
                float l_s = 0.0;
                for (uint l_p = 0u; l_p < k_count; l_p++)
                {
                    float l_m2 = b_max[l_p * k_size + l_at];
                    float l_s2 = b_sum[l_p * k_size + l_at];
                    tdsl_merge(l_m, l_s, l_m2, l_s2);
                }
                b_result[k_first + l_at] = tdsl_shift(l_m) + log(l_s);
            }
            """,
            "float b_max, float b_sum, rw float b_result",
            "uint k_first, uint k_size, uint k_count");
    }

    /// <summary>
    /// A group owns some segments and looks for their rows, 256 at a time; rows are added in their order, a thread to elements of its own.
    /// </summary>
    private readonly struct AddSegments : IGpuKernel
    {
        public static GpuKernel Kernel { get; } = new(
            nameof(AddSegments),
            """
            uint l_from = groupId * k_segments;
            uint l_to = min(l_from + k_segments, k_all);
            for (uint l_z = threadIndex; l_z < k_width; l_z += 256u)
            {
                for (uint l_s = l_from; l_s < l_to; l_s++) { b_result[k_first + l_s * k_width + l_z] = 0.0; }
            }
            for (uint l_r = 0u; l_r < k_count; l_r += 256u)
            {
                if (threadIndex == 0u) { s_count = 0u; }
                GroupMemoryBarrierWithGroupSync();
                uint l_hit = 0u;
                if (l_r + threadIndex < k_count)
                {
                    int l_label = b_index[l_r + threadIndex];
                    if (l_label >= (int)l_from && l_label < (int)l_to) { l_hit = (uint)l_label + 1u; InterlockedAdd(s_count, 1u); }
                }
                s_hit[threadIndex] = l_hit;
                GroupMemoryBarrierWithGroupSync();
                if (s_count > 0u)
                {
                    uint l_rows = min(256u, k_count - l_r);
                    for (uint l_w = threadIndex; l_w < k_width; l_w += 256u)
                    {
                        for (uint l_q = 0u; l_q < l_rows; l_q++)
                        {
                            uint l_segment = s_hit[l_q];
                            if (l_segment != 0u)
                            {
                                uint l_at = k_first + (l_segment - 1u) * k_width + l_w;
                                b_result[l_at] = b_result[l_at] + b_rows[k_rowsFirst + (l_r + l_q) * k_width + l_w];
                            }
                        }
                    }
                }
                GroupMemoryBarrierWithGroupSync();
            }
            """,
            "float b_rows, int b_index, rw float b_result",
            "uint k_rowsFirst, uint k_first, uint k_count, uint k_width, uint k_segments, uint k_all");
    }
}
