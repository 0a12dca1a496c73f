using System.Globalization;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Ops;
using TensorDsl.Generators.Schedule;
using ValueType = TensorDsl.Generators.Ir.ValueType;

namespace TensorDsl.Generators.Emit.Hlsl;

/// <summary>
/// Prints values where they are first needed: each as a variable of the outermost block that knows its axes. Loads are statements of their own,
/// because compilers evaluate both sides of a condition.
/// </summary>
/// <param name="isLoaded">The value lies in memory although an instruction could compute it.</param>
/// <param name="resolve">The text of a value that the kernel holds in a way of its own (a tile, a row buffer), or null.</param>
internal sealed class HlslValues(HlslNames names, HlslBuilder kernel, Func<int, bool> isLoaded, Func<HlslScope, int, string?> resolve)
{
    private Plan Plan => names.Plan;

    private IrBuilder Code => Plan.Code;

    /// <summary>The variable, or the literal, that holds a value in a block.</summary>
    public string Value(HlslScope scope, int x)
    {
        if (Code[x] is Constant c) return Literal(c.Text);
        if (Code[x] is MaskConstant m) return m.Value ? "true" : "false";
        for (HlslScope? s = scope; s is not null; s = s.Parent) if (s.Known.TryGetValue(x, out string? known)) return known;
        var home = scope.Home(Code.AxesOf(x));
        string name = Text(home, x);
        home.Known[x] = name;
        return name;
    }

    private string Text(HlslScope home, int x)
    {
        if (resolve(home, x) is { } own) return Define(home, x, Type(x), own);
        if (isLoaded(x)) return Load(home, x);
        switch (Code[x])
        {
            case Map { Op: "StopGradient" } m: return Value(home, m.Args[0]);
            case Map m: return Define(home, x, Type(x), string.Format(CultureInfo.InvariantCulture, ScalarOps.Get(m.Op).Hlsl, m.Args.Select(a => (object)Value(home, a)).ToArray()));
            case Extent e: return Define(home, x, "float", $"(float){Extent(e.Dim)}");
            case Position p: return Define(home, x, "int", $"(int){Index(home, p.Axis)}");
            case Input { Axes.Count: 0 } i when names.IsNumber(i.Parameter): return Number(i.Parameter);
            default: return Load(home, x);
        }
    }

    /// <summary>A parameter that is a number of the dispatch.</summary>
    private string Number(int parameter)
    {
        string name = names.Parameter(parameter);
        return Plan.Function.Parameters[parameter].Kind == ParameterKind.Int
            ? kernel.Constant("k_" + name, "int", $"unchecked((uint){name})")
            : kernel.Constant("k_" + name, "float", $"Bits({name})");
    }

    private string Define(HlslScope home, int x, string type, string text)
    {
        string name = kernel.Locals.Take("v_" + HlslNames.Plain(ValueNames.Name(Plan, x)));
        home.Lines.Add($"{type} {name} = {text};");
        return name;
    }

    private string Type(int x) => Code[x].Type switch
    {
        ValueType.Mask => "bool",
        ValueType.Index => "int",
        _ => names.Real,
    };

    // ---- memory

    private string Load(HlslScope home, int x)
    {
        int id = Plan.Aliases.TryGetValue(x, out int alias) && isLoaded(x) ? alias : x;
        var place = MemoryPlace.Of(Plan, id);
        string buffer = Buffer(place, Code[id].Type, isWritten: false);
        if (place.Gather is not { } gather) return Define(home, x, Type(x), Read(Code[id].Type, $"{buffer}[{Offset(home, place)}]"));
        string at = Value(home, gather.Index);
        string offset = Offset(home, place), stride = Extents(place.StrideOf(place.GatheredAt));
        string element = stride == "1" ? $"(uint){at}" : $"(uint){at} * {Addressing.Parenthesized(stride)}";
        if (offset != "0") element = $"{offset} + {element}";
        // A position out of range has no elements: nothing is read.
        string name = kernel.Locals.Take("v_" + HlslNames.Plain(ValueNames.Name(Plan, x)));
        home.Lines.Add($"{Type(x)} {name} = {(Code[id].Type == ValueType.Mask ? "false" : Code[id].Type == ValueType.Index ? "0" : "0.0")};");
        home.Lines.Add($"if ((uint){at} < {Extent(place.Layout[place.GatheredAt].Dim)}) {{ {name} = {Read(Code[id].Type, $"{buffer}[{element}]")}; }}");
        return name;
    }

    private static string Read(ValueType type, string element) => type == ValueType.Mask ? $"{element} != 0u" : element;

    /// <summary>The element of a stored value that the loops stand at.</summary>
    public string Element(HlslScope scope, Stored buffer)
    {
        var place = MemoryPlace.Of(buffer);
        return $"{Buffer(place, Code[buffer.Value].Type, isWritten: true)}[{Offset(scope, place)}]";
    }

