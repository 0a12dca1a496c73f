using System.Globalization;
using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Emit.Gpu;

/// <summary>
/// Prints the public methods of a template over GPU tensors, which have the names of those over tensors, and what they forward to: shape checks,
/// and the choice of the plan by bool and enum arguments. Nothing is recorded before all checks have passed.
/// </summary>
internal sealed class GpuApiEmitter(Template template, CodeWriter writer, string className)
{
    private const string Ns = "global::TensorDsl.";

    private Function Function => template.Function;

    private IReadOnlyList<Result> Results => Function.Results.ToList();

    // ---- types and parameters as text

    private static string TensorType(string element, IEnumerable<Axis> axes) => $"{Ns}GpuTensor<{string.Join(", ", new[] { element }.Concat(axes.Select(ApiEmitter.DimType)))}>";

    private static string Element(Parameter p) => p.Kind switch
    {
        ParameterKind.Mask => "bool",
        ParameterKind.Labels => $"{Ns}Index<{ApiEmitter.DimType(p.Class!.Value)}>",
        _ => "float",
    };

    private static string Type(Parameter p) => p.Kind switch
    {
        ParameterKind.Int => "int",
        ParameterKind.Bool => "bool",
        ParameterKind.Enum => p.EnumType!,
        ParameterKind.Float => "float",
        _ => TensorType(Element(p), p.Axes),
    };

    private static string Id(string name) => ApiEmitter.Id(name);

    private string Generic => Function.TypeParameters.Count == 0 ? "" : $"<{string.Join(", ", Function.TypeParameters)}>";

    private string ResultName(int i) => Results.Count == 1 ? "destination" : $"destination{(Results[i].Name is { } name ? NameScope.Pascal(name) : (i + 1).ToString(CultureInfo.InvariantCulture))}";

    /// <summary>The tensors and learnable scalars: they lie on the device.</summary>
    private IEnumerable<Parameter> Tensors => Function.Parameters.Where(p => !ApiEmitter.IsHyper(p));

    private IReadOnlyList<Parameter> Upstream(GpuEntry entry)
        => entry.Kind == EntryKind.Value ? [] : entry.Kernels[0].Host.Gpu.Plan.Function.Parameters.Skip(Function.Parameters.Count).ToList();

    // ---- public methods

    public void Methods(GpuEntry entry)
    {
        switch (entry.Kind)
        {
            case EntryKind.Value: Value(entry); break;
            case EntryKind.Gradient: Gradient(entry); break;
            default: Backward(entry); break;
        }
    }

    private void Head()
    {
        writer.Lines(template.Documentation);
        writer.Line($"[{Ns}GeneratedFromTemplate({TemplateEmitter.Literal(template.Key)})]");
    }

    private void Explained(GpuEntry entry) => writer.Line(
        $"[{Attribute}({string.Join(", ", new[] { TemplateEmitter.Literal(entry.Explanation) }.Concat(entry.Kernels.SelectMany(k => k.Host.Kernels).Distinct().OrderBy(n => n).Select(n => n.ToString(CultureInfo.InvariantCulture))))})]");

    /// <summary>The attribute that explains the file's methods.</summary>
    public string Attribute => $"{template.Name}KernelsAttribute";

    private void Value(GpuEntry entry)
    {
        string self = template.IsExtension ? "this " : "";
        var types = Results.Select(r => TensorType("float", r.Axes)).ToList();
        string type = Results.Count == 1 ? types[0] : $"({string.Join(", ", Results.Select((r, i) => $"{types[i]}{(r.Name is null ? "" : " " + r.Name)}"))})";
        Head();
        Explained(entry);
        writer.Line($"{template.Accessibility} static {type} {Id(template.Name)}{Generic}({self}{string.Join(", ", Function.Parameters.Select(p => $"{Type(p)} {Id(p.Name)}{ApiEmitter.Default(p, "float")}"))})");
        using (writer.Braces())
        {
            NullChecks(Tensors.Select(p => p.Name));
            for (int i = 0; i < Results.Count; i++) writer.Line($"var {Out(i)} = {New(Results[i].Axes)};");
            writer.Line($"{Call(entry, Results.Select((_, i) => Out(i)))};");
            writer.Line($"return {(Results.Count == 1 ? Out(0) : $"({string.Join(", ", Results.Select((_, i) => Out(i)))})")};");
        }

        writer.Line();
        Head();
        writer.Line($"{template.Accessibility} static void {template.Name}Into{Generic}({string.Join(", ", Signature(Results.Select((r, i) => $"{types[i]} {Id(ResultName(i))}"), ""))})");
        using (writer.Braces())
        {
            NullChecks(Results.Select((_, i) => ResultName(i)));
            writer.Line($"{Call(entry, Results.Select((_, i) => Id(ResultName(i))))};");
        }
    }

