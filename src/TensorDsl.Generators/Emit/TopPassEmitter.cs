using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Schedule;

namespace TensorDsl.Generators.Emit;

/// <summary>
/// Prints a search. A chunk is a block of rows and a part of the columns: it contracts one tile after the other, in scratch of its own, and
/// takes each into the lists of its rows. Run then merges the lists of the parts.
/// </summary>
internal sealed class TopPassEmitter(KernelContext context, int number, TopPass pass)
{
    private const string Cpu = KernelContext.Cpu;

    private readonly Dictionary<int, string> _tiles = [];
    private List<InnerOperator> _inner = [];
    private readonly TileOperands _operands = new(context);

    private Plan Plan => context.Plan;

    private KernelNames Names => context.Names;

    private TopK Search => pass.Search;

    private string Rows => Names.Extents(pass.Rows);

    private string Columns => Names.Extent(Search.Over);

    private string Count => Names.Extent(Search.To);

    private string RowLoop => pass.Rows.Count == 1 ? Names.Loop(pass.Rows[0]) : "row";

    private string Parts => $"parts{number}";

    private string Values => $"listValues{number}";

    private string Positions => $"listPositions{number}";

    // ---- Run

    public void Operators(CodeWriter writer)
    {
        _inner = InnerOperator.Print(writer, new(Plan), number, pass.Contractions, pass.Rows);
        if (pass.Body is null) return;
        var scope = new NameScope(Names.Reserved);
        foreach (int value in pass.Contractions.Select(c => c.Reduce).Append(Search.Arg))
            if (!_tiles.ContainsKey(value)) _tiles[value] = scope.Take($"tile{number}" + NameScope.Letter(_tiles.Count));
    }

    public void Run(CodeWriter writer)
    {
        foreach (string field in (string[])[$"rows{number}", Parts, $"columns{number}"]) context.Fields.Add(("nint", field));
        context.Fields.Add(("T*", Values));
        context.Fields.Add(("int*", Positions));
        writer.Line($"nint rows = f->rows{number} = {Cpu}SearchPartition.Rows({Rows});");
        writer.Line($"nint parts = f->{Parts} = {Cpu}SearchPartition.Parts({Rows}, {Columns}, {Count});");
        writer.Line($"f->columns{number} = {Cpu}SearchPartition.Columns({Columns}, parts);");
        // A list of one part is the result; it needs scratch only where nobody wants it.
        string entries = $"parts * {Addressing.Parenthesized(Rows)} * {Count}";
        string values = Length(pass.Values, entries), positions = Length(pass.Indices, entries);
        writer.Line($"using var lists = {Cpu}Scratch.Rent({Cpu}Scratch.Size<T>({values}) + {Cpu}Scratch.Size<int>({positions}));");
        writer.Line("byte* listCursor = lists.Pointer;");
        writer.Line($"f->{Values} = {Taken(pass.Values, "T", values)};");
        writer.Line($"f->{Positions} = {Taken(pass.Indices, "int", positions)};");
        writer.Line($"{Cpu}Threads.For((int)({Cpu}Partition.Blocks({Rows}, rows) * parts), &Pass{number}, f);");
        writer.Line($"{Cpu}TopK.Merge<T, S>(f->{Values}, f->{Positions}, parts, {Rows}, {Count}, {Destination(pass.Values)}, {Destination(pass.Indices)});");
    }

    private static string Length(Stored? stored, string entries) => stored is null ? entries : $"parts == 1 ? 0 : {entries}";

    private string Taken(Stored? stored, string type, string length)
    {
        string take = $"{Cpu}Scratch.Take<{type}>(ref listCursor, {length})";
        return stored is null ? take : $"parts == 1 ? {Destination(stored)} : {take}";
    }

    private string Destination(Stored? stored) => stored is null ? "null" : $"f->{Names.Buffer(stored)}";

    // ---- the method of a chunk

    public void Method(CodeWriter writer, string comment)
    {
        var locals = new NameScope([
            .. Names.Reserved, .. _tiles.Values, "T", "V", "O", "S", "f", "frame", "chunk", "begin", "end", "first", "last", "rest", "scratch", "cursor", "row",
            "from", "to", "width", "count", "stride", "values", "positions", "packed", "k"]);
        context.Method(writer, $"Pass{number}", comment, Prologue, w =>
        {
            if (pass.Body is { } body) return Tiles(w, body, locals);
            string score = _operands.Memory(pass.Value, Search.Arg);
            w.Line($"{Cpu}TopK.Update<T, V, O, S>({score} + begin * {Columns} + first, {Columns}, end - begin, last - first, first, values, positions, {Count});");
            return new Dictionary<string, string>();
        });
    }

