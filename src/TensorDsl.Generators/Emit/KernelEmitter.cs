using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Schedule;

namespace TensorDsl.Generators.Emit;

/// <summary>
/// Prints one plan as a struct that implements IKernel: the frame that carries arguments, extents and scratch, Run, which starts the
/// passes one after the other, and one method a pass.
/// </summary>
internal sealed class KernelEmitter
{
    private const string Cpu = KernelContext.Cpu;

    private readonly Plan _plan;
    private readonly string _name;
    private readonly int _tileMemory;
    private string? _text;

    /// <param name="tileMemory">Mebibytes in which tiles may be kept; −1 for the default.</param>
    public KernelEmitter(Plan plan, string name, int tileMemory = -1)
    {
        _plan = plan;
        _name = name;
        _tileMemory = tileMemory;
        Names = new KernelNames(plan);
        Context = new KernelContext(plan, Names);
    }

    public KernelNames Names { get; }

    public KernelContext Context { get; }

    /// <summary>Prints the struct; the text is made once, because an explanation needs it before its place in the file.</summary>
    public void Emit(CodeWriter writer) => writer.Lines(Text.TrimEnd('\n').Split('\n'));

    /// <summary>Which generic methods the JIT compiles for it.</summary>
    public string Instantiated => Instantiations.Summary(Text);

    private string Text => _text ??= Print();

    private string Print()
    {
        var writer = new CodeWriter();
        Struct(writer);
        return writer.ToString();
    }

    private void Struct(CodeWriter writer)
    {
        using var block = writer.Block($"private readonly unsafe struct {_name} : {Cpu}IKernel");
        var frameMark = writer.Mark();
        writer.Line($"public static void Run<T, V, O, S>(void* frame) {KernelContext.Where}");
        writer.Line("    => Passes<T, V, O, S>.Run((Frame<T>*)frame);");
        using (writer.Block($"private static class Passes<T, V, O, S> {KernelContext.Where}"))
        {
            Run(writer);
            writer.Lines([.. _methods.ToString().TrimEnd('\n').Split('\n')]);
        }
        writer.Insert(frameMark, Frame());
    }

    private void Run(CodeWriter writer)
    {
        using (writer.Block("public static void Run(Frame<T>* f)"))
        {
            var mark = writer.Mark();
            var scratch = _plan.Buffers.Where(b => b.Result < 0).ToList();
            if (scratch.Count > 0)
            {
                writer.Line($"using var scratch = {Cpu}Scratch.Rent({string.Join(" + ", scratch.Select(b => $"{Cpu}Scratch.Size<{Element(b)}>({Own(b)})"))});");
                writer.Line("byte* cursor = scratch.Pointer;");
                foreach (var b in scratch)
                {
                    string take = $"{Cpu}Scratch.Take<{Element(b)}>(ref cursor, {Length(b)})";
                    writer.Line($"f->{Names.Buffer(b)} = {(ResultOf(b) is { } result ? $"{result} != null ? {result} : {take}" : take)};");
                }
            }
            Passes(writer);
            Scalars(writer);
            string text = writer.Since(mark);
            var extents = Names.ExtentNames.Where(e => KernelContext.Uses(text, e)).Select(e => $"{e} = f->{e}").ToList();
            if (extents.Count > 0) writer.Insert(mark, [$"nint {string.Join(", ", extents)};"]);
        }
    }

    private readonly CodeWriter _methods = new();

    private string Element(Stored b) => _plan.Code[b.Value].Type switch
    {
        Ir.ValueType.Mask => "byte",
        Ir.ValueType.Index => "int",
        _ => "T",
    };

    private string Length(Stored b) => Names.Extents(b.Layout);

    /// <summary>The elements that a buffer needs of scratch memory: none where it lies in a result.</summary>
    private string Own(Stored b) => ResultOf(b) is { } result ? $"{result} != null ? 0 : {Length(b)}" : Length(b);

    private string? ResultOf(Stored b) => _plan.Shared.TryGetValue(b, out var result) ? $"f->{Names.Buffer(result)}" : null;