    private string New(IEnumerable<Axis> axes)
        => $"new {TensorType("float", axes)}({string.Join(", ", new[] { $"{Id(Tensors.First().Name)}.Device" }.Concat(axes.Select(SizeText)))})";

    private static string Out(int i) => i == 0 ? "result" : $"result{i + 1}";

    private void NullChecks(IEnumerable<string> names)
    {
        foreach (string name in names) writer.Line($"global::System.ArgumentNullException.ThrowIfNull({Id(name)});");
    }

    /// <summary>Where the size of an axis comes from: the first parameter that has it.</summary>
    private string SizeText(Axis axis)
    {
        foreach (var p in Function.Parameters.Where(ApiEmitter.IsTensor))
            for (int k = 0; k < p.Axes.Count; k++)
                if (p.Axes[k].Dim == axis.Dim) return $"{Id(p.Name)}.Size({k.ToString(CultureInfo.InvariantCulture)})";
        return "0";
    }

    /// <summary>Required parameters, destinations, then parameters with defaults.</summary>
    private IEnumerable<string> Signature(IEnumerable<string> destinations, string last)
    {
        foreach (var p in Function.Parameters.Where(p => p.Default is null)) yield return $"{Type(p)} {Id(p.Name)}";
        foreach (string d in destinations) yield return d;
        foreach (var p in Function.Parameters.Where(p => p.Default is not null)) yield return $"{Type(p)} {Id(p.Name)}{ApiEmitter.Default(p, "float")}";
        if (last.Length > 0) yield return last;
    }

    private IEnumerable<string> GradientDestinations(GpuEntry entry)
        => entry.Gradients.Select(g => $"{TensorType("float", Function.Parameters[g.Gradient].Axes)}? {g.Name}");

    private void Gradient(GpuEntry entry)
    {
        Head();
        Explained(entry);
        writer.Line($"{template.Accessibility} static {Ns}GpuTensor<float> {template.Name}Gradient{Generic}({string.Join(", ", Signature(GradientDestinations(entry), "float upstream = 1"))})");
        using (writer.Braces())
        {
            NullChecks(Tensors.Select(p => p.Name));
            writer.Line($"var value = {New([])};");
            writer.Line($"{Call(entry, ["value", .. entry.Gradients.Select(g => g.Name!)])};");
            writer.Line("return value;");
        }
    }

    private void Backward(GpuEntry entry)
    {
        Head();
        Explained(entry);
        var upstream = Upstream(entry);
        var tensors = upstream.Where(p => p.Axes.Count > 0).Select(p => $"{TensorType("float", p.Axes)} {p.Name}");
        var scalars = upstream.Where(p => p.Axes.Count == 0).Select(p => $"float {p.Name} = 1");
        writer.Line($"{template.Accessibility} static void {template.Name}Backward{Generic}({string.Join(", ", Signature(tensors.Concat(GradientDestinations(entry)), string.Join(", ", scalars)))})");
        using (writer.Braces()) writer.Line($"{Call(entry, entry.Gradients.Select(g => g.Name!))};");
    }

    private string Call(GpuEntry entry, IEnumerable<string> destinations)
        => $"{className}.{entry.Kind}Gpu{CoreGenerics()}({string.Join(", ", Function.Parameters.Select(p => Id(p.Name)).Concat(Upstream(entry).Select(p => p.Name)).Concat(destinations))})";

