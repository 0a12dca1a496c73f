using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Schedule;

namespace TensorDsl.Generators.Emit;

/// <summary>What all passes of a kernel share while they are printed.</summary>
internal sealed class KernelContext(Plan plan, KernelNames names)
{
    public const string Where = "where T : unmanaged where V : unmanaged where O : struct, TensorDslCpu.ISimd<T, V> where S : struct, TensorDslCpu.ISimd<T, T>";
    public const string Cpu = "TensorDslCpu.";

    public Plan Plan => plan;

    public KernelNames Names => names;

    public Addressing Addressing { get; } = new(plan, names);

    /// <summary>Fields of the frame beyond parameters, extents and buffers: (type, name).</summary>
    public List<(string Type, string Name)> Fields { get; } = [];

    /// <summary>The condition under which something is wanted: one of its results has a destination. Null if it always is.</summary>
    public string? Condition(IEnumerable<int> serves)
    {
        var results = serves.ToList();
        if (results.Count == 0 || results.Any(r => plan.Function.Results[r].Gradient < 0)) return null;
        return string.Join(" || ", results.Select(r => $"f->{ResultField(r)} != null"));
    }

    public string? Guard(Stored stored) => Condition(stored.Serves);

    /// <summary>The field that holds the destination of a result.</summary>
    public string ResultField(int result)
    {
        foreach (var buffer in plan.Buffers) if (buffer.Result == result) return names.Buffer(buffer);
        return names.Scalar(result);
    }

    /// <summary>Writes a pass's method: header with extents and pointers that the text turns out to use, then the text.</summary>
    public void Method(CodeWriter writer, string name, string comment, Action<CodeWriter> prologue, Func<CodeWriter, IReadOnlyDictionary<string, string>> body)
    {
        writer.Line();
        writer.Line($"// {comment}");
        using (writer.Block($"private static void {name}(void* frame, int chunk)"))
        {
            writer.Line("var f = (Frame<T>*)frame;");
            var mark = writer.Mark();
            prologue(writer);
            var fields = body(writer);
            string text = writer.Since(mark);
            var header = new List<string>();
            var extents = names.ExtentNames.Where(e => Uses(text, e)).Select(e => $"{e} = f->{e}").ToList();
            if (extents.Count > 0) header.Add($"nint {string.Join(", ", extents)};");
            foreach (var group in fields.GroupBy(p => p.Value)) header.Add($"{group.Key} {string.Join(", ", group.Select(p => $"{p.Key} = f->{p.Key}"))};");
            writer.Insert(mark, header);
        }
    }

    /// <summary>The name stands in the text as a local variable, not as a field.</summary>
    public static bool Uses(string text, string name)
    {
        for (int i = text.IndexOf(name, StringComparison.Ordinal); i >= 0; i = text.IndexOf(name, i + 1, StringComparison.Ordinal))
        {
            bool start = i == 0 || !(char.IsLetterOrDigit(text[i - 1]) || text[i - 1] is '_' or '>');
            int end = i + name.Length;
            if (start && (end == text.Length || !(char.IsLetterOrDigit(text[end]) || text[end] == '_'))) return true;
        }
        return false;
    }
}

/// <summary>Prints element-wise and row passes: their methods, and the lines of Run that start them.</summary>
internal sealed class RowPassEmitter(KernelContext context, int number)
{
    private const string Cpu = KernelContext.Cpu;

    private Plan Plan => context.Plan;

    private KernelNames Names => context.Names;

    private string Name => $"Pass{number}";

