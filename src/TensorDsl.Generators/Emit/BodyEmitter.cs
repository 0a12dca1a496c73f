using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Ops;
using TensorDsl.Generators.Schedule;
using ValueType = TensorDsl.Generators.Ir.ValueType;

namespace TensorDsl.Generators.Emit;

/// <summary>Where a body stands: what a pass knows beyond memory.</summary>
internal sealed class BodyPlace
{
    /// <summary>A value of the current tile: pointer text to its row, indexed by the flattened column; null if it is no tile.</summary>
    public Func<int, string?> TileRow { get; init; } = _ => null;

    /// <summary>A value per column of the current tile (a column maximum): pointer text, indexed by the flattened column.</summary>
    public Func<int, string?> ColumnVector { get; init; } = _ => null;

    /// <summary>The value is read from memory although an instruction could compute it here.</summary>
    public Func<int, bool> IsLoaded { get; init; } = _ => false;

    /// <summary>What a value over columns alone is called in memory, if it is stored under other axes.</summary>
    public Func<int, int> Alias { get; init; } = x => x;

    /// <summary>The bounds of a loop over an inner axis.</summary>
    public required Func<Axis, (string From, string To)> Bounds { get; init; }

    /// <summary>All axes are walked as one, under this name.</summary>
    public string? Flat { get; init; }

    /// <summary>Where a partial result of a chunk goes: pointer text (one element for a scalar).</summary>
    public required Func<Stored, string> Partial { get; init; }

    /// <summary>A condition under which a target is wanted at all, or null.</summary>
    public required Func<Stored, string?> Guard { get; init; }

    /// <summary>How memory is reached: through local copies of the frame's pointers, or ("f->") through the frame itself.</summary>
    public string Through { get; init; } = "";

    /// <summary>The tiles' rows have room for whole vectors behind their last column, and what lies there is nobody's.</summary>
    public bool HasPaddedTiles { get; init; }

    /// <summary>Loops are printed for whole vectors first and then for the rest: with a constant rest the JIT drops every question about the end.</summary>
    public bool WholeVectorsFirst { get; init; }

    /// <summary>The axis whose positions are the rows, if what the next row reads is to be asked for while a row is worked on.</summary>
    public Axis? Rows { get; init; }

    /// <summary>A truth value that says whether a buffer is written past the caches; null where it never is.</summary>
    public Func<Stored, string?> Past { get; init; } = _ => null;

    /// <summary>Merges a finished row reduction of a tile: statement text.</summary>
    public Func<Stored, string, string, string> MergeRow { get; init; } = (_, _, _) => throw new InvalidOperationException("Emit: no tile here");
}

/// <summary>Prints the body of a row: scalars, row values, and one loop nest after the other.</summary>
internal sealed class BodyEmitter(CodeWriter writer, Plan plan, KernelNames names, NameScope locals, Addressing addressing, BodyPlace place)
{
    private readonly Dictionary<int, string> _scalars = [];
    private readonly HashSet<int> _computedTiles = [];
    private readonly Dictionary<int, string> _broadcasts = [];
    private readonly Dictionary<string, string> _pointers = [];
    private readonly Dictionary<int, (string Pointer, IReadOnlyList<Axis> Axes)> _rowBuffers = [];
    private readonly List<(string Name, string Size, string Type)> _scratch = [];
    private readonly List<string> _before = [];
    private readonly List<string> _after = [];

    private IrBuilder Code => plan.Code;

    /// <summary>Row buffers that the method must provide: name, length.</summary>
    public IReadOnlyList<(string Name, string Size, string Type)> Scratch => _scratch;

    /// <summary>Lines that belong before the loop over rows, and after it.</summary>
    public IReadOnlyList<string> Before => _before;

    public IReadOnlyList<string> After => _after;

    /// <summary>The body asks for the next row, so it needs the distance to it.</summary>
    public bool AsksAhead { get; private set; }

    /// <summary>The local variable that holds that distance.</summary>
    public const string Ahead = "ahead";

    /// <summary>Fields of the frame that the body reads through a local pointer.</summary>
    public Dictionary<string, string> Fields { get; } = [];

    public string Row(int x) => _scalars[x];

    // ---- levels

    public void Scalars(Body body)
    {
        foreach (int x in body.Scalars)
        {
            if (_scalars.ContainsKey(x) || IsLiteral(x) || IsFused(x)) continue;
            string text = ScalarText(x);
            // Without rows, every use of a scalar is in another one.
            if (body.Phases.Count == 0 && text.Length < LongestInline && body.Scalars.Sum(s => Code[s].Operands.Count(o => o == x)) <= 1) _scalars[x] = text;
            else DefineScalar(x, _before);
        }
    }

