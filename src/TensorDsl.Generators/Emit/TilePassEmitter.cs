using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Schedule;

namespace TensorDsl.Generators.Emit;

/// <summary>
/// Prints a tile pass. Run walks panels of rows; in each, blocks of rows go over all column blocks in parallel: contract the tile, sweep
/// over it, add its row sums. Column sums follow in parallel over columns, from the tiles that the panel kept.
/// </summary>
internal sealed class TilePassEmitter(KernelContext context, int number, TilePass pass)
{
    private const string Cpu = KernelContext.Cpu;

    private readonly Dictionary<int, string> _tiles = [];
    private readonly HashSet<int> _panels = [];
    private List<InnerOperator> _inner = [];
    private readonly List<(string Name, TileContraction Contraction, IReadOnlyList<int> Scalars)> _outer = [];
    private readonly List<(string Name, string Share, PairedSums Sums, IReadOnlyList<int> Scalars)> _paired = [];

    private readonly TileOperands _operands = new(context);

    /// <summary>The tiles that other passes contract too, by contraction: the field that points to them where they are kept.</summary>
    private readonly Dictionary<int, (string Field, bool IsFirst)> _kept = context.Plan.Kept.Where(k => k.First == number || k.Later.Contains(number))
        .ToDictionary(k => k.Reduce, k => (KernelNames.Kept(context.Plan, k), k.First == number));

    /// <summary>Of the panels the one that overwrites a tile which was kept: its contraction and itself.</summary>
    private readonly KeptTile? _overwriting = context.Plan.Kept.FirstOrDefault(k => k.Overwritten >= 0 && k.Later[k.Later.Count - 1] == number);

    private Plan Plan => context.Plan;

    private IrBuilder Code => Plan.Code;

    private KernelNames Names => context.Names;

    private string RowExtent => Names.Extents(pass.Rows);

    private string ColumnExtent => Names.Extents(pass.Columns);

    private Axis FirstColumn => pass.Columns[0];

    private string InnerColumns => Names.Extents(pass.Columns.Skip(1));

    private string RowLoop => pass.Rows.Count == 1 ? Names.Loop(pass.Rows[0]) : "row";

    private string First => $"first{number}";

    private string RowsField => $"rows{number}";

    private IEnumerable<Stored> ColumnPartials => pass.Stores.Where(s => IsTarget<ChunkReduction>(t => t.Buffer == s));

    private IEnumerable<OnlineLogSumExp> ColumnOnline => pass.Online.Where(o => !o.OverColumns);

    private bool HasPartials => ColumnPartials.Any() || ColumnOnline.Any();

    private bool IsTarget<TTarget>(Func<TTarget, bool> matches) where TTarget : Target
        => new[] { pass.Body, pass.Second }.Where(b => b is not null).Any(b => b!.Phases.Any(p => p.RowTargets.Concat(p.Nests.SelectMany(n => n.Targets)).OfType<TTarget>().Any(matches)));

    // ---- operators

    public void Operators(CodeWriter writer)
    {
        var emitter = new OperatorEmitter(Plan);
        _inner = InnerOperator.Print(writer, emitter, number, pass.Contractions, pass.Rows);
        foreach (var t in pass.RowSums.Concat(pass.ColumnSums).Where(t => t.Inner >= 0))
        {
            string name = $"Outer{number}" + NameScope.Letter(_outer.Count);
            writer.Line();
            _outer.Add((name, t, emitter.Outer(writer, name, t)));
        }
        foreach (var p in pass.Paired)
        {
            string letter = NameScope.Letter(_paired.Count), name = $"Term{number}" + letter;
            writer.Line();
            _paired.Add((name, $"share{number}" + letter, p, emitter.Term(writer, name, p)));
        }
    }

    private void NameTiles()
    {
        var scope = new NameScope(Names.Reserved);
        foreach (var t in pass.ColumnSums) _panels.Add(t.G);
        foreach (var c in pass.Contractions) _tiles[c.Reduce] = scope.Take($"tile{number}" + NameScope.Letter(_tiles.Count));
        foreach (int g in pass.RowSums.Concat(pass.ColumnSums).Select(t => t.G).Concat(ColumnOnline.Select(o => ((Reduce)Code[o.Reduce]).Arg)))
            if (!_tiles.ContainsKey(g)) _tiles[g] = scope.Take($"tile{number}" + NameScope.Letter(_tiles.Count));
    }