    // ---- what the public methods forward to

    /// <summary>Type parameters in the class dims of labels.</summary>
    private string CoreGenerics()
    {
        var all = Function.TypeParameters.Concat(Function.OuterTypeParameters).ToList();
        var used = Function.Parameters.Where(p => p.Class is not null).Select(p => p.Class!.Value.Dim).Where(all.Contains).Distinct().ToList();
        return used.Count == 0 ? "" : $"<{string.Join(", ", used)}>";
    }

    private static string DimList(IEnumerable<Axis> axes) => string.Join(", ", axes.Select(a => a.Display));

    private IReadOnlyList<string> Dims() => Function.Parameters.Where(ApiEmitter.IsTensor).SelectMany(p => p.Axes).Select(a => a.Dim).Distinct().ToList();

    private static string SizeName(string dim) => "size" + NameScope.Pascal(new Axis(dim, 0).ShortDim);

    public void Core(GpuEntry entry)
    {
        var upstream = Upstream(entry);
        var destinations = Destinations(entry);
        string parameters = string.Join(", ",
            Function.Parameters.Select(p => ApiEmitter.IsHyper(p) ? $"{Type(p)} {Id(p.Name)}" : $"{Ns}GpuTensorBase<{Element(p)}> {Id(p.Name)}")
                .Concat(upstream.Select(p => p.Axes.Count == 0 ? $"float {p.Name}" : $"{Ns}GpuTensorBase<float> {p.Name}"))
                .Concat(destinations.Select(d => $"{Ns}GpuTensorBase<float>{(d.Optional ? "?" : "")} {Id(d.Name)}")));
        using (writer.Block($"public static void {entry.Kind}Gpu{CoreGenerics()}({parameters})"))
        {
            Checks(upstream.Where(p => p.Axes.Count > 0).ToList(), destinations);
            for (int i = 0; i < entry.Kernels.Count; i++)
            {
                string condition = string.Join(" && ", entry.Kernels[i].Choice.Select(c => Condition(entry, c.Key, c.Value)));
                string header = entry.Kernels.Count == 1 ? "" : i == entry.Kernels.Count - 1 ? "else " : $"{(i == 0 ? "" : "else ")}if ({condition}) ";
                writer.Line(header + Launch(entry, entry.Kernels[i].Host, upstream, destinations));
            }
        }
    }

    private List<(string Name, IReadOnlyList<Axis> Axes, bool Optional, int Result)> Destinations(GpuEntry entry)
    {
        var list = new List<(string, IReadOnlyList<Axis>, bool, int)>();
        if (entry.Kind == EntryKind.Value)
        {
            for (int i = 0; i < Results.Count; i++) list.Add((ResultName(i), Results[i].Axes.ToList(), false, i));
            return list;
        }
        int offset = entry.Kind == EntryKind.Gradient ? 1 : 0;
        if (offset == 1) list.Add(("value", [], false, 0));
        for (int i = 0; i < entry.Gradients.Count; i++)
            list.Add((entry.Gradients[i].Name!, Function.Parameters[entry.Gradients[i].Gradient].Axes.ToList(), true, i + offset));
        return list;
    }