    /// <summary>A value without axes, for a struct operator: a name defined before the rows, or a literal.</summary>
    public string Scalar(int x)
    {
        if (!IsLiteral(x) && !_scalars.ContainsKey(x))
        {
            if (Code[x] is Map m) foreach (int arg in m.Args) Scalar(arg);
            DefineScalar(x, _before);
        }
        return ScalarOperand(x);
    }

    public void Phases(Body body)
    {
        foreach (var target in body.Phases.SelectMany(p => p.Nests).SelectMany(n => n.Targets).OfType<TileTarget>()) _computedTiles.Add(target.Value);
        foreach (var phase in body.Phases)
        {
            var lines = new List<string>();
            foreach (int x in phase.RowValues)
            {
                if (_scalars.ContainsKey(x) || IsLiteral(x) || IsFused(x)) continue;
                string text = ScalarText(x);
                if (text.Length < LongestInline && !plan.Names.ContainsKey(x) && IsUsedByOneRowValue(body, x)) _scalars[x] = text;
                else DefineScalar(x, lines);
            }
            foreach (var target in phase.RowTargets) RowTarget(target, lines);
            writer.Lines(lines);
            foreach (var nest in phase.Nests) EmitNest(body, nest);
        }
    }

    private const int LongestInline = 96;

    /// <summary>The only use of a row's value is in another value of the same rows, so it may stand there.</summary>
    private bool IsUsedByOneRowValue(Body body, int x)
    {
        var phases = body.Phases;
        if (phases.Any(p => p.Nests.Any(n => n.Values.Any(v => Reads(v, x)) || n.Targets.Any(t => Uses(t, x))))) return false;
        return phases.Sum(p => p.RowValues.Distinct().Sum(v => Code[v] is Map ? Code[v].Operands.Count(o => o == x) : Reads(v, x) ? 2 : 0) + p.RowTargets.Count(t => Uses(t, x))) == 1;

        bool Reads(int v, int operand) => Code[v] is Gather g ? g.Index == operand : Code[v].Operands.Contains(operand);

        bool Uses(Target t, int operand) => t switch
        {
            StoreTarget s => s.Buffer.Value == operand,
            ChunkReduction c => ((Reduce)Code[c.Buffer.Value]).Arg == operand,
            RowReduction r => ((Reduce)Code[r.Reduce]).Arg == operand,
            TileRowReduction r => r.Buffer.Value == operand,
            _ => false,
        };
    }

    /// <summary>The product stands in the one sum that uses it.</summary>
    private bool IsFused(int x) => plan.Fused.Contains(x) && !place.IsLoaded(x);

    private bool IsLiteral(int x) => Code[x] is Constant or MaskConstant;

    private void DefineScalar(int x, List<string> lines)
    {
        string text = ScalarText(x);
        string name = locals.Take(ValueNames.Name(plan, x));
        lines.Add($"T {name} = {text};");
        _scalars[x] = name;
    }

    private string ScalarText(int x)
    {
        bool loaded = place.IsLoaded(x);
        x = place.Alias(x);
        switch (Code[x])
        {
            case Map m when !loaded: return MapText(m, "S", a => ScalarOperand(a));
            case Extent e: return $"S.Constant({names.Extent(e.Dim)})";
            case Position p: return $"S.Position({names.Loop(p.Axis)})";
            case Input { Axes.Count: 0 } i when plan.Function.Parameters[i.Parameter].Kind == ParameterKind.Int: return $"S.BroadcastIndex(f->{names.Parameter(i.Parameter)})";
            case Input { Axes.Count: 0 } i when plan.Function.Parameters[i.Parameter].Axes.Count == 0 && plan.Function.Parameters[i.Parameter].Kind is ParameterKind.Float or ParameterKind.Scalar:
                return $"f->{names.Parameter(i.Parameter)}";
            default: return Load(addressing.Locate(x), "S", null, "1", null);
        }
    }

    private string ScalarOperand(int x) => Code[x] switch
    {
        Constant c => $"S.Constant({Number(c)})",
        MaskConstant m => $"S.BroadcastMask({(m.Value ? "true" : "false")})",
        Map m when IsFused(x) && !_scalars.ContainsKey(x) => MapText(m, "S", ScalarOperand),
        _ => _scalars.TryGetValue(x, out string? name) ? name : throw new InvalidOperationException($"Emit: %{x} is not known for the row"),
    };

    /// <summary>A constant as a double literal.</summary>
    internal static string Number(Constant c) => c.Text switch
    {
        "inf" => "double.PositiveInfinity",
        "-inf" => "double.NegativeInfinity",
        "nan" => "double.NaN",
        var text => text,
    };