    // ---- Run

    public void Run(CodeWriter writer)
    {
        NameTiles();
        context.Fields.Add(("nint", First));
        context.Fields.Add(("nint", RowsField));
        context.Fields.Add(("nint", $"columns{number}"));
        var scratch = new List<(string Field, string Type, string Length)>();
        // What several passes contract lies packed in memory of the whole call.
        foreach (var c in pass.Contractions.Where(c => !_kept.ContainsKey(c.Reduce)))
            scratch.Add((Packed(c), "T", $"{Cpu}Tile<T, V, O>.PackedLength({ColumnExtent}, {Names.Extents(c.Over)})"));
        string panelStride = $"{Cpu}TileShape.Stride<T, V, O>((int)({ColumnExtent}))";
        string? overwritten = _overwriting is null ? null : _kept[_overwriting.Reduce].Field;
        writer.Line($"nint rows = f->{RowsField} = {Cpu}Partition.TileRows({RowExtent});");
        writer.Line($"f->columns{number} = {Cpu}Partition.TileColumns({Names.Extent(FirstColumn)}, {InnerColumns});");
        string panelRows = $"{Cpu}Partition.PanelRows({RowExtent}, {ColumnExtent}, rows, sizeof(T))";
        foreach (var (_, share, p, _) in _paired)
        {
            context.Fields.Add(("nint", share));
            string value = $"{Cpu}Partition.PairShare({Names.Extents(p.Row.Width)}, {Cpu}Tile<T, V, O>.PanelColumns)";
            writer.Line($"f->{share} = {(All(Asked(p.Row), Asked(p.Column)) is { } both ? $"{both} ? {value} : 0" : value)};");
        }
        bool inPanels = _panels.Count > 0 || HasPartials;
        if (inPanels) writer.Line(overwritten is not null ? $"nint panel = f->{overwritten}Stride > 0 ? {RowExtent} : {panelRows};"
            : _panels.Count > 0 ? $"nint panel = {panelRows};"
            : $"nint panel = {Cpu}Partition.PanelRowsForPartials({RowExtent}, rows);");
        if (_panels.Count > 0)
        {
            context.Fields.Add(("nint", $"stride{number}"));
            context.Fields.Add(("nint", $"panel{number}"));
            writer.Line($"f->panel{number} = panel;");
            writer.Line($"f->stride{number} = {panelStride};");
            string length = $"panel * f->stride{number}";
            foreach (int g in _panels) scratch.Add(($"{_tiles[g]}", "T", overwritten is null ? length : $"f->{overwritten}Stride > 0 ? 0 : {length}"));
        }
        string slots = $"{Cpu}Partition.Blocks(panel, rows)";
        foreach (var s in ColumnPartials) scratch.Add(($"{Names.Buffer(s)}Parts", "T", s.Layout.Count == 0 ? slots : $"{slots} * {Names.Extents(s.Layout)}"));
        foreach (var o in pass.Online)
        {
            string name = OnlineName(o), extent = o.OverColumns ? RowExtent : ColumnExtent;
            scratch.Add(($"{name}Max", "T", extent));
            scratch.Add(($"{name}Sum", "T", extent));
            if (o.OverColumns) continue;
            scratch.Add(($"{name}MaxParts", "T", $"{slots} * {extent}"));
            scratch.Add(($"{name}SumParts", "T", $"{slots} * {extent}"));
        }
        if (scratch.Count > 0)
        {
            writer.Line($"using var scratch{number} = {Cpu}Scratch.Rent({string.Join(" + ", scratch.Select(s => $"{Cpu}Scratch.Size<T>({s.Length})"))});");
            writer.Line($"byte* cursor{number} = scratch{number}.Pointer;");
            foreach (var (field, type, length) in scratch)
            {
                context.Fields.Add(($"{type}*", field));
                writer.Line($"f->{field} = {Cpu}Scratch.Take<{type}>(ref cursor{number}, {length});");
            }
        }

        // A kept tile has the stride of its panel: what overwrites it lies where it lay.
        if (overwritten is not null) writer.Line($"if (f->{overwritten}Stride > 0) f->{_tiles[_overwriting!.Overwritten]} = f->{overwritten};");
        foreach (var (_, c, swapped, _) in _inner.Where(op => !IsReread(op.Contraction)))
        {
            var (columnStride, step) = _operands.Strides(c, swapped ? c.A : c.B, pass.Columns);
            writer.Line($"{Cpu}Tile<T, V, O>.Pack({Memory(c.Reduce, swapped ? c.A : c.B)}, {columnStride}, {step}, {ColumnExtent}, {Names.Extents(c.Over)}, f->{Packed(c)});");
        }
        foreach (var t in pass.RowSums.Concat(pass.ColumnSums))
            writer.Line(Guarded(t, $"{Cpu}Partials.Fill({Destination(t)}, {Names.Extents(t.Kept)} * {Names.Extents(t.Width)}, default);"));
        foreach (var s in ColumnPartials)
            writer.Line($"{Cpu}Partials.Fill(f->{Names.Buffer(s)}, {Names.Extents(s.Layout)}, {Reducing.Identity(((Reduce)Code[s.Value]).Op, "S")});");
        foreach (var o in ColumnOnline)
        {
            writer.Line($"{Cpu}Partials.Fill(f->{OnlineName(o)}Max, {ColumnExtent}, S.Constant(double.NegativeInfinity));");
            writer.Line($"{Cpu}Partials.Fill(f->{OnlineName(o)}Sum, {ColumnExtent}, S.Constant(0));");
        }
        if (!inPanels) writer.Line($"{Cpu}Threads.For((int){Cpu}Partition.Blocks({RowExtent}, rows), &Pass{number}, f);");
        else using (writer.Block($"for (f->{First} = 0; f->{First} < {RowExtent}; f->{First} += panel)"))
        {
            writer.Line($"int blocks = (int){Cpu}Partition.Blocks(global::System.Math.Min(panel, {RowExtent} - f->{First}), rows);");
            writer.Line($"{Cpu}Threads.For(blocks, &Pass{number}, f);");
            foreach (var s in ColumnPartials)
                writer.Line($"{Cpu}Partials.Accumulate<T, S, {Reducing.CombineType(((Reduce)Code[s.Value]).Op)}>(f->{Names.Buffer(s)}Parts, blocks, {Names.Extents(s.Layout)}, f->{Names.Buffer(s)});");
            foreach (var o in ColumnOnline)
            {
                string n = OnlineName(o);
                writer.Line($"for (int k = 0; k < blocks; k++) {Cpu}OnlineLogSumExp.Merge<T, V, O>(f->{n}Max, f->{n}Sum, f->{n}MaxParts + k * {ColumnExtent}, f->{n}SumParts + k * {ColumnExtent}, {ColumnExtent});");
            }
            foreach (var (name, share, p, _) in _paired)
                writer.Line($"if (f->{share} > 0) {Cpu}Threads.For((int){Cpu}Partition.Blocks({Names.Extents(p.Row.Width)}, f->{share}), &Pass{number}{name}, f);");
            if (pass.ColumnSums.Count > 0)
            {
                string apart = _paired.Count == pass.ColumnSums.Count ? $"if ({string.Join(" || ", _paired.Select(p => $"f->{p.Share} == 0"))}) " : "";
                writer.Line($"{apart}{Cpu}Threads.For((int){Cpu}Partition.Blocks({ColumnExtent}, 128), &Pass{number}Columns, f);");
            }
        }
        foreach (var o in ColumnOnline)
            writer.Line($"{Cpu}OnlineLogSumExp.Finish<T, V, O>(f->{OnlineName(o)}Max, f->{OnlineName(o)}Sum, {ColumnExtent}, f->{OnlineName(o)});");
    }