    public void Run(CodeWriter writer, Pass pass)
    {
        string extent = pass is FlatPass flat ? Names.Extents(flat.Axes) : Names.Extent(((RowPass)pass).Outer);
        var body = pass is FlatPass f ? f.Body : ((RowPass)pass).Body;
        string elements = Names.Extents(body.Inner);
        bool arrays = Partials(pass).Any(s => s.Layout.Count > 0);
        string size = $"f->rows{number}", chunks = $"chunks{number}";
        context.Fields.Add(("nint", $"rows{number}"));
        writer.Line(pass is FlatPass ? $"{size} = {Cpu}Partition.Elements({extent});" : $"{size} = {Cpu}Partition.{(arrays ? "RowsForPartials" : "Rows")}({extent}, {elements});");
        writer.Line($"int {chunks} = (int){Cpu}Partition.Blocks({extent}, {size});");
        if (Large(pass) is { } large)
        {
            context.Fields.Add(("bool", Past));
            writer.Line($"f->{Past} = {Cpu}Partition.IsPastCaches({Names.Extents(large.Layout)}, sizeof(T));");
        }
        using var partials = new PartialScratch(writer, context, number, Partials(pass), chunks);
        writer.Line($"{Cpu}Threads.For({chunks}, &{Name}, f);");
        partials.Combine();
    }

    private string Past => $"past{number}";

    /// <summary>Results that are written row by row and that no pass reads: how large the largest is decides whether they go past the caches.</summary>
    private bool IsWrittenOnly(Pass pass, Stored s)
        => s.Result >= 0 && s.Layout.Count > 1 && !IsChunked(pass, s) && !Plan.IsRead(s);

    /// <summary>Beside passes over all pairs of rows, one over the rows is not what a call takes its time for.</summary>
    private bool IsMainWork => !Plan.Passes.Any(p => p is TilePass or TopPass);

    private Stored? Large(Pass pass) => !IsMainWork ? null : pass.Stores.Where(s => IsWrittenOnly(pass, s)).OrderByDescending(s => s.Layout.Count).FirstOrDefault();

    private IEnumerable<Stored> Partials(Pass pass) => pass.Stores.Where(s => !s.IsCopy && IsChunked(pass, s));

    private bool IsChunked(Pass pass, Stored s)
    {
        var body = pass is FlatPass flat ? flat.Body : ((RowPass)pass).Body;
        return body.Phases.Any(p => p.RowTargets.Concat(p.Nests.SelectMany(n => n.Targets)).Any(t => t is ChunkReduction c && c.Buffer == s));
    }

    public void Method(CodeWriter writer, Pass pass, string comment)
    {
        var locals = new NameScope([.. Names.Reserved, "T", "V", "O", "S", "f", "frame", "chunk", "begin", "end", "rest", "past", "scratch", "cursor", "i", BodyEmitter.Ahead]);
        string extent = pass is FlatPass flat ? Names.Extents(flat.Axes) : Names.Extent(((RowPass)pass).Outer);
        var body = pass is FlatPass fp ? fp.Body : ((RowPass)pass).Body;
        var emitter = new BodyEmitter(writer, Plan, Names, locals, context.Addressing, new()
        {
            Bounds = axis => ("0", Names.Extent(axis)),
            Flat = pass is FlatPass ? "i" : null,
            Partial = s => s.Layout.Count == 0 ? $"f->{Names.Buffer(s)}Parts + chunk" : $"{Names.Buffer(s)}Part",
            Guard = context.Guard,
            IsLoaded = pass.Loaded.Contains,
            Past = s => Large(pass) is not null && IsWrittenOnly(pass, s) ? "past" : null,
            WholeVectorsFirst = IsMainWork,
            Rows = (pass as RowPass)?.Outer,
        });
        context.Method(writer, Name, comment, w =>
        {
            w.Line($"nint begin = chunk * f->rows{number}, end = Math.Min({extent}, begin + f->rows{number});".Replace("Math.", "global::System.Math."));
        }, w =>
        {
            if (Large(pass) is not null) w.Line($"bool past = f->{Past};");
            var before = w.Mark();
            emitter.Scalars(body);
            emitter.ScalarsAreBefore();
            if (pass is RowPass row)
            {
                string r = Names.Loop(row.Outer);
                using (w.Block($"for (nint {r} = begin; {r} < end; {r}++)")) emitter.Phases(body);
            }
            else emitter.Phases(body);

            var lines = new List<string>();
            if (emitter.AsksAhead) lines.Add($"nint {BodyEmitter.Ahead} = {Cpu}Prefetch.Distance({Names.Extents(body.Inner)}, sizeof(T));");
            lines.AddRange(RowScratch.Lines(emitter.Scratch));
            foreach (var s in Partials(pass).Where(s => s.Layout.Count > 0))
            {
                string size = Names.Extents(s.Layout), part = $"{Names.Buffer(s)}Part";
                lines.Add($"T* {part} = f->{Names.Buffer(s)}Parts + chunk * ({size});");
                lines.Add($"{Cpu}Partials.Fill({part}, {size}, {Reducing.Identity(((Reduce)Plan.Code[s.Value]).Op, "S")});");
            }
            lines.AddRange(emitter.Before);
            w.Insert(before, lines);
            w.Lines(emitter.After);
            return emitter.Fields;
        });
    }
}