    private string MapText(Map m, string simd, Func<int, string> operand)
    {
        var op = ScalarOps.Get(m.Op);
        if (m.Op == "StopGradient") return operand(m.Args[0]);
        if (m.Op == "Add")
            for (int k = 1; k >= 0; k--)
                if (IsFused(m.Args[k])) return MultiplyAdd(simd, m.Args[k], operand(m.Args[1 - k]), operand);
        if (m.Op == "Pow" && simd == "S") return $"TensorDslCpu.Power.Of<T, S>({operand(m.Args[0])}, {operand(m.Args[1])})";
        if (m.Op == "Pow" && _scalars.TryGetValue(m.Args[1], out string? exponent))
            return $"TensorDslCpu.Power.Of<T, V, O>({operand(m.Args[0])}, {operand(m.Args[1])}, {exponent})";
        return $"{simd}.{op.CSharp}({string.Join(", ", m.Args.Select(operand))})";
    }

    private string MultiplyAdd(string simd, int product, string sum, Func<int, string> operand)
    {
        var factors = (Map)Code[product];
        return $"{simd}.MultiplyAdd({operand(factors.Args[0])}, {operand(factors.Args[1])}, {sum})";
    }

    // ---- memory

    private string Pointer(string field, string type)
    {
        if (place.Through.Length == 0) Fields[field] = type;
        return place.Through + field;
    }

    /// <summary>A read: of one element (simd "S"), or along the vector axis.</summary>
    private string Load(Location location, string simd, Axis? vector, string rest, List<string>[]? depths, Func<Axis, int>? depthOf = null)
    {
        string pointer = Pointer(location.Field, location.PointerType);
        var fixedAxes = location.Axes.Where(a => a.Axis != vector).ToList();
        var along = location.Axes.Where(a => a.Axis == vector).Select(a => a.Stride).FirstOrDefault();
        string offset = place.Flat is not null ? "" : addressing.Offset(fixedAxes);
        string row = offset.Length == 0 ? pointer : RowPointer(pointer, location.PointerType, offset, fixedAxes, depths, depthOf);

        if (location.Gather is { } gather)
        {
            string extent = names.Extent(gather.On);
            bool lanes = vector is { } v && Code.AxesOf(gather.Index).Contains(v);
            string element = along is null ? row : $"{row} + {Addressing.Times(names.Loop(vector!.Value), along)}";
            if (simd == "S" && location.Type != ValueType.Real)
            {
                // LoadAt reads numbers; a single label or truth value is read where it lies, if it lies there.
                string single = $"S.IndexAt({(lanes ? VectorOperandOf(gather.Index) : ScalarOperand(gather.Index))}, 0)";
                return $"S.Load{location.Suffix}({element} + {Addressing.Times(single, location.GatherStride)}, (nuint){single} < (nuint){extent} ? 1 : 0)";
            }
            if (simd == "S" || lanes && along is null)
                return $"{simd}.LoadAt({element}, {(lanes ? VectorOperandOf(gather.Index) : ScalarOperand(gather.Index))}, {location.GatherStride}, {extent})";
            // One row for all lanes: a position out of range has no elements, so nothing is read and the lanes are 0.
            string at = locals.Take("at");
            string position = ScalarOperand(gather.Index);
            string line = $"nint {at} = S.IndexAt({position}, 0);";
            (depths is null ? throw new InvalidOperationException("Emit: row gather outside a nest") : depths[DepthOfIndex(gather.Index, depthOf!)]).Add(line);
            string left = $"(nuint){at} < (nuint){extent} ? {rest} : 0";
            string from = $"{row} + {Addressing.Times(at, location.GatherStride)}";
            return along == "1"
                ? $"{simd}.Load{location.Suffix}({from} + {names.Loop(vector!.Value)}, {left})"
                : $"{simd}.Load{location.Suffix}Strided({from} + {Addressing.Times(names.Loop(vector!.Value), along!)}, {along}, {left})";
        }

        if (place.Flat is { } flat && vector is not null) return $"{simd}.Load{location.Suffix}({pointer} + {flat}, {rest})";
        if (vector is null || along is null)
            return location.Type == ValueType.Real ? (offset.Length == 0 ? $"*{pointer}" : row.StartsWith(pointer + " + ", StringComparison.Ordinal) ? $"{pointer}[{offset}]" : $"*{row}") : $"S.Load{location.Suffix}({row}, 1)";
        string loop = names.Loop(vector.Value);
        return along == "1"
            ? $"{simd}.Load{location.Suffix}({row} + {loop}, {rest})"
            : $"{simd}.Load{location.Suffix}Strided({row} + {Addressing.Times(loop, along)}, {along}, {rest})";
    }