    private string Packed(PairContraction c) => _kept.TryGetValue(c.Reduce, out var kept) ? $"{kept.Field}Packed" : $"packed{_tiles[c.Reduce]}";

    private bool IsReread(PairContraction c) => _kept.TryGetValue(c.Reduce, out var kept) && !kept.IsFirst;

    private string OnlineName(OnlineLogSumExp o) => Names.Buffer(pass.Stores.First(s => s.Value == o.Reduce));

    /// <summary>The condition under which somebody asked for a sum; null if it is always computed.</summary>
    private string? Asked(TileContraction t) => context.Guard(pass.Stores.First(s => s.Value == t.Reduce));

    private string Guarded(TileContraction t, string line) => Asked(t) is { } condition ? $"if ({condition}) {line}" : line;

    /// <summary>The same for what a sweep of paired sums leaves to be summed apart.</summary>
    private string Apart(TileContraction t, string line)
    {
        string? share = _paired.Where(p => p.Sums.Row == t || p.Sums.Column == t).Select(p => p.Share).FirstOrDefault();
        return All(share is null ? null : $"f->{share} == 0", Asked(t)) is { } condition ? $"if ({condition}) {line}" : line;
    }

    private static string? All(string? one, string? other)
    {
        string[] conditions = [.. new[] { one, other }.OfType<string>().Distinct()];
        return conditions.Length < 2 ? conditions.FirstOrDefault() : string.Join(" && ", conditions.Select(c => c.Contains("||") ? $"({c})" : c));
    }

