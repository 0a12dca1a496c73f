using System.Globalization;
using TensorDsl.Generators.Ops;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Ir;

/// <summary>
/// Reads <see cref="TemplateIrText"/>. Everything that later passes rely on is checked here: operands come before their use and have the right
/// type, ops and parameters exist, reduced axes are there. The first thing that is not so refuses the text.
/// </summary>
internal sealed class TemplateIrReader
{
    private readonly List<Instr> _code = [];
    private EquatableArray<Parameter> _parameters;
    private bool _damaged;

    public Function? Read(string[] fields)
    {
        string name = Name(fields[1]);
        var typeParameters = Names(fields[2]);
        var outer = Names(fields[3]);
        _parameters = Items(fields[4], 7).Select(Parameter).ToEquatable();
        foreach (string item in fields[5] == "" ? [] : fields[5].Split(';'))
        {
            var instr = Instruction(item.Split(' '));
            if (_damaged || instr is null) return null;
            _code.Add(instr);
        }

        var results = Items(fields[6], 4, 5).Select(p => new Result(Id(p[0]), Axes(p[1]), Optional(p[2]), Number(p[3]), p.Length == 5 ? Axis(p[4]) : null)).ToEquatable();
        var valueNames = Items(fields[7], 2).Select(p => new ValueName(Id(p[0]), Name(p[1]))).ToEquatable();
        if (_damaged || results.Count == 0 || _parameters.Count == 0) return null;
        foreach (var result in results)
            if (_code[result.Value].Type != (result.Class is null ? ValueType.Real : ValueType.Index) || _code[result.Value].Axes.Any(a => !result.Axes.Contains(a))) return null;
        return new Function(name, typeParameters, _parameters, _code.ToEquatable(), results) { OuterTypeParameters = outer, ValueNames = valueNames };
    }

    private Parameter Parameter(string[] p)
    {
        int kind = Number(p[0]);
        if (kind < 0 || kind > (int)ParameterKind.Enum) _damaged = true;
        string? type = Optional(p[3]);
        var values = new List<EnumValue>();
        foreach (string value in p[6] == "-" ? [] : p[6].Split(','))
        {
            int equals = value.IndexOf('=');
            values.Add(equals < 0 ? new(Damaged(), 0) : new(Name(value.Substring(0, equals)), Long(value.Substring(equals + 1))));
        }

        return new(Name(p[1]), (ParameterKind)kind, Axes(p[2]), type is null ? null : Ir.Axis.Parse(type), Optional(p[4]), Optional(p[5]), values.ToEquatable());
    }

    private Instr? Instruction(string[] p) => (p[0], p.Length) switch
    {
        ("in", 2) => Input(Number(p[1])),
        ("real", 2) => Real(Name(p[1])),
        ("true", 1) => new MaskConstant(true),
        ("false", 1) => new MaskConstant(false),
        ("extent", 2) => new Extent(Name(p[1])),
        ("position", 2) => new Position(Axis(p[1])),
        ("map", 3) => Map(Name(p[1]), Ids(p[2])),
        ("reduce", 4) => Reduce(Name(p[1]), Id(p[2]), Axes(p[3])),
        ("rename", 4) => Rename(Id(p[1]), Axis(p[2]), Axis(p[3])),
        ("gather", 4) => Gather(Id(p[1]), Id(p[2]), Axis(p[3])),
        ("scatter", 5) => Scatter(Id(p[1]), Id(p[2]), Axis(p[3]), Axes(p[4])),
        ("topk", 6) => TopK(Id(p[1]), Id(p[2]), Axis(p[3]), Axis(p[4]), p[5] == "index" ? ValueType.Index : ValueType.Real),
        ("singular", 4) => SingularValues(Id(p[1]), Axis(p[2]), Axis(p[3])),
        ("singulargradient", 5) => SingularValuesGradient(Id(p[1]), Id(p[2]), Axis(p[3]), Axis(p[4])),
        ("choose", 4) => Choose(Number(p[1]), Longs(p[2]), Ids(p[3])),
        ("call", 6) => new Call(Name(p[1]), Axes(p[2]), Ids(p[3]), Number(p[4]), Axes(p[5])),
        _ => null,
    };

    private Instr? Input(int parameter)
        => parameter >= 0 && parameter < _parameters.Count ? new Input(parameter, _parameters[parameter].Type, _parameters[parameter].Axes) : null;

    private static Instr? Real(string text)
        => text is "inf" or "-inf" or "nan" || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? new Constant(text) : null;

    private Instr? Map(string name, EquatableArray<int> args)
    {
        if (_damaged || !ScalarOps.TryGet(name, out var op) || op.Arity != args.Count) return null;
        for (int i = 0; i < args.Count; i++)
            if (!Fits(_code[args[i]], op.Operands[i])) return null;
        return new Map(name, args, op.Result, Union(args));
    }