    private void Passes(CodeWriter writer)
    {
        int number = 0;
        foreach (var pass in _plan.Passes)
        {
            number++;
            string comment = PlanPrinter.Summary(_plan, pass, number);
            writer.Line();
            writer.Line($"// {comment}");
            foreach (var kept in _plan.Kept.Where(k => k.First == number)) Keep(writer, kept);
            // A tile pass needs a scope of its own for the scratch that it gives back.
            string? condition = Context.Condition(pass.Serves);
            IDisposable? guard = condition is not null ? writer.Block($"if ({condition})") : pass is TilePass or TopPass ? writer.Braces() : null;
            switch (pass)
            {
                case FlatPass or RowPass:
                    var rows = new RowPassEmitter(Context, number);
                    rows.Run(writer, pass);
                    rows.Method(_methods, pass, comment);
                    break;
                case TilePass tile:
                    var tiles = new TilePassEmitter(Context, number, tile);
                    tiles.Operators(_methods);
                    tiles.Run(writer);
                    tiles.Methods(_methods, comment);
                    break;
                case TopPass top:
                    var search = new TopPassEmitter(Context, number, top);
                    search.Operators(_methods);
                    search.Run(writer);
                    search.Method(_methods, comment);
                    break;
                case ScatterPass s:
                    Scatter(writer, s);
                    break;
                case SpectralPass spectral:
                    Spectral(writer, spectral);
                    break;
                default:
                    throw new InvalidOperationException($"Emit: {pass.GetType().Name}");
            }
            guard?.Dispose();
        }
    }

    /// <summary>
    /// Memory for the tiles of a pass that others read, if those are run and the budget allows; else the stride is 0. And memory for the packed
    /// operand, which all of them read.
    /// </summary>
    private void Keep(CodeWriter writer, KeptTile kept)
    {
        var pass = (TilePass)_plan.Passes[kept.First - 1];
        var contraction = pass.Contractions.First(c => c.Reduce == kept.Reduce);
        string field = KernelNames.Kept(_plan, kept), rows = Names.Extents(pass.Rows), columns = Names.Extents(pass.Columns);
        string share = _plan.Kept.Count == 1 ? "" : $" / {_plan.Kept.Count}";
        Context.Fields.Add(("T*", field));
        Context.Fields.Add(("nint", field + "Stride"));
        string stride = $"{Cpu}TileShape.KeptStride<T, V, O>({rows}, {columns}, {Names.Extents(contraction.Over)}, {Cpu}TileBudget.Bytes({_tileMemory}){share})";
        bool always = kept.Later.Any(l => _plan.Passes[l - 1].Serves.Count == 0);
        string? wanted = always ? null : Context.Condition(kept.Later.SelectMany(l => _plan.Passes[l - 1].Serves));
        writer.Line($"f->{field}Stride = {(wanted is null ? stride : $"{wanted} ? {stride} : 0")};");
        string length = $"{Addressing.Parenthesized(rows)} * f->{field}Stride", packed = $"{Cpu}Tile<T, V, O>.PackedLength({columns}, {Names.Extents(contraction.Over)})";
        Context.Fields.Add(("T*", field + "Packed"));
        writer.Line($"using var {field} = {Cpu}Scratch.Rent({Cpu}Scratch.Size<T>({length}));");
        writer.Line($"using var {field}Packed = {Cpu}Scratch.Rent({Cpu}Scratch.Size<T>({packed}));");
        writer.Line($"f->{field} = (T*){field}.Pointer;");
        writer.Line($"f->{field}Packed = (T*){field}Packed.Pointer;");
    }

    private void Scatter(CodeWriter writer, ScatterPass pass)
    {
        var store = pass.Stores[0];
        var scatter = pass.Scatter;
        var source = Context.Addressing.Locate(_plan.Operand(store.Value, scatter.Arg));
        var index = Context.Addressing.Locate(scatter.Index);
        string rows = Names.Extents(index.Axes.Select(a => a.Axis)), width = Names.Extents(store.Layout.Skip(1));
        writer.Line($"{Cpu}SegmentSum.Run<T, V, O>(f->{NameScope.Escape(source.Field)}, f->{NameScope.Escape(index.Field)}, {rows}, {width}, {Names.Extent(scatter.On)}, f->{Names.Buffer(store)});");
    }