    private string Destination(TileContraction t) => $"f->{Names.Buffer(pass.Stores.First(s => s.Value == t.Reduce))}";

    private string Memory(int reduce, int x) => _operands.Memory(reduce, x);

    // ---- the method of a block of rows

    public void Methods(CodeWriter writer, string comment)
    {
        var locals = new NameScope([.. Names.Reserved, .. _tiles.Values, "T", "V", "O", "S", "f", "frame", "chunk", "begin", "end", "rest", "scratch", "cursor", "row", "from", "to", "columns", "count", "stride", "k", .. _tiles.Values.Select(t => t + "Stride"), .. _tiles.Values.Select(t => t + "Own")]);
        context.Method(writer, $"Pass{number}", comment, w =>
        {
            w.Line($"nint begin = f->{First} + chunk * f->{RowsField}, end = global::System.Math.Min({RowExtent}, begin + f->{RowsField});");
        }, w => Block(w, locals));
        foreach (var p in _paired) Pairs(writer, p.Name, p.Share, p.Sums, p.Scalars);
        if (pass.ColumnSums.Count > 0) Columns(writer);
    }

    private Dictionary<string, string> Block(CodeWriter w, NameScope locals)
    {
        var fields = new Dictionary<string, string>();
        var tileBuffers = _tiles.Where(t => !_panels.Contains(t.Key)).ToList();
        w.Line($"nint columns = global::System.Math.Min(f->columns{number}, {Names.Extent(FirstColumn)}) {(InnerColumns == "1" ? "" : $" * {Addressing.Parenthesized(InnerColumns)}")}, stride = {Cpu}TileShape.Stride<T, V, O>((int)columns);");
        var start = w.Mark();
        foreach (var o in pass.Online.Where(o => o.OverColumns))
        {
            w.Line($"{Cpu}Partials.Fill(f->{OnlineName(o)}Max + begin, end - begin, S.Constant(double.NegativeInfinity));");
            w.Line($"{Cpu}Partials.Fill(f->{OnlineName(o)}Sum + begin, end - begin, S.Constant(0));");
        }
        foreach (var s in RowReductions())
            w.Line($"{Cpu}Partials.Fill(f->{Names.Buffer(s)} + begin, end - begin, {Reducing.Identity(((Reduce)Code[s.Value]).Op, "S")});");
        foreach (var s in ColumnPartials.Where(s => s.Layout.Count > 0))
        {
            w.Line($"T* {Names.Buffer(s)}Part = f->{Names.Buffer(s)}Parts + chunk * {Addressing.Parenthesized(Names.Extents(s.Layout))};");
            w.Line($"{Cpu}Partials.Fill({Names.Buffer(s)}Part, {Names.Extents(s.Layout)}, {Reducing.Identity(((Reduce)Code[s.Value]).Op, "S")});");
        }
        var beforeMark = w.Mark();
        var place = Place();
        var first = new BodyEmitter(w, Plan, Names, locals, context.Addressing, place);
        var second = pass.Second is null ? null : new BodyEmitter(w, Plan, Names, locals, context.Addressing, place);
        first.Scalars(pass.Body);
        first.ScalarsAreBefore();
        second?.Scalars(pass.Second!);
        second?.ScalarsAreBefore();
        var before = new List<string>();
        string c = Names.Loop(FirstColumn);
        using (w.Block($"for (nint from = 0; from < {Names.Extent(FirstColumn)}; from += f->columns{number})"))
        {
            string inner = InnerColumns;
            string at = inner == "1" ? "from" : $"from * ({inner})";
            w.Line($"nint to = global::System.Math.Min({Names.Extent(FirstColumn)}, from + f->columns{number});");
            w.Line(inner == "1" ? "int count = (int)(to - from);" : $"int count = (int)((to - from) * {Addressing.Parenthesized(inner)});");
            foreach (var op in _inner.Where(op => _kept.ContainsKey(op.Contraction.Reduce)))
            {
                string tile = _tiles[op.Contraction.Reduce], field = _kept[op.Contraction.Reduce].Field;
                w.Line($"nint {tile}Stride = f->{field}Stride > 0 ? f->{field}Stride : stride;");
                w.Line($"T* {tile} = f->{field}Stride > 0 ? f->{field} + begin * f->{field}Stride + {at} : {tile}Own;");
            }
            foreach (var op in _inner) Contract(w, op, at, first);
            foreach (var o in ColumnOnline)
            {
                w.Line($"{Cpu}Partials.Fill(f->{OnlineName(o)}MaxParts + chunk * {Addressing.Parenthesized(ColumnExtent)} + {at}, count, S.Constant(double.NegativeInfinity));");
                w.Line($"{Cpu}Partials.Fill(f->{OnlineName(o)}SumParts + chunk * {Addressing.Parenthesized(ColumnExtent)} + {at}, count, S.Constant(0));");
            }
            Sweep(w, first, pass.Body, at, merge: true);
            if (second is not null) Sweep(w, second, pass.Second!, at, merge: false);
            foreach (var t in pass.RowSums) w.Line(Apart(t, Sum(t, at, first)));
        }
        foreach (var o in pass.Online.Where(o => o.OverColumns))
            w.Line($"{Cpu}OnlineLogSumExp.Finish<T, V, O>(f->{OnlineName(o)}Max + begin, f->{OnlineName(o)}Sum + begin, end - begin, f->{OnlineName(o)} + begin);");
        w.Lines(first.After);
        if (second is not null) w.Lines(second.After);

        before.AddRange(RowScratch.Lines([.. tileBuffers.Select(t => _kept.TryGetValue(t.Key, out var kept)
            ? (t.Value + "Own", $"f->{kept.Field}Stride > 0 ? 0 : (end - begin) * stride", "T") : (t.Value, $"(end - begin) * stride", "T")), .. first.Scratch.Select(Local), .. second?.Scratch.Select(Local) ?? []]));
        before.AddRange(first.Before);
        if (second is not null) before.AddRange(second.Before);
        w.Insert(beforeMark, before);
        foreach (var pair in first.Fields) fields[pair.Key] = pair.Value;
        if (second is not null) foreach (var pair in second.Fields) fields[pair.Key] = pair.Value;
        return fields;

        (string, string, string) Local((string Name, string Size, string Type) buffer) => (buffer.Name, buffer.Size.Replace("(to - from)", $"global::System.Math.Min(f->columns{number}, {Names.Extent(FirstColumn)})"), buffer.Type);
    }