    private int DepthOfIndex(int index, Func<Axis, int> depthOf) => Code.AxesOf(index).Select(depthOf).DefaultIfEmpty(0).Max();

    private Func<int, string> VectorOperandOf = _ => throw new InvalidOperationException("Emit: no nest");

    /// <summary>The pointer to a row, computed once at the depth where all its axes are known.</summary>
    private string RowPointer(string pointer, string type, string offset, List<(Axis Axis, string Stride)> axes, List<string>[]? depths, Func<Axis, int>? depthOf)
    {
        if (depths is null) return $"{pointer} + {offset}";
        string key = $"{pointer} + {offset}";
        if (_pointers.TryGetValue(key, out string? known)) return known;
        int depth = axes.Select(a => depthOf!(a.Axis)).DefaultIfEmpty(0).Max();
        string name = locals.Take(pointer + "Row");
        depths[depth].Add($"{type} {name} = {key};");
        _pointers[key] = name;
        if (depth > 0) _nestPointers.Add(key);
        return name;
    }

    private readonly List<string> _nestPointers = [];

    /// <summary>Forgets what was known about the last row (a new loop over rows begins).</summary>
    public void NewRows()
    {
        _pointers.Clear();
    }

    // ---- targets of a row without inner axes

    private void RowTarget(Target target, List<string> lines)
    {
        switch (target)
        {
            case StoreTarget store:
                var location = addressing.Locate(store.Buffer);
                string pointer = Pointer(location.Field, location.PointerType);
                string value = ScalarOperand(store.Buffer.Value);
                string offset = addressing.Offset(location.Axes);
                string to = offset.Length == 0 ? pointer : $"{pointer} + {offset}";
                string write = location.Type == ValueType.Real
                    ? (offset.Length == 0 ? $"*{pointer} = {value};" : $"{pointer}[{offset}] = {value};")
                    : $"S.Store{location.Suffix}({to}, {value}, 1);";
                lines.Add(Guarded(store.Buffer, write));
                break;
            case ChunkReduction chunk:
                var reduce = (Reduce)Code[chunk.Buffer.Value];
                string accumulator = locals.Take(names.Buffer(chunk.Buffer) + "Part");
                _before.Add($"T {accumulator} = {Reducing.Identity(reduce.Op, "S")};");
                lines.Add($"{accumulator} = {Reducing.Combine(reduce.Op, "S", accumulator, ScalarOperand(reduce.Arg))};");
                _after.Add($"*({place.Partial(chunk.Buffer)}) = {accumulator};");
                break;
            default:
                throw new InvalidOperationException($"Emit: {target.GetType().Name} of a row");
        }
    }

    private string Guarded(Stored buffer, string statement) => place.Guard(buffer) is { } condition ? $"if ({condition}) {statement}" : statement;

    // ---- nests