    private void Prologue(CodeWriter w)
    {
        w.Line($"nint begin = chunk / f->{Parts} * f->rows{number}, end = global::System.Math.Min({Rows}, begin + f->rows{number});");
        w.Line($"nint first = global::System.Math.Min({Columns}, chunk % f->{Parts} * f->columns{number}), last = global::System.Math.Min({Columns}, first + f->columns{number});");
        w.Line($"nint list = (chunk % f->{Parts} * {Addressing.Parenthesized(Rows)} + begin) * {Count};");
        w.Line($"T* values = f->{Values} + list;");
        w.Line($"int* positions = f->{Positions} + list;");
        w.Line($"{Cpu}TopK.Clear<T, S>(values, positions, (end - begin) * {Count});");
    }

    private Dictionary<string, string> Tiles(CodeWriter w, Body body, NameScope locals)
    {
        string depth = pass.Contractions.Select(c => Names.Extents(c.Over)).Aggregate((a, b) => a == b ? a : $"global::System.Math.Max({a}, {b})");
        w.Line($"nint width = {Cpu}SearchPartition.TileColumns({depth}), stride = {Cpu}TileShape.Stride<T, V, O>((int)width);");
        var beforeMark = w.Mark();
        var emitter = new BodyEmitter(w, Plan, Names, locals, context.Addressing, Place());
        emitter.Scalars(body);
        emitter.ScalarsAreBefore();
        using (w.Block("for (nint from = first; from < last; from += width)"))
        {
            w.Line("nint to = global::System.Math.Min(last, from + width);");
            w.Line("int count = (int)(to - from);");
            foreach (var op in _inner) Contract(w, op, emitter);
            if (body.Phases.Count > 0) Sweep(w, emitter, body);
            w.Line($"{Cpu}TopK.Update<T, V, O, S>({_tiles[Search.Arg]}, stride, end - begin, count, from, values, positions, {Count});");
        }

        w.Lines(emitter.After);
        string longest = $"{Cpu}Tile<T, V, O>.PackedLength(width, {depth})";
        w.Insert(beforeMark, [
            .. RowScratch.Lines([
                ("packed", longest, "T"), .. _tiles.Values.Select(t => (t, "(end - begin) * stride", "T")),
                .. emitter.Scratch.Select(s => (s.Name, s.Size.Replace("(to - from)", "width"), s.Type))]),
            .. emitter.Before]);
        return emitter.Fields;
    }

    private void Contract(CodeWriter w, InnerOperator inner, BodyEmitter body)
    {
        var c = inner.Contraction;
        var (row, rowStep) = _operands.Strides(c, inner.Left, pass.Rows);
        var (column, columnStep) = _operands.Strides(c, inner.Right, [Search.Over]);
        string depth = Names.Extents(c.Over), memory = _operands.Memory(c.Reduce, inner.Right);
        w.Line($"{Cpu}Tile<T, V, O>.Pack({memory} + {Addressing.Times("from", column)}, {column}, {columnStep}, count, {depth}, packed);");
        // Each column is read once: the rows of a table come from memory while those before them are contracted.
        string after = columnStep == "1" && column == depth ? $", {memory} + {Addressing.Times("to", column)}" : "";
        w.Line($"{Cpu}Tile<T, V, O>.Contract({inner.New(body)}, {_operands.Memory(c.Reduce, inner.Left)} + {Addressing.Times("begin", row)}, {row}, {rowStep}, (int)(end - begin), packed, {depth}, count, {_tiles[c.Reduce]}, stride{after});");
    }

    private void Sweep(CodeWriter w, BodyEmitter emitter, Body body)
    {
        emitter.NewRows();
        using (w.Block($"for (nint {RowLoop} = begin; {RowLoop} < end; {RowLoop}++)"))
        {
            w.Lines(Names.RowsOfOne(pass.Rows));
            var mark = w.Mark();
            emitter.Phases(body);
            string text = w.Since(mark);
            w.Insert(mark, _tiles.Values.Where(t => text.Contains(t + "Row")).Select(t => $"T* {t}Row = {t} + ({RowLoop} - begin) * stride - from;"));
        }
    }

    private BodyPlace Place() => new()
    {
        Bounds = axis => axis == Search.Over ? ("from", "to") : ("0", Names.Extent(axis)),
        TileRow = x => _tiles.TryGetValue(x, out string? name) ? name + "Row" : null,
        IsLoaded = Plan.Aliases.ContainsKey,
        Alias = x => Plan.Aliases.TryGetValue(x, out int alias) ? alias : x,
        Partial = _ => throw new InvalidOperationException("Emit: a search has no partial results"),
        Guard = context.Guard,
    };
}