    private IEnumerable<Stored> RowReductions() => pass.Stores.Where(s => IsTarget<TileRowReduction>(t => t.Buffer == s));

    private void Contract(CodeWriter w, InnerOperator inner, string at, BodyEmitter body)
    {
        var c = inner.Contraction;
        var (row, step) = _operands.Strides(c, inner.Left, pass.Rows);
        string depth = Names.Extents(c.Over);
        string unless = IsReread(c) ? $"if (f->{_kept[c.Reduce].Field}Stride == 0) " : "";
        w.Line($"{unless}{Cpu}Tile<T, V, O>.Contract({inner.New(body)}, {Memory(c.Reduce, inner.Left)} + {Addressing.Times("begin", row)}, {row}, {step}, (int)(end - begin), f->{Packed(c)} + {Addressing.Times(Addressing.Parenthesized(at), depth)}, {depth}, count, {TilePointer(c.Reduce, at)}, {TileStride(c.Reduce)});");
    }

    private string TilePointer(int value, string at) => _panels.Contains(value) ? $"f->{_tiles[value]} + (begin - f->{First}) * f->stride{number} + {at}" : _tiles[value];

    private string TileStride(int value)
        => _panels.Contains(value) ? $"f->stride{number}" : _kept.ContainsKey(value) ? $"{_tiles[value]}Stride" : "stride";