    private void Spectral(CodeWriter writer, SpectralPass pass)
    {
        var store = pass.Stores[0];
        var (name, rows, columns) = pass.Instruction switch
        {
            SingularValues s => ("SingularValues", s.Rows, s.Columns),
            SingularValuesGradient s => ("SingularValuesGradient", s.Rows, s.Columns),
            _ => throw new InvalidOperationException($"Emit: {pass.Instruction.GetType().Name}"),
        };
        var operands = pass.Instruction.Operands.Select(o => $"f->{NameScope.Escape(Context.Addressing.Locate(_plan.Operand(store.Value, o)).Field)}");
        string batch = Names.Extents(store.Layout.Where(a => a != rows && a != columns));
        writer.Line($"{Cpu}{name}.Run({string.Join(", ", operands)}, {batch}, {Names.Extent(rows)}, {Names.Extent(columns)}, f->{Names.Buffer(store)});");
    }

    /// <summary>Results of rank 0: a few scalar operations on what the passes have reduced.</summary>
    private void Scalars(CodeWriter writer)
    {
        if (_plan.Scalars.Count == 0) return;
        var locals = new NameScope([.. Names.Reserved, "T", "V", "O", "S", "f", "frame", "scratch", "cursor", "rows", "panel", "blocks"]);
        writer.Line();
        foreach (var (result, value) in _plan.Scalars)
        {
            string field = Context.ResultField(result);
            IDisposable? guard = Context.Condition([result]) is { } condition ? writer.Block($"if ({condition})") : null;
            var scalars = new BodyEmitter(writer, _plan, Names, locals, Context.Addressing, new()
            {
                Bounds = axis => ("0", Names.Extent(axis)),
                Partial = _ => throw new InvalidOperationException("Emit: no chunk here"),
                Guard = Context.Guard,
                Through = "f->",
            });
            var order = new List<int>();
            Order(value, order);
            scalars.Scalars(new() { Inner = [], Phases = [], Scalars = order });
            writer.Lines(scalars.Before);
            string text = _plan.Code[value] is Constant c ? $"S.Constant({BodyEmitter.Number(c)})" : scalars.Row(value);
            writer.Line($"*f->{field} = {text};");
            guard?.Dispose();
        }
    }

    private void Order(int x, List<int> order)
    {
        if (order.Contains(x) || _plan.Code[x] is Constant or MaskConstant) return;
        if (_plan.Code[x] is Map m) foreach (int arg in m.Args) Order(arg, order);
        else if (_plan.Code[x] is Gather g) Order(g.Index, order);
        order.Add(x);
    }

    private List<string> Frame()
    {
        var fields = new List<(string Type, string Name)>();
        for (int i = 0; i < _plan.Function.Parameters.Count; i++)
        {
            var p = _plan.Function.Parameters[i];
            if (p.Kind is ParameterKind.Bool or ParameterKind.Enum) continue;
            string type = p.Kind switch
            {
                ParameterKind.Mask => "byte*",
                ParameterKind.Labels => "int*",
                ParameterKind.Tensor => "T*",
                ParameterKind.Int => "int",
                _ => p.Axes.Count == 0 ? "T" : "T*",
            };
            fields.Add((type, NameScope.Escape(Names.Parameter(i))));
        }
        fields.AddRange(Names.ExtentNames.Select(e => ("nint", e)));
        fields.AddRange(_plan.Buffers.Select(b => (Element(b) + "*", Names.Buffer(b))));
        fields.AddRange(_plan.Scalars.Select(s => ("T*", Context.ResultField(s.Result))));
        fields.AddRange(Context.Fields);

        var lines = new List<string> { "public struct Frame<T> where T : unmanaged", "{" };
        foreach (var group in fields.GroupBy(f => f.Type)) lines.Add($"    public {group.Key} {string.Join(", ", group.Select(f => f.Name))};");
        lines.Add("}");
        return lines;
    }
}