    /// <summary>An int constant is a number, also where an index is wanted (an ignored label).</summary>
    private static bool Fits(Instr operand, ValueType type) => operand.Type == type || type == ValueType.Index && operand is Constant;

    private Instr? Reduce(string name, int arg, EquatableArray<Axis> over)
    {
        if (_damaged || ReduceOps.All.FirstOrDefault(r => r.Name == name) is not { } op || _code[arg].Type != op.Operand) return null;
        if (over.Any(a => !_code[arg].Axes.Contains(a)) || over.Distinct().Count() != over.Count) return null;
        return new Reduce(name, arg, over, op.Result, _code[arg].Axes.Where(a => !over.Contains(a)).ToEquatable());
    }

    private Instr? Rename(int arg, Axis from, Axis to)
    {
        if (_damaged || !_code[arg].Axes.Contains(from) || _code[arg].Axes.Contains(to)) return null;
        return new Rename(arg, from, to, _code[arg].Type, _code[arg].Axes.Select(a => a == from ? to : a).ToEquatable());
    }

    private Instr? Gather(int arg, int index, Axis on)
    {
        if (_damaged || _code[index].Type != ValueType.Index || !_code[arg].Axes.Contains(on)) return null;
        return new Gather(arg, index, on, _code[arg].Type, _code[arg].Axes.Where(a => a != on).Union(_code[index].Axes).ToEquatable());
    }

    private Instr? Scatter(int arg, int index, Axis on, EquatableArray<Axis> over)
    {
        if (_damaged || _code[index].Type != ValueType.Index) return null;
        var axes = _code[arg].Axes.Union(_code[index].Axes).Where(a => !over.Contains(a)).Append(on).ToEquatable();
        return new Scatter(arg, index, on, over, axes);
    }

    private Instr? TopK(int arg, int count, Axis over, Axis to, ValueType type)
    {
        if (_damaged || !_code[arg].Axes.Contains(over)) return null;
        return new TopK(arg, count, over, to, type, _code[arg].Axes.Where(a => a != over).Append(to).ToEquatable());
    }

    private Instr? SingularValues(int arg, Axis rows, Axis columns)
    {
        if (_damaged) return null;
        return new SingularValues(arg, rows, columns, _code[arg].Axes.Where(a => a != rows && a != columns).Append(columns).ToEquatable());
    }

    private Instr? SingularValuesGradient(int arg, int upstream, Axis rows, Axis columns)
    {
        if (_damaged) return null;
        var batch = _code[arg].Axes.Union(_code[upstream].Axes).Where(a => a != rows && a != columns);
        return new SingularValuesGradient(arg, upstream, rows, columns, batch.Append(rows).Append(columns).ToEquatable());
    }

    private Instr? Choose(int parameter, EquatableArray<long> values, EquatableArray<int> arms)
    {
        if (_damaged || parameter < 0 || parameter >= _parameters.Count || arms.Count != values.Count + 1) return null;
        if (_parameters[parameter].Kind is not (ParameterKind.Bool or ParameterKind.Enum)) return null;
        var type = _code[arms[0]].Type;
        return arms.All(a => _code[a].Type == type) ? new Choose(parameter, values, arms, type, Union(arms)) : null;
    }

    private EquatableArray<Axis> Union(EquatableArray<int> ids)
    {
        if (ids.Count == 1) return _code[ids[0]].Axes;
        IEnumerable<Axis> union = [];
        foreach (int id in ids) union = union.Union(_code[id].Axes);
        return union.ToEquatable();
    }

    // ---- parts of items; what can't be read marks the text as damaged and gives something harmless

    private IEnumerable<string[]> Items(string field, int parts, int most = 0)
    {
        if (field == "") yield break;
        foreach (string item in field.Split(';'))
        {
            string[] split = item.Split(' ');
            if (split.Length == parts || split.Length == most) yield return split;
            else _damaged = true;
        }
    }

    private string Damaged()
    {
        _damaged = true;
        return "";
    }

    private string Name(string text) => TemplateIrText.Unescape(text) ?? Damaged();

    private string? Optional(string text) => text == "-" ? null : Name(text);

    private Axis Axis(string text) => Ir.Axis.Parse(Name(text));

    private int Number(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int n) ? n : Damaged().Length;

    private long Long(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long n) ? n : Damaged().Length;

    /// <summary>An operand: an instruction that stands before.</summary>
    private int Id(string text)
    {
        int id = Number(text);
        return id >= 0 && id < _code.Count ? id : Damaged().Length;
    }

    private EquatableArray<int> Ids(string text) => Split(text).Select(Id).ToEquatable();

    private EquatableArray<long> Longs(string text) => Split(text).Select(Long).ToEquatable();

    private EquatableArray<Axis> Axes(string text) => Split(text).Select(Axis).ToEquatable();

    private EquatableArray<string> Names(string text) => Split(text).Select(Name).ToEquatable();

    private static IEnumerable<string> Split(string text) => text == "-" ? [] : text.Split(',');
}