    private void Sweep(CodeWriter w, BodyEmitter emitter, Body body, string at, bool merge)
    {
        if (body.Phases.Count == 0) return;
        emitter.NewRows();
        using (w.Block($"for (nint {RowLoop} = begin; {RowLoop} < end; {RowLoop}++)"))
        {
            w.Lines(Names.RowsOfOne(pass.Rows));
            var mark = w.Mark();
            emitter.Phases(body);
            string text = w.Since(mark);
            w.Insert(mark, _tiles.Where(t => text.Contains(t.Value + "Row")).Select(t => _panels.Contains(t.Key)
                ? $"T* {t.Value}Row = f->{t.Value} + ({RowLoop} - f->{First}) * f->stride{number};"
                : $"T* {t.Value}Row = {t.Value} + ({RowLoop} - begin) * {TileStride(t.Key)} - {Addressing.Parenthesized(at)};"));
            if (!merge) return;
            foreach (var o in pass.Online.Where(o => o.OverColumns))
                w.Line($"{Cpu}OnlineLogSumExp.Merge<T, S>(ref f->{OnlineName(o)}Max[{RowLoop}], ref f->{OnlineName(o)}Sum[{RowLoop}], {emitter.Row(o.TileMax)}, {emitter.Row(o.TileSum)});");
        }
    }

    private BodyPlace Place() => new()
    {
        // Blocks of several column axes may end within a panel; there the next block's columns would be overwritten.
        HasPaddedTiles = pass.Columns.Count == 1,
        Bounds = axis => axis == FirstColumn ? ("from", "to") : ("0", Names.Extent(axis)),
        TileRow = x => _tiles.TryGetValue(x, out string? name) ? name + "Row" : null,
        ColumnVector = x => pass.Online.FirstOrDefault(o => !o.OverColumns && (o.TileMax == x || o.TileSum == x)) is { } online
            ? $"f->{OnlineName(online)}{(online.TileMax == x ? "Max" : "Sum")}Parts + chunk * {Addressing.Parenthesized(ColumnExtent)}" : null,
        IsLoaded = Plan.Aliases.ContainsKey,
        Alias = x => Plan.Aliases.TryGetValue(x, out int alias) ? alias : x,
        Partial = s => s.Layout.Count == 0 ? $"f->{Names.Buffer(s)}Parts + chunk" : $"{Names.Buffer(s)}Part",
        Guard = context.Guard,
        MergeRow = (s, op, value) => $"f->{Names.Buffer(s)}[{RowLoop}] = {Reducing.Combine(op, "S", $"f->{Names.Buffer(s)}[{RowLoop}]", value)};",
    };

