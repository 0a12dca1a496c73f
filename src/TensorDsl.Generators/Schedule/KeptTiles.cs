using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Schedule;

/// <summary>A tile that several passes contract. At run time the first of them keeps it for the others where it fits the budget.</summary>
/// <param name="Reduce">The contraction.</param>
/// <param name="First">The number of the pass that contracts it first, from 1.</param>
/// <param name="Later">The passes that read it if it was kept, and contract it again if not.</param>
/// <param name="Overwritten">
/// The value that the last pass makes of each element and keeps for sums over rows: where the tile was kept, it takes the tile's place. −1 if
/// there is none.
/// </param>
public sealed record KeptTile(int Reduce, int First, IReadOnlyList<int> Later, int Overwritten);

internal static class KeptTiles
{
    public static IReadOnlyList<KeptTile> Find(IReadOnlyList<Pass> passes)
    {
        var kept = new List<KeptTile>();
        for (int i = 0; i < passes.Count; i++)
        {
            if (passes[i] is not TilePass first) continue;
            foreach (var contraction in first.Contractions.Where(c => kept.All(k => k.Reduce != c.Reduce) && !IsPanel(first, c)))
            {
                var later = Enumerable.Range(i + 1, passes.Count - i - 1).Where(j => passes[j] is TilePass t && Contracts(t, contraction, first)).ToList();
                if (later.Count > 0) kept.Add(new(contraction.Reduce, i + 1, [.. later.Select(j => j + 1)], Overwritten((TilePass)passes[later[later.Count - 1]])));
            }
        }

        return kept;
    }

    private static bool Contracts(TilePass pass, PairContraction contraction, TilePass first)
        => !IsPanel(pass, contraction) && pass.Contractions.Any(c => c.Reduce == contraction.Reduce) && pass.Rows.SequenceEqual(first.Rows) && pass.Columns.SequenceEqual(first.Columns);

    /// <summary>The tile is kept within the pass already, for sums over rows.</summary>
    private static bool IsPanel(TilePass pass, PairContraction contraction) => pass.ColumnSums.Any(s => s.G == contraction.Reduce);

    /// <summary>The one value for sums over rows, if the pass reads its only tile for nothing else: then each element is read before it is written.</summary>
    private static int Overwritten(TilePass pass)
    {
        var values = pass.ColumnSums.Concat(pass.RowSums).Select(s => s.G).Distinct().ToList();
        var nests = pass.Body.Phases.SelectMany(p => p.Nests).ToList();
        return pass is { Second: null, Contractions.Count: 1, ColumnSums.Count: > 0 } && values.Count == 1
            && nests.Count == 1 && nests[0].Targets.Count == 1 && nests[0].Targets[0] is TileTarget target && target.Value == values[0] ? values[0] : -1;
    }
}