/// <summary>Row buffers: one rent a chunk, carved.</summary>
internal static class RowScratch
{
    public static IEnumerable<string> Lines(IReadOnlyList<(string Name, string Size, string Type)> buffers)
    {
        if (buffers.Count == 0) yield break;
        if (buffers.Count == 1)
        {
            var (only, length, element) = buffers[0];
            yield return $"using var scratch = {KernelContext.Cpu}Scratch.Rent({KernelContext.Cpu}Scratch.Size<{element}>({length}));";
            yield return $"var {only} = ({element}*)scratch.Pointer;";
            yield break;
        }

        string total = string.Join(" + ", buffers.Select(b => $"{KernelContext.Cpu}Scratch.Size<{b.Type}>({b.Size})"));
        yield return $"using var scratch = {KernelContext.Cpu}Scratch.Rent({total});";
        yield return "byte* cursor = scratch.Pointer;";
        foreach (var (name, size, type) in buffers) yield return $"{type}* {name} = {KernelContext.Cpu}Scratch.Take<{type}>(ref cursor, {size});";
    }
}

/// <summary>Partial results of chunks: scratch for the time of the pass, combined after it.</summary>
internal sealed class PartialScratch : IDisposable
{
    private readonly CodeWriter _writer;
    private readonly KernelContext _context;
    private readonly List<Stored> _stores;
    private readonly string _chunks;
    private readonly IDisposable? _block;

    public PartialScratch(CodeWriter writer, KernelContext context, int number, IEnumerable<Stored> stores, string chunks)
    {
        (_writer, _context, _stores, _chunks) = (writer, context, stores.ToList(), chunks);
        if (_stores.Count == 0) return;
        string Size(Stored s) => context.Names.Extents(s.Layout);
        _block = writer.Braces();
        string lease = $"partials{number}", cursor = $"cursor{number}";
        writer.Line($"using var {lease} = {KernelContext.Cpu}Scratch.Rent({string.Join(" + ", _stores.Select(s => $"{KernelContext.Cpu}Scratch.Size<T>({Times(Size(s))})"))});");
        if (_stores.Count > 1) writer.Line($"byte* {cursor} = {lease}.Pointer;");
        foreach (var s in _stores)
        {
            context.Fields.Add(("T*", $"{context.Names.Buffer(s)}Parts"));
            if (_stores.Count == 1) writer.Line($"f->{context.Names.Buffer(s)}Parts = (T*){lease}.Pointer;");
            else writer.Line($"f->{context.Names.Buffer(s)}Parts = {KernelContext.Cpu}Scratch.Take<T>(ref {cursor}, {Times(Size(s))});");
        }
    }

    private string Times(string size) => size == "1" ? _chunks : $"{_chunks} * {size}";

    public void Combine()
    {
        foreach (var s in _stores)
        {
            string name = _context.Names.Buffer(s), size = _context.Names.Extents(s.Layout), op = ((Reduce)_context.Plan.Code[s.Value]).Op;
            string line = op == "Sum"
                ? $"{KernelContext.Cpu}Partials.Sum(f->{name}Parts, {_chunks}, {size}, f->{name});"
                : $"{KernelContext.Cpu}Partials.Combine<T, S, {Reducing.CombineType(op)}>(f->{name}Parts, {_chunks}, {size}, f->{name}, {Reducing.Identity(op, "S")});";
            _writer.Line(_context.Guard(s) is { } condition ? $"if ({condition}) {line}" : line);
        }
    }

    public void Dispose() => _block?.Dispose();
}