    private void Checks(IReadOnlyList<Parameter> upstream, List<(string Name, IReadOnlyList<Axis> Axes, bool Optional, int Result)> destinations)
    {
        writer.Line($"Check({string.Join(", ", Function.Parameters.Where(ApiEmitter.IsTensor).Select(p => Id(p.Name)).Concat(Dims().Select(d => $"out nint {SizeName(d)}")))});");
        NullChecks(Function.Parameters.Where(p => p.Kind == ParameterKind.Scalar).Concat(upstream).Select(p => p.Name));
        var first = Tensors.First();
        foreach (var p in Tensors.Skip(1).Concat(upstream))
            writer.Line($"{Ns}Shapes.SameDevice(\"{template.Name}\", {Id(first.Name)}, \"{first.Name}\", {Id(p.Name)}, \"{p.Name}\");");
        foreach (var p in upstream) writer.Line(Size(p.Name, p.Axes));
        for (int i = 0; i < destinations.Count; i++)
        {
            var d = destinations[i];
            // A value that the public method has made is right by construction.
            if (!d.Optional && d.Name == "value") continue;
            string condition = d.Optional ? $"if ({d.Name} is not null) " : "";
            if (d.Axes.Count > 0) writer.Line(condition + Size(d.Name, d.Axes));
            writer.Line($"{condition}{Ns}Shapes.SameDevice(\"{template.Name}\", {Id(first.Name)}, \"{first.Name}\", {Id(d.Name)}, \"{d.Name}\");");
            foreach (string other in Tensors.Select(p => p.Name).Concat(upstream.Select(p => p.Name)))
                writer.Line($"{condition}{Ns}Shapes.NoOverlap(\"{template.Name}\", {Id(d.Name)}, \"{d.Name}\", {Id(other)}, \"{other}\");");
            foreach (var other in destinations.Take(i).Where(o => o.Name != "value"))
                writer.Line($"if ({d.Name} is not null && {other.Name} is not null) {Ns}Shapes.NoOverlap(\"{template.Name}\", {Id(d.Name)}, \"{d.Name}\", {Id(other.Name)}, \"{other.Name}\");");
        }

        string Size(string name, IEnumerable<Axis> axes)
            => $"{Ns}Shapes.Destination(\"{template.Name}\", {Id(name)}, \"{name}\", \"{DimList(axes)}\", [{string.Join(", ", axes.Select(a => $"(int){SizeName(a.Dim)}"))}]);";
    }

    private string Condition(GpuEntry entry, int parameter, long value)
    {
        var p = Function.Parameters[parameter];
        if (p.Kind == ParameterKind.Bool) return value == 0 ? $"!{Id(p.Name)}" : Id(p.Name);
        var choice = Passes.Specialize.Choices(entry.Template).First(c => c.Parameter == parameter);
        if (choice.Values.Contains(value)) return $"(long){Id(p.Name)} == {value.ToString(CultureInfo.InvariantCulture)}";
        return string.Join(" && ", choice.Values.Select(v => $"(long){Id(p.Name)} != {v.ToString(CultureInfo.InvariantCulture)}"));
    }

    private string Launch(GpuEntry entry, GpuHostEmitter host, IReadOnlyList<Parameter> upstream, List<(string Name, IReadOnlyList<Axis> Axes, bool Optional, int Result)> destinations)
    {
        var arguments = new List<string> { $"{Id(Tensors.First().Name)}.Device" };
        var f = host.Gpu.Plan.Function;
        for (int i = 0; i < f.Parameters.Count; i++)
        {
            var p = f.Parameters[i];
            if (p.Kind is ParameterKind.Bool or ParameterKind.Enum) continue;
            arguments.Add(host.Names.IsNumber(i) ? Id(p.Name) : $"{Id(p.Name)}.Buffer");
        }
        var known = Dims();
        arguments.AddRange(host.Names.Dims.Select(d => known.Contains(d) ? SizeName(d) : Unbound(entry.Template, d, known)));
        arguments.AddRange(host.Results.Select(r => destinations.First(d => d.Result == r.Result)).Select(d => d.Optional ? $"{d.Name}?.Buffer" : $"{Id(d.Name)}.Buffer"));
        return $"{host.Name}({string.Join(", ", arguments)});";
    }

    /// <summary>A dim that no tensor has: one that another was relabelled to, or the classes of labels that are only compared.</summary>
    private static string Unbound(Function function, string dim, IReadOnlyList<string> known)
    {
        foreach (var r in function.Code.Items.OfType<Rename>())
            if (r.To.Dim == dim && known.Contains(r.From.Dim)) return SizeName(r.From.Dim);
        return "int.MaxValue";
    }
}

/// <summary>What one family of public methods records: one plan for each case of the template's branches.</summary>
internal sealed record GpuEntry(
    EntryKind Kind, Function Template, IReadOnlyList<Result> Gradients, IReadOnlyList<(IReadOnlyDictionary<int, long> Choice, GpuHostEmitter Host)> Kernels, string Explanation);