    private void EmitNest(Body body, Nest nest)
    {
        string simd = nest.IsScalar ? "S" : "O", type = nest.IsScalar ? "T" : "V";
        var vector = nest.Loops[nest.Loops.Count - 1];
        int deepest = nest.Loops.Count;
        int DepthOf(Axis axis) => nest.Loops.ToList().IndexOf(axis) + 1;
        int DepthOfValue(int x) => place.Flat is not null ? (Code.AxesOf(x).Count > 0 ? 1 : 0) : Code.AxesOf(x).Select(DepthOf).DefaultIfEmpty(0).Max();
        bool IsVector(int x) => place.Flat is not null ? Code.AxesOf(x).Count > 0 : Code.AxesOf(x).Contains(vector);
        if (place.Flat is not null) deepest = 1;

        var depths = Enumerable.Range(0, deepest + 1).Select(_ => new List<string>()).ToArray();
        var endOf = Enumerable.Range(0, deepest + 1).Select(_ => new List<string>()).ToArray();
        var vectors = new Dictionary<int, string>();
        var zeros = new Dictionary<int, bool>();
        var asked = new List<string>();
        var whole = new Dictionary<string, string>();
        var (from, to) = place.Flat is not null ? ("begin", "end") : place.Bounds(vector);
        string loopName = place.Flat ?? names.Loop(vector);
        string flatColumn = FlatColumn(body, vector), tileRest = simd == "O" && place.HasPaddedTiles ? "O.Count" : "rest";
        _nestPointers.Clear();

        string Operand(int x)
        {
            if (Code[x] is Constant c) return $"{simd}.Constant({Number(c)})";
            if (Code[x] is MaskConstant m) return $"{simd}.BroadcastMask({(m.Value ? "true" : "false")})";
            if (vectors.TryGetValue(x, out string? known)) return known;
            if (Code[x] is Map product && IsFused(x) && !_scalars.ContainsKey(x)) return MapText(product, simd, Operand);
            if (!_scalars.TryGetValue(x, out string? scalar)) throw new InvalidOperationException($"Emit: %{x} is not known in the nest");
            if (simd == "S") return scalar;
            if (_broadcasts.TryGetValue(x, out string? wide)) return wide;
            string name = locals.Take(scalar + "All");
            int depth = DepthOfValue(x);
            string line = $"V {name} = O.Broadcast({scalar});";
            if (Code.AxesOf(x).Count == 0 && _isBefore.Contains(scalar)) _before.Add(line);
            else depths[depth].Add(line);
            _broadcasts[x] = name;
            return name;
        }
        VectorOperandOf = Operand;

        foreach (int x in nest.Values)
        {
            int depth = DepthOfValue(x);
            var lines = depths[depth];
            if (IsFused(x)) continue;
            if (IsVector(x))
            {
                string text = VectorText(x);
                if (IsInlined(x, text))
                {
                    vectors[x] = text;
                    continue;
                }
                string name = locals.Take(ValueNames.Name(plan, x));
                lines.Add($"{type} {name} = {text};");
                vectors[x] = name;
            }
            else
            {
                string text = _rowBuffers.TryGetValue(x, out var buffer) ? $"{buffer.Pointer}[{InnerOffset(buffer.Axes)}]"
                    : Code[x] is Map m && !place.IsLoaded(x) ? MapText(m, "S", ScalarOperand)
                    : Code[x] is Position p ? $"S.Position({names.Loop(p.Axis)})"
                    : Load(addressing.Locate(place.Alias(x)), "S", null, "1", depths, DepthOf);
                string name = locals.Take(ValueNames.Name(plan, x));
                lines.Add($"T {name} = {text};");
                _scalars[x] = name;
                _broadcasts.Remove(x);
            }
        }

        foreach (var target in nest.Targets) NestTarget(target);
        Print();
        foreach (string key in _nestPointers) _pointers.Remove(key);

        // A value that one other value of the nest or one target uses stands there, as long as the line stays readable.
        bool IsInlined(int x, string text)
            => text.Length < LongestInline && !plan.Names.ContainsKey(x) && Code[x] is not Position
                && nest.Values.Sum(v => IsComputed(v) && IsVector(v) ? Code[v].Operands.Count(o => o == x) : Code[v] is Gather g && g.Index == x ? 2 : 0)
                    + nest.Targets.Count(t => plan.Root(t) == x) == 1;

        bool IsComputed(int x) => Code[x] is Map && !place.IsLoaded(x) && !_rowBuffers.ContainsKey(x);

        string VectorText(int x)
        {
            if (_rowBuffers.TryGetValue(x, out var buffer)) return $"{simd}.Load({buffer.Pointer} + {InnerOffset(buffer.Axes)}, rest)";
            if (!_computedTiles.Contains(x) && place.TileRow(x) is { } tile) return $"{simd}.Load({tile} + {flatColumn}, {tileRest})";
            if (place.ColumnVector(x) is { } column) return $"{simd}.Load({column} + {flatColumn}, rest)";
            int id = place.Alias(x);
            if (Code[id] is Map m && !place.IsLoaded(x)) return MapText(m, simd, Operand);
            if (Code[id] is Position p) return $"{simd}.Position({(place.Flat ?? names.Loop(p.Axis))})";
            string text = Load(addressing.Locate(id), simd, place.Flat is not null ? nest.Loops[0] : vector, "rest", depths, DepthOf);
            AskForNext(x, id);
            return text;
        }

        // While a row is computed from the caches, the next one can be on its way: so the second nest that reads it asks, or the only one.
        void AskForNext(int x, int id)
        {
            if (place.Rows is not { } rows || !place.WholeVectorsFirst || simd != "O" || nest.Loops.Count != 1) return;
            var readers = body.Phases.SelectMany(p => p.Nests).Where(n => n.Values.Contains(x)).ToList();
            if (readers[Math.Min(1, readers.Count - 1)] != nest) return;
            var location = addressing.Locate(id);
            var fixedAxes = location.Axes.Where(a => a.Axis != vector).ToList();
            bool isRowMajor = location.Gather is null && location.Type == ValueType.Real && location.Axes.Contains((vector, "1"))
                && fixedAxes.SequenceEqual([(rows, names.Extent(vector))]);
            if (!isRowMajor) return;
            string pointer = Pointer(location.Field, location.PointerType);
            string row = RowPointer(pointer, location.PointerType, addressing.Offset(fixedAxes), fixedAxes, depths, DepthOf);
            asked.Add($"TensorDslCpu.Prefetch.Line({row} + {loopName} + {Ahead});");
            AsksAhead = true;
        }

        string InnerOffset(IReadOnlyList<Axis> axes)
        {
            string text = "";
            foreach (var axis in axes)
            {
                string extent = LocalExtent(axis), at = LocalLoop(axis);
                text = text.Length == 0 ? at : $"({text}) * {extent} + {at}";
            }
            return text;
        }

        void NestTarget(Target target)
        {
            var inside = depths[deepest];
            switch (target)
            {
                case SaveTarget save:
                    string buffer = RowBuffer(save.Value, body.Inner.Where(Code.AxesOf(save.Value).Contains).ToList(), "Saved");
                    inside.Add($"{simd}.Store({buffer} + {InnerOffset(_rowBuffers[save.Value].Axes)}, {Operand(save.Value)}, rest);");
                    break;
                case TileTarget tile:
                    inside.Add($"{simd}.Store({place.TileRow(tile.Value)} + {flatColumn}, {Operand(tile.Value)}, {tileRest});");
                    break;
                case StoreTarget store:
                    StoreInNest(store.Buffer, inside);
                    break;
                case RowReduction row:
                    ReduceInNest((Reduce)Code[row.Reduce], row.Reduce, null);
                    break;
                case TileRowReduction tileRow:
                    ReduceInNest((Reduce)Code[tileRow.Buffer.Value], tileRow.Buffer.Value, null);
                    endOf[0].Add(place.MergeRow(tileRow.Buffer, ((Reduce)Code[tileRow.Buffer.Value]).Op, _scalars[tileRow.Buffer.Value]));
                    break;
                case TileColumnReduction column:
                    var reduction = (Reduce)Code[column.Reduce];
                    string pointer = $"{place.ColumnVector(column.Reduce)} + {flatColumn}";
                    inside.Add($"{simd}.Store({pointer}, {Reducing.Combine(reduction.Op, simd, $"{simd}.Load({pointer}, rest)", Operand(reduction.Arg))}, rest);");
                    break;
                case ChunkReduction chunk:
                    ReduceInNest((Reduce)Code[chunk.Buffer.Value], chunk.Buffer.Value, chunk.Buffer);
                    break;
                default:
                    throw new InvalidOperationException($"Emit: {target.GetType().Name} of a nest");
            }
        }

        void StoreInNest(Stored buffer, List<string> inside)
        {
            var location = addressing.Locate(buffer);
            string pointer = Pointer(location.Field, location.PointerType);
            string value = Operand(buffer.Value);
            string write;
            string past = location.Type == ValueType.Real && place.Past(buffer) is { } isPast ? $", {isPast}" : "";
            if (place.Flat is not null) write = $"{simd}.Store{location.Suffix}({pointer} + {place.Flat}, {value}, rest{past});";
            else
            {
                var fixedAxes = location.Axes.Where(a => a.Axis != vector).ToList();
                string stride = location.Axes.First(a => a.Axis == vector).Stride;
                string offset = addressing.Offset(fixedAxes);
                string row = offset.Length == 0 ? pointer : RowPointer(pointer, location.PointerType, offset, fixedAxes, depths, DepthOf);
                write = stride == "1"
                    ? $"{simd}.Store{location.Suffix}({row} + {names.Loop(vector)}, {value}, rest{past});"
                    : $"{simd}.StoreStrided({row} + {Addressing.Times(names.Loop(vector), stride)}, {stride}, {value}, rest);";
            }
            inside.Add(Guarded(buffer, write));
        }

        void ReduceInNest(Reduce reduce, int id, Stored? chunk)
        {
            var inside = depths[deepest];
            var kept = nest.Loops.Where(a => !reduce.Over.Contains(a)).ToList();
            string value = Operand(reduce.Arg);
            bool across = kept.Count == 0 || !kept.Contains(vector);
            if (reduce.Op is "ArgMax" or "ArgMin")
            {
                ArgReduce(reduce, id, kept);
                return;
            }
            if (kept.Count == 0 || place.Flat is not null)
            {
                string accumulator = locals.Take(ValueNames.Name(plan, id) + (simd == "S" ? "Part" : "Lanes"));
                (chunk is null ? depths[0] : _before).Add($"{type} {accumulator} = {Reducing.Identity(reduce.Op, simd)};");
                Accumulate(reduce, accumulator, value);
                string total = simd == "S" ? accumulator : Reducing.Across(reduce.Op, simd, accumulator);
                if (chunk is not null)
                {
                    _after.Add($"*({place.Partial(chunk)}) = {total};");
                    return;
                }
                if (!plan.Names.ContainsKey(id) && nest.Targets.All(t => t is not TileRowReduction) && IsUsedByOneRowValue(body, id))
                {
                    _scalars[id] = total;
                    return;
                }
                string name = locals.Take(ValueNames.Name(plan, id));
                endOf[0].Add($"T {name} = {total};");
                _scalars[id] = name;
                return;
            }

            string pointer;
            if (chunk is not null)
            {
                pointer = Pointer(place.Partial(chunk), "");
                Fields.Remove(pointer);
            }
            else
            {
                pointer = RowBuffer(id, body.Inner.Where(kept.Contains).ToList(), "Row");
                depths[0].Add($"TensorDslCpu.Partials.Fill({pointer}, {LocalSize(_rowBuffers[id].Axes)}, {Reducing.Identity(reduce.Op, "S")});");
            }
            var order = chunk is not null ? (IReadOnlyList<Axis>)chunk.Layout : _rowBuffers[id].Axes;
            if (!across)
            {
                string stride = StrideOf(order, vector, chunk is not null);
                string at = OffsetIn(order, chunk is not null);
                string load = stride == "1" ? $"{simd}.Load({pointer} + {at}, rest)" : $"{simd}.LoadStrided({pointer} + {at}, {stride}, rest)";
                string combined = Reducing.Combine(reduce.Op, simd, load, value);
                inside.Add(stride == "1" ? $"{simd}.Store({pointer} + {at}, {combined}, rest);" : $"{simd}.StoreStrided({pointer} + {at}, {stride}, {combined}, rest);");
            }
            else
            {
                string accumulator = locals.Take(ValueNames.Name(plan, id) + "Lanes");
                depths[deepest - 1].Add($"{type} {accumulator} = {Reducing.Identity(reduce.Op, simd)};");
                Accumulate(reduce, accumulator, value);
                string at = $"{pointer}[{OffsetIn(order, chunk is not null)}]";
                string total = simd == "S" ? accumulator : Reducing.Across(reduce.Op, simd, accumulator);
                endOf[deepest - 1].Add($"{at} = {Reducing.Combine(reduce.Op, "S", at, total)};");
            }
        }

        void Accumulate(Reduce reduce, string accumulator, string value)
        {
            string Next(string summand) => $"{accumulator} = {Reducing.Combine(reduce.Op, simd, accumulator, summand)};";
            if (reduce.Op == "Sum" && IsZeroBehindRest(reduce.Arg))
                depths[deepest].Add(IsFused(reduce.Arg) ? $"{accumulator} = {MultiplyAdd(simd, reduce.Arg, accumulator, Operand)};" : Next(value));
            else AddKept(Next, value, reduce.Op);
        }

        // Lanes behind the end hold values computed from zeros, which a reduction must not see. Whole vectors have none.
        void AddKept(Func<string, string> line, string value, string op)
        {
            string text = simd == "S" ? line(value) : line($"{simd}.Keep({value}, {Reducing.Identity(op, simd)}, rest)");
            depths[deepest].Add(text);
            whole[text] = line(value);
        }

        bool IsZeroBehindRest(int x) => zeros.TryGetValue(x, out bool known) ? known : zeros[x] = IsZeroBehindRestNew(x);

        bool IsZeroBehindRestNew(int x)
        {
            if (simd == "S") return true;
            if (_rowBuffers.ContainsKey(x)) return IsVector(x);
            if (place.IsLoaded(x)) return IsVector(x);
            return Code[x] switch
            {
                Input or Rename => IsVector(x),
                Constant c => c.Text == "0",
                Map { Op: "Multiply" or "Add" or "Subtract" } m => m.Args.All(IsZeroBehindRest),
                Map { Op: "Negate" or "Abs" or "Relu" or "Sqrt" } m => IsZeroBehindRest(m.Args[0]),
                Map { Op: "Select" } m => IsZeroBehindRest(m.Args[1]) && IsZeroBehindRest(m.Args[2]),
                Reduce => plan.Find(x) is not null && IsVector(x),
                _ => false,
            };
        }

        void ArgReduce(Reduce reduce, int id, List<Axis> kept)
        {
            if (kept.Count > 0 || reduce.Over.Count > 1) throw new InvalidOperationException($"Emit: {reduce.Op} keeps an inner axis");
            var inside = depths[deepest];
            string best = locals.Take("best"), at = locals.Take("bestAt"), better = locals.Take("better");
            string compare = reduce.Op == "ArgMax" ? "Greater" : "Less";
            string value = Operand(reduce.Arg);
            depths[0].Add($"{type} {best} = {Reducing.Identity(reduce.Op, simd)};");
            depths[0].Add($"{type} {at} = {simd}.BroadcastIndex(-1);");
            string candidate = locals.Take("candidate");
            AddKept(v => $"{type} {candidate} = {v};", value, reduce.Op);
            inside.Add($"{type} {better} = {simd}.Or({simd}.{compare}({candidate}, {best}), {simd}.And({simd}.NotEqual({candidate}, {candidate}), {simd}.Equal({best}, {best})));");
            inside.Add($"{best} = {simd}.Select({better}, {candidate}, {best});");
            inside.Add($"{at} = {simd}.Select({better}, {simd}.Position({loopName}), {at});");
            string name = locals.Take(ValueNames.Name(plan, id));
            endOf[0].Add(simd == "S" ? $"T {name} = {at};"
                : $"T {name} = S.BroadcastIndex(TensorDslCpu.ArgReduction.{(reduce.Op == "ArgMax" ? "First" : "FirstSmallest")}<T, V, O, S>({best}, {at}));");
            _scalars[id] = name;
        }

        string OffsetIn(IReadOnlyList<Axis> order, bool global)
            => string.Join(" + ", order.Select((a, i) => Addressing.Times(global ? names.Loop(a) : LocalLoop(a), global ? names.Extents(order.Skip(i + 1)) : LocalSize(order.Skip(i + 1).ToList()))));

        string StrideOf(IReadOnlyList<Axis> order, Axis axis, bool global)
        {
            var after = order.Skip(order.ToList().IndexOf(axis) + 1).ToList();
            return global ? names.Extents(after) : LocalSize(after);
        }

        string RowBuffer(int x, IReadOnlyList<Axis> axes, string suffix)
        {
            string name = locals.Take(ValueNames.Name(plan, x) + suffix);
            _scratch.Add((name, LocalSize(axes), "T"));
            _rowBuffers[x] = (name, axes);
            return name;
        }

        void Print()
        {
            var open = new Stack<IDisposable>();
            for (int d = 0; d < deepest - 1; d++)
            {
                writer.Lines(depths[d]);
                string i = names.Loop(nest.Loops[d]);
                var (start, stop) = place.Bounds(nest.Loops[d]);
                open.Push(writer.Block($"for (nint {i} = {start}; {i} < {stop}; {i}++)"));
            }
            writer.Lines(depths[deepest - 1]);
            if (simd == "S") Innermost($"nint {loopName} = {from}; {loopName} < {to}; {loopName}++", "const nint rest = 1;");
            else if (!place.WholeVectorsFirst) Innermost($"nint {loopName} = {from}; {loopName} < {to}; {loopName} += O.Count", $"nint rest = {to} - {loopName};");
            else
            {
                string length = from == "0" ? to : $"{to} - {from}";
                Innermost($"nint {loopName} = {from}; {loopName} <= {to} - O.Count; {loopName} += O.Count", "nint rest = O.Count;", isWhole: true);
                Innermost($"nint {loopName} = {to} - {Addressing.Parenthesized(length)} % O.Count; {loopName} < {to}; {loopName} += O.Count", $"nint rest = {to} - {loopName};");
            }
            writer.Lines(endOf[deepest - 1]);
            for (int d = deepest - 2; d >= 0; d--)
            {
                open.Pop().Dispose();
                writer.Lines(endOf[d]);
            }
        }

        void Innermost(string loop, string rest, bool isWhole = false)
        {
            using var block = writer.Block($"for ({loop})");
            List<string> lines = isWhole ? [.. depths[deepest].Select(l => whole.TryGetValue(l, out string? w) ? w : l)] : depths[deepest];
            if (isWhole) writer.Lines(asked);
            if (lines.Any(l => l.Contains("rest"))) writer.Line(rest);
            writer.Lines(lines);
        }
    }

    private readonly HashSet<string> _isBefore = [];

    /// <summary>Names defined before the rows: their broadcasts stand there too.</summary>
    public void ScalarsAreBefore()
    {
        foreach (string name in _scalars.Values) _isBefore.Add(name);
    }

    private string LocalExtent(Axis axis)
    {
        var (from, to) = place.Bounds(axis);
        return from == "0" ? to : $"({to} - {from})";
    }

    private string LocalLoop(Axis axis)
    {
        var (from, _) = place.Bounds(axis);
        return from == "0" ? names.Loop(axis) : $"({names.Loop(axis)} - {from})";
    }

    private string LocalSize(IReadOnlyList<Axis> axes)
    {
        string product = string.Join(" * ", axes.Select(LocalExtent));
        return product.Length == 0 ? "1" : product;
    }

    /// <summary>The position in a tile's row: all column axes as one.</summary>
    private string FlatColumn(Body body, Axis vector)
    {
        string text = "";
        foreach (var axis in body.Inner)
            text = text.Length == 0 ? names.Loop(axis) : $"({text}) * {names.Extent(axis)} + {names.Loop(axis)}";
        return text;
    }
}
