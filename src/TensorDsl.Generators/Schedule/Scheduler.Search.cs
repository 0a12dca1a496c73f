using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Schedule;

/// <summary>
/// Searches: the k best of each row. What is searched is computed tile by tile if it is a tile value whose one side is the searched axis;
/// anything else is read from memory.
/// </summary>
internal sealed partial class Scheduler
{
    /// <summary>The rows of a search whose score is computed in tiles, or null if it lies in memory.</summary>
    private IReadOnlyList<Axis>? TiledRows(TopK t)
    {
        if (!_finder.IsTile(t.Arg)) return null;
        var core = _finder.Core(t.Arg);
        if (core.Columns.Count == 1 && core.Columns[0] == t.Over) return [.. core.Rows];
        return core.Rows.Count == 1 && core.Rows[0] == t.Over ? [.. core.Columns] : null;
    }

    private readonly Dictionary<(int, Axis), IReadOnlyList<Axis>> _searchRows = [];

    /// <summary>Decided once: what lies in memory later must not change the order that a stored result has.</summary>
    private IReadOnlyList<Axis> SearchRows(TopK t)
    {
        if (_searchRows.TryGetValue((t.Arg, t.Over), out var known)) return known;
        var axes = _b.AxesOf(t.Arg);
        return _searchRows[(t.Arg, t.Over)] = TiledRows(t) ?? [.. RowOrder(t.Arg, null).Where(a => a != t.Over && axes.Contains(a))];
    }

    private void SearchNeeds(int x, TopK t, HashSet<int> needs)
    {
        if (TiledRows(t) is { } rows) TileNeeds(rows, [t.Over], t.Arg, needs);
        else NeedOperand(x, t.Arg, needs, [.. SearchRows(t), t.Over]);
        ScalarNeeds(t.Count, needs);
    }

    private TopPass MakeSearch(TopKey key, List<Stored> stores, int[] serves)
    {
        var search = (TopK)_b[stores[0].Value];
        IReadOnlyList<Axis> rows = SearchRows(search);
        Stored? Of(Ir.ValueType type) => stores.FirstOrDefault(s => _b[s.Value].Type == type);
        var tiles = new List<PairContraction>();
        Body? body = null;
        if (TiledRows(search) is not null)
        {
            IReadOnlyList<Axis> columns = [search.Over];
            bool IsLeaf(int x) => _columnAliases.ContainsKey(x) || IsRead(x, _ => false);
            var builder = new BodyBuilder(_b, columns, IsLeaf);
            if (!_lowered.Contractions.ContainsKey(search.Arg)) builder.Add(new TileTarget(search.Arg), search.Arg);
            body = builder.Build();
            Find(search.Arg, []);

            void Find(int x, HashSet<int> seen)
            {
                if (!seen.Add(x)) return;
                if (_lowered.Contractions.TryGetValue(x, out var c))
                {
                    if (c is PairContraction p && InTile(rows, columns, x)) tiles.Add(p);
                }
                else if (!_columnAliases.ContainsKey(x) && _b[x] is Map m)
                {
                    foreach (int arg in m.Args) Find(arg, seen);
                }
            }
        }

        return new()
        {
            Stores = stores, Serves = serves, Search = search, Value = stores[0].Value, Rows = rows, Contractions = tiles, Body = body,
            Values = Of(Ir.ValueType.Real), Indices = Of(Ir.ValueType.Index),
        };
    }
}
