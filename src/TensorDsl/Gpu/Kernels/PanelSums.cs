namespace TensorDsl.Hlsl;

/// <summary>
/// Sums of a panel's tiles against rows in memory: matrix products. A group owns 128 × 64 results; where there are too few of those to fill a device, what
/// is summed over is split, each part into memory of its own, and the parts are added in their order.
/// </summary>
internal static class PanelSums
{
    public static void AddRows(IGpuDevice device, GpuTile tile, GpuBuffer panel, GpuBuffer y, GpuBuffer destination, long width)
        => Add<PanelRows>(device, panel, y, destination, tile.RowFrom, tile.RowTo, tile.ColumnFrom, tile.ColumnTo, width, tile.AddsToRows, tile.RowSumGroups(width));

    public static void AddColumns(IGpuDevice device, GpuTile tile, GpuBuffer panel, GpuBuffer y, GpuBuffer destination, long width)
        => Add<PanelColumns>(device, panel, y, destination, tile.ColumnFrom, tile.ColumnTo, tile.RowFrom, tile.RowTo, width, tile.AddsToColumns, tile.ColumnSumGroups(width));

    private static void Add<TKernel>(
        IGpuDevice device, GpuBuffer panel, GpuBuffer y, GpuBuffer destination, uint from, uint to, uint overFrom, uint overTo, long width, uint add, long groups)
        where TKernel : struct, IGpuKernel
    {
        ArgumentNullException.ThrowIfNull(device);
        long depth = overTo - overFrom, part = GpuPartition.PartDepth(groups, depth), parts = Math.Max(1, (depth + part - 1) / part), size = (to - from) * width;
        uint[] constants = [from, to, overFrom, overTo, (uint)width, parts > 1 ? 0 : add, (uint)part, (uint)parts];
        if (parts == 1)
        {
            device.Dispatch<TKernel>([panel, y, destination], constants, groups);
            return;
        }
        using var sums = device.Rent(parts * size);
        device.Dispatch<TKernel>([panel, y, sums], constants, groups * parts);
        device.Dispatch<AddParts>([sums, destination], [(uint)(from * width), (uint)size, (uint)parts, add], GpuPartition.RowGroups(size, 1));
    }

    private static GpuKernel Kernel(string name, string load) => new(
        name,
        $$"""
        uint l_depth = k_overTo - k_overFrom;
        uint l_blocks = (k_to - k_from + 127u) / 128u;
        uint l_tiles = l_blocks * ((k_width + 63u) / 64u);
        uint l_part = groupId / l_tiles;
        uint l_tileId = groupId - l_part * l_tiles;
        uint l_across = l_tileId / l_blocks;
        uint l_base = k_from + (l_tileId - l_across * l_blocks) * 128u;
        uint l_c = l_across * 64u;
        uint l_end = min(l_depth, (l_part + 1u) * k_part);
        // Parts lie behind each other, each from the panel's first row on; without parts the rows lie where they belong.
        uint l_first = k_parts > 1u ? l_part * (k_to - k_from) : k_from;
        TDSL_THREAD
        float l_tile[32];
        TDSL_FILL(l_tile, 32u, 0.0)
        for (uint l_k = l_part * k_part; l_k < l_end; l_k += 16u)
        {
            {{load}}
            TDSL_LOAD_POINTS(s_y, 4u, l_c, k_width, l_end, b_y[(k_overFrom + l_u) * k_width + l_r])
            TDSL_FOLD(s_wide, 8u, s_y, 4u, 16u, l_tile[l_o] += l_a * l_b[l_j];)
        }
        TDSL_RESULTS(8u, 4u, k_to, k_width, float l_v = l_tile[l_o]; uint l_at = (l_first + l_row - k_from) * k_width + l_column; if (k_add != 0u) { l_v += b_result[l_at]; } b_result[l_at] = l_v;)
        """,
        "float b_panel, float b_y, rw float b_result",
        "uint k_from, uint k_to, uint k_overFrom, uint k_overTo, uint k_width, uint k_add, uint k_part, uint k_parts");

    private readonly struct PanelRows : IGpuKernel
    {
        public static GpuKernel Kernel { get; } = PanelSums.Kernel(nameof(PanelRows), "TDSL_LOAD_DEPTH(s_wide, 8u, l_base, k_to, l_end, b_panel[(l_r - k_from) * l_depth + l_u])");
    }

    private readonly struct PanelColumns : IGpuKernel
    {
        public static GpuKernel Kernel { get; } = PanelSums.Kernel(nameof(PanelColumns), "TDSL_LOAD_POINTS(s_wide, 8u, l_base, k_to, l_end, b_panel[l_u * (k_to - k_from) + l_r - k_from])");
    }

    private readonly struct AddParts : IGpuKernel
    {
        public static GpuKernel Kernel { get; } = new(
            nameof(AddParts),
            """
            uint l_at = groupId * 256u + threadIndex;
            if (l_at < k_size)
            {
                float l_v = 0.0;
                for (uint l_p = 0u; l_p < k_parts; l_p++) { l_v += b_sums[l_p * k_size + l_at]; }
                if (k_add != 0u) { l_v += b_result[k_first + l_at]; }
                b_result[k_first + l_at] = l_v;
            }
            """,
            "float b_sums, rw float b_result",
            "uint k_first, uint k_size, uint k_parts, uint k_add");
    }
}