    /// <summary>A statement that writes a value, under a condition that no thread loads anything for.</summary>
    public string Store(HlslScope scope, Stored buffer, int root, string condition)
    {
        string value = Value(scope, root), element = Element(scope, buffer);
        string text = $"{element} = {(Code[root].Type == ValueType.Mask ? $"{value} ? 1u : 0u" : value)};";
        if (names.IsOptional(buffer)) condition = (condition.Length > 0 ? condition + " && " : "") + $"{Wanted(buffer)} != 0u";
        return condition.Length > 0 ? $"if ({condition}) {{ {text} }}" : text;
    }

    /// <summary>The constant that says whether an optional result was asked for.</summary>
    private string Wanted(Stored buffer)
    {
        string name = names.Buffer(buffer);
        return kernel.Constant("k_has_" + name, "uint", $"{name} is null ? 0u : 1u");
    }

    public string Buffer(MemoryPlace place, ValueType type, bool isWritten)
    {
        string host = place.Buffer is null ? names.Parameter(place.Parameter) : names.Host(place.Buffer);
        string name = place.Buffer is null ? host : names.Shared(place.Buffer)?.Name ?? names.Buffer(place.Buffer);
        return kernel.Buffer("b_" + name, type switch { ValueType.Mask => "uint", ValueType.Index => "int", _ => "float" }, isWritten, host);
    }

    /// <summary>Σ position · stride over a place's axes; axes that one variable walks are one term.</summary>
    private string Offset(HlslScope scope, MemoryPlace place)
    {
        var terms = new List<string>();
        if (place.Buffer is { } stored && names.Shared(stored) is { Index: > 0 } shared)
            terms.Add(place.Layout.Count == 0 ? $"{shared.Index}" : $"{shared.Index}u * {Extents(place.Layout)}");
        for (int i = 0; i < place.Layout.Count;)
        {
            if (i == place.GatheredAt) { i++; continue; }
            int length = 1;
            string index = "";
            for (HlslScope? s = scope; s is not null; s = s.Parent)
                if (s.Axes.Count > 0 && Matches(place, i, s.Axes))
                {
                    (length, index) = (s.Axes.Count, s.Flat);
                    break;
                }
            if (index.Length == 0) index = Index(scope, place.Seen[i]);
            string stride = Extents(place.StrideOf(i + length - 1));
            terms.Add(stride == "1" ? index : $"{index} * {Addressing.Parenthesized(stride)}");
            i += length;
        }
        return terms.Count == 0 ? "0" : string.Join(" + ", terms);
    }

    private static bool Matches(MemoryPlace place, int at, IReadOnlyList<Axis> axes)
    {
        if (at + axes.Count > place.Layout.Count) return false;
        for (int k = 0; k < axes.Count; k++) if (place.Seen[at + k] != axes[k] || at + k == place.GatheredAt) return false;
        return true;
    }

    // ---- positions and extents

    public string Index(HlslScope scope, Axis axis) => scope.Index(axis, names, kernel, Extents);

    /// <summary>The position along axes taken as one.</summary>
    public string Flat(HlslScope scope, IReadOnlyList<Axis> axes)
    {
        for (HlslScope? s = scope; s is not null; s = s.Parent) if (s.Axes.Count > 0 && s.Axes.SequenceEqual(axes)) return s.Flat;
        string text = "";
        foreach (var axis in axes) text = text.Length == 0 ? Index(scope, axis) : $"({text}) * {Extent(axis.Dim)} + {Index(scope, axis)}";
        return text.Length == 0 ? "0" : text;
    }

    public string Extent(string dim) => kernel.Constant("k_" + names.Extent(dim), "uint", $"(uint){names.Extent(dim)}");

    public string Extents(IEnumerable<Axis> axes)
    {
        string product = string.Join(" * ", axes.Select(a => Extent(a.Dim)));
        return product.Length == 0 ? "1" : product;
    }

    // ---- literals

    /// <summary>A constant as the float next to it; what is no normal number is given by its bits.</summary>
    public static string Literal(string text)
    {
        double exact = text switch
        {
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            "nan" => double.NaN,
            _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        };
        float value = (float)exact;
        if (float.IsNaN(value) || float.IsInfinity(value) || value != 0 && Math.Abs(value) < 1.17549435e-38f)
            return $"asfloat(0x{BitConverter.ToUInt32(BitConverter.GetBytes(value), 0).ToString("X8", CultureInfo.InvariantCulture)}u)";
        string digits = value.ToString("R", CultureInfo.InvariantCulture);
        if (digits.IndexOfAny(['.', 'E', 'e']) < 0) digits += ".0";
        return value < 0 ? $"({digits})" : digits;
    }
}