    private string Sum(TileContraction t, string at, BodyEmitter body)
    {
        string width = Names.Extents(t.Width), g = TilePointer(t.G, at), stride = TileStride(t.G);
        string y = $"{Memory(t.Reduce, t.Y)} + {Addressing.Times(Addressing.Parenthesized(at), width)}", to = $"{Destination(t)} + {Addressing.Times("begin", width)}";
        if (t.Inner < 0) return $"{Cpu}Tile<T, V, O>.AddProduct({g}, {stride}, 1, (int)(end - begin), count, {y}, {width}, {width}, {to}, {width});";
        string x = t.X >= 0 ? $"{Memory(t.Reduce, t.X)} + {Addressing.Times("begin", width)}" : to;
        return $"{Cpu}Tile<T, V, O>.AddPairwise({New(t, body)}, {g}, {stride}, 1, (int)(end - begin), count, {x}, {width}, {y}, {width}, {width}, {to}, {width});";
    }

    private string New(TileContraction t, BodyEmitter body)
    {
        var (name, _, scalars) = _outer.First(o => o.Contraction == t);
        return $"new {name}({string.Join(", ", scalars.Select(body.Scalar))})";
    }

    // ---- the method of a share of the width

    private void Pairs(CodeWriter writer, string name, string share, PairedSums sums, IReadOnlyList<int> scalars)
    {
        var (row, column) = (sums.Row, sums.Column);
        string width = Names.Extents(row.Width);
        context.Method(writer, $"Pass{number}{name}", "and sums for rows and columns at once, from the panel of tiles",
            w => w.Line($"nint begin = chunk * f->{share}, end = global::System.Math.Min({width}, begin + f->{share});"),
            w =>
            {
                var mark = w.Mark();
                var body = PanelBody(w);
                string from = Addressing.Times($"f->{First}", width), panel = $"f->{_tiles[row.G]}, f->stride{number}, count, (int)({ColumnExtent})";
                string x = $"{Memory(row.Reduce, row.X)} + {from} + begin", y = $"{Memory(row.Reduce, row.Y)} + begin";
                string to = $"{Destination(row)} + {from} + begin, {Destination(column)} + begin, {width}";
                string term = $"new {name}({string.Join(", ", scalars.Select(body.Scalar))})";
                w.Line($"{Cpu}Tile<T, V, O>.AddPairTerms({term}, {panel}, {x}, {y}, end - begin, {to});");
                w.Insert(mark, body.Before);
                return body.Fields;
            });
    }

    /// <summary>The beginning of a method that sums the tiles of a panel.</summary>
    private BodyEmitter PanelBody(CodeWriter w)
    {
        var locals = new NameScope([.. Names.Reserved, .. _tiles.Values, "T", "V", "O", "S", "f", "frame", "chunk", "begin", "end", "count"]);
        var body = new BodyEmitter(w, Plan, Names, locals, context.Addressing, Place());
        w.Line($"int count = (int)global::System.Math.Min({RowExtent} - f->{First}, f->panel{number});");
        return body;
    }

    // ---- the method of a block of columns

    private void Columns(CodeWriter writer)
    {
        context.Method(writer, $"Pass{number}Columns", "and its column sums, from the panel of tiles",
            w => w.Line($"nint begin = chunk * 128, end = global::System.Math.Min({ColumnExtent}, begin + 128);"),
            w =>
            {
                var mark = w.Mark();
                var body = PanelBody(w);
                foreach (var t in pass.ColumnSums)
                {
                    string width = Names.Extents(t.Width), g = $"f->{_tiles[t.G]} + begin";
                    string y = $"{Memory(t.Reduce, t.Y)} + {Addressing.Times($"f->{First}", width)}", to = $"{Destination(t)} + {Addressing.Times("begin", width)}";
                    string x = t.X >= 0 ? $"{Memory(t.Reduce, t.X)} + {Addressing.Times("begin", width)}" : to;
                    w.Line(Apart(t, t.Inner < 0
                        ? $"{Cpu}Tile<T, V, O>.AddProduct({g}, 1, f->stride{number}, (int)(end - begin), count, {y}, {width}, {width}, {to}, {width});"
                        : $"{Cpu}Tile<T, V, O>.AddPairwise({New(t, body)}, {g}, 1, f->stride{number}, (int)(end - begin), count, {x}, {width}, {y}, {width}, {width}, {to}, {width});"));
                }
                w.Insert(mark, body.Before);
                return body.Fields;
            });
    }
}
