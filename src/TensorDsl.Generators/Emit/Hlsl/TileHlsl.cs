namespace TensorDsl.Generators.Emit.Hlsl;

/// <summary>
/// The text that both kernels over tiles share: a fold over the summed positions, sixteen at a time through shared memory, of 64 rows against 64
/// columns, with 4 × 4 results a thread.
/// </summary>
internal static class TileHlsl
{
    public const int Size = 64;

    /// <summary>An operand of a fold: its element at (point of the tile's side, summed position).</summary>
    /// <param name="Element">The text of the load for a point and a position.</param>
    /// <param name="AlongDepth">Neighbouring summed positions are neighbours in memory; else neighbouring points are.</param>
    public sealed record Operand(Func<string, string, string> Element, bool AlongDepth, string Point, string PointEnd);

    /// <summary>The accumulators of a tile, at their start.</summary>
    public static IEnumerable<string> Start(string tile, string identity)
    {
        yield return $"float {tile}[16];";
        yield return $"[unroll] for (uint l_z = 0u; l_z < 16u; l_z++) {{ {tile}[l_z] = {identity}; }}";
    }

    /// <summary>The fold. Both sides are read as 0 behind their ends.</summary>
    /// <param name="depth">The number of summed positions.</param>
    /// <param name="step">The lines that put one pair, l_a and l_b[l_j], into the accumulator of l_i and l_j.</param>
    /// <param name="isProduct">Positions behind the end add 0, so the inner loop can have a fixed length.</param>
    public static IEnumerable<string> Fold(Operand row, Operand column, string depth, IReadOnlyList<string> step, bool isProduct)
    {
        yield return $"for (uint l_k = 0u; l_k < {depth}; l_k += 16u)";
        yield return "{";
        yield return "    [unroll] for (uint l_e = 0u; l_e < 4u; l_e++)";
        yield return "    {";
        yield return "        uint l_w = threadIndex + l_e * 256u;";
        foreach (string line in Load("s_x", row, depth)) yield return "        " + line;
        foreach (string line in Load("s_y", column, depth)) yield return "        " + line;
        yield return "    }";
        yield return "    GroupMemoryBarrierWithGroupSync();";
        if (!isProduct) yield return $"    uint l_n = min(16u, {depth} - l_k);";
        yield return $"    for (uint l_q = 0u; l_q < {(isProduct ? "16u" : "l_n")}; l_q++)";
        yield return "    {";
        yield return "        float l_b[4];";
        yield return "        [unroll] for (uint l_s = 0u; l_s < 4u; l_s++) { l_b[l_s] = s_y[l_q * 65u + l_tx + 16u * l_s]; }";
        yield return "        [unroll] for (uint l_i = 0u; l_i < 4u; l_i++)";
        yield return "        {";
        yield return "            float l_a = s_x[l_q * 65u + l_ty + 16u * l_i];";
        yield return "            [unroll] for (uint l_j = 0u; l_j < 4u; l_j++)";
        yield return "            {";
        foreach (string line in step) yield return "                " + line;
        yield return "            }";
        yield return "        }";
        yield return "    }";
        yield return "    GroupMemoryBarrierWithGroupSync();";
        yield return "}";
    }

    /// <summary>A thread's share of 64 points × 16 positions; threads walk along what lies together in memory.</summary>
    private static IEnumerable<string> Load(string shared, Operand operand, string depth)
    {
        string point = operand.AlongDepth ? "l_w >> 4" : "l_w & 63u", position = operand.AlongDepth ? "l_w & 15u" : "l_w >> 6";
        yield return "{";
        yield return $"    uint l_p = {point};";
        yield return $"    uint l_d = {position};";
        yield return "    float l_v = 0.0;";
        yield return $"    if ({operand.Point} + l_p < {operand.PointEnd} && l_k + l_d < {depth}) {{ l_v = {operand.Element($"({operand.Point} + l_p)", "(l_k + l_d)")}; }}";
        yield return $"    {shared}[l_d * 65u + l_p] = l_v;";
        yield return "}";
    }
}
