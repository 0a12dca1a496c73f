using System.Globalization;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Schedule;

namespace TensorDsl.Generators.Emit;

/// <summary>
/// Prints the public methods of a template, each a thin forward, and what they forward to: shape checks, pinning, and the choice of the
/// kernel by bool and enum arguments.
/// </summary>
internal sealed class ApiEmitter(Template template, CodeWriter writer, string className)
{
    private const string Ns = "global::TensorDsl.";
    private const string Element = "T";

    private Function Function => template.Function;

    internal static bool IsHyper(Parameter p) => p.Kind is ParameterKind.Float or ParameterKind.Int or ParameterKind.Bool or ParameterKind.Enum;

    internal static bool IsTensor(Parameter p) => p.Kind is ParameterKind.Tensor or ParameterKind.Mask or ParameterKind.Labels;

    // ---- types and parameters as text

    internal static string DimType(Axis axis)
    {
        string name = axis.Dim;
        for (int i = 0; i < axis.Copy; i++) name = $"{Ns}Prime<{name}>";
        return name;
    }

    private static string TensorType(string element, IEnumerable<Axis> axes) => $"{Ns}Tensor<{string.Join(", ", new[] { element }.Concat(axes.Select(DimType)))}>";

    private static string Type(Parameter p, string element) => p.Kind switch
    {
        // A learnable scalar is a tensor of rank 0: an optimizer updates it like any other, and no float hyper-parameter is mistaken for it.
        ParameterKind.Tensor or ParameterKind.Scalar => TensorType(element, p.Axes),
        ParameterKind.Mask => TensorType("bool", p.Axes),
        ParameterKind.Labels => TensorType($"{Ns}Index<{DimType(p.Class!.Value)}>", p.Axes),
        ParameterKind.Int => "int",
        ParameterKind.Bool => "bool",
        ParameterKind.Enum => p.EnumType!,
        _ => element,
    };

    internal static string Default(Parameter p, string element) => p.Default is null ? "" : " = " + (p.Kind == ParameterKind.Float ? Literal(p.Default, element) : p.Default);

    private static string Literal(string text, string element)
    {
        string digits = text.TrimEnd('f', 'F', 'd', 'D');
        return char.IsLetter(digits.TrimStart('-')[0]) ? text.Replace("float.", element + ".").Replace("double.", element + ".") : element == "float" ? digits + "f" : digits.Contains('.') || digits.Contains('e') || digits.Contains('E') ? digits : digits + "d";
    }

    internal static string Id(string name) => NameScope.Escape(name);

    private string Parameters(IEnumerable<Parameter> parameters, string element, bool defaults = true)
        => string.Join(", ", parameters.Select(p => $"{Type(p, element)} {Id(p.Name)}{(defaults ? Default(p, element) : "")}"));

    private string Generic => Function.TypeParameters.Count == 0 ? "" : $"<{string.Join(", ", Function.TypeParameters)}>";

    // ---- public methods

    public void Methods(Entry entry)
    {
        string[] elements = ["float", "double"];
        foreach (string element in elements)
        {
            if (element == "double") writer.Line();
            switch (entry.Kind)
            {
                case EntryKind.Value: Value(entry, element); break;
                case EntryKind.Gradient: Gradient(entry, element); break;
                default: Backward(entry, element); break;
            }
        }
    }

    private void Head(Entry entry, string element)
    {
        writer.Lines(template.Documentation);
        writer.Line($"[{Ns}GeneratedFromTemplate({TemplateEmitter.Literal(template.Key)})]");
        if (element == "float" && entry.Kernels.Count > 0) writer.Line($"[{Ns}Explanation({TemplateEmitter.Literal(Explanation(entry))})]");
    }

    private static string Explanation(Entry entry)
        => string.Join("\n", entry.Kernels.Select(k => $"{(entry.Kernels.Count > 1 ? k.Name + "\n" : "")}{IrPrinter.Print(k.Plan.Function)}\n{PlanPrinter.Print(k.Plan)}"));

    private bool Throws(Entry entry)
    {
        if (entry.Kernels.Count > 0) return false;
        writer.Line($"=> throw new global::System.InvalidOperationException({TemplateEmitter.Literal($"the template '{template.Name}' has errors")});");
        return true;
    }

    private IReadOnlyList<Result> Results => Function.Results.ToList();

    private string ResultName(int i) => Results.Count == 1 ? "destination" : $"destination{(Results[i].Name is { } name ? NameScope.Pascal(name) : (i + 1).ToString(CultureInfo.InvariantCulture))}";

    private void Value(Entry entry, string element)
    {
        var results = entry.Template.Results.Count > 0 ? entry.Template.Results.ToList() : Results;
        string self = template.IsExtension ? "this " : "";
        string Return(Result r) => r.Axes.Count == 0 ? element : TensorType(element, r.Axes);
        string type = results.Count == 1 ? Return(results[0]) : $"({string.Join(", ", results.Select(r => $"{Return(r)}{(r.Name is null ? "" : " " + r.Name)}"))})";
        if (results.Count == 0) type = template.Kind == TemplateKind.Loss ? element : $"{Ns}TensorBase";
        Head(entry, element);
        writer.Line($"{template.Accessibility} static {type} {Id(template.Name)}{Generic}({self}{Parameters(Function.Parameters, element)})");
        if (Throws(entry)) return;
        using (writer.Braces())
        {
            NullChecks(Function.Parameters.Where(p => !IsHyper(p)).Select(p => p.Name));
            for (int i = 0; i < results.Count; i++)
            {
                var r = results[i];
                writer.Line(r.Axes.Count == 0 ? $"var {Out(i)} = new {Ns}Tensor<{element}>(new {element}[1]);"
                    : $"var {Out(i)} = {Ns}Tensors.Zeros<{string.Join(", ", new[] { element }.Concat(r.Axes.Select(DimType)))}>({string.Join(", ", r.Axes.Select(SizeText))});");
            }
            writer.Line($"{Call(entry, element, results.Select((_, i) => Out(i)))};");
            var values = results.Select((r, i) => r.Axes.Count == 0 ? $"{Out(i)}.Span[0]" : Out(i)).ToList();
            writer.Line($"return {(values.Count == 1 ? values[0] : $"({string.Join(", ", values)})")};");
        }
        if (results.All(r => r.Axes.Count == 0)) return;

        writer.Line();
        Head(entry, "");
        var destinations = results.Select((r, i) => $"{TensorType(element, r.Axes)} {Id(ResultName(i))}");
        writer.Line($"{template.Accessibility} static void {template.Name}Into{Generic}({string.Join(", ", Signature(element, destinations, ""))})");
        using (writer.Braces())
        {
            NullChecks(results.Select((_, i) => ResultName(i)));
            writer.Line($"{Call(entry, element, results.Select((_, i) => Id(ResultName(i))))};");
        }
    }

    private static string Out(int i) => i == 0 ? "result" : $"result{i + 1}";

    private void NullChecks(IEnumerable<string> names)
    {
        foreach (string name in names) writer.Line($"global::System.ArgumentNullException.ThrowIfNull({Id(name)});");
    }

    /// <summary>Where the size of an axis comes from: the first parameter that has it.</summary>
    private string SizeText(Axis axis)
    {
        foreach (var p in Function.Parameters.Where(IsTensor))
            for (int k = 0; k < p.Axes.Count; k++)
                if (p.Axes[k].Dim == axis.Dim) return $"{Id(p.Name)}.Size({k.ToString(CultureInfo.InvariantCulture)})";
        return "0";
    }

    /// <summary>Required parameters, destinations, then parameters with defaults.</summary>
    private IEnumerable<string> Signature(string element, IEnumerable<string> destinations, string last)
    {
        foreach (var p in Function.Parameters.Where(p => p.Default is null)) yield return $"{Type(p, element)} {Id(p.Name)}";
        foreach (string d in destinations) yield return d;
        foreach (var p in Function.Parameters.Where(p => p.Default is not null)) yield return $"{Type(p, element)} {Id(p.Name)}{Default(p, element)}";
        if (last.Length > 0) yield return last;
    }

    private IEnumerable<string> GradientDestinations(Entry entry, string element)
        => entry.Gradients.Select(g => $"{TensorType(element, Function.Parameters[g.Gradient].Axes)}? {g.Name}");

    private void Gradient(Entry entry, string element)
    {
        Head(entry, element);
        writer.Line($"{template.Accessibility} static {element} {template.Name}Gradient{Generic}({string.Join(", ", Signature(element, GradientDestinations(entry, element), $"{element} upstream = 1"))})");
        if (Throws(entry)) return;
        using (writer.Braces())
        {
            writer.Line($"var value = new {Ns}Tensor<{element}>(new {element}[1]);");
            writer.Line($"{Call(entry, element, ["value", .. entry.Gradients.Select(g => g.Name!)])};");
            writer.Line("return value.Span[0];");
        }
    }

    private void Backward(Entry entry, string element)
    {
        Head(entry, element);
        var upstream = Upstream(entry);
        var tensors = upstream.Where(p => p.Axes.Count > 0).Select(p => $"{TensorType(element, p.Axes)} {p.Name}");
        var scalars = upstream.Where(p => p.Axes.Count == 0).Select(p => $"{element} {p.Name} = 1");
        writer.Line($"{template.Accessibility} static void {template.Name}Backward{Generic}({string.Join(", ", Signature(element, tensors.Concat(GradientDestinations(entry, element)), string.Join(", ", scalars)))})");
        if (Throws(entry)) return;
        using (writer.Braces()) writer.Line($"{Call(entry, element, entry.Gradients.Select(g => g.Name!))};");
    }

    private IReadOnlyList<Parameter> Upstream(Entry entry)
        => entry.Kernels.Count > 0 ? entry.Kernels[0].Plan.Function.Parameters.Skip(Function.Parameters.Count).ToList()
            : Function.Results.Select(r => new Parameter(Function.Results.Count == 1 ? "upstream" : "upstream" + NameScope.Pascal(r.Name ?? ""), ParameterKind.Tensor, r.Axes)).ToList();

    private string Call(Entry entry, string element, IEnumerable<string> destinations)
    {
        var arguments = Function.Parameters.Select(p => Id(p.Name))
            .Concat(entry.Kind == EntryKind.Value ? [] : Upstream(entry).Select(p => p.Name))
            .Concat(destinations);
        return $"{className}.{entry.Kind}{CoreGenerics(element)}({string.Join(", ", arguments)})";
    }

    // ---- what the public methods forward to

    /// <summary>Type parameters that the core needs beside the element type: those in the class dims of labels.</summary>
    private IReadOnlyList<string> ClassParameters()
    {
        var all = Function.TypeParameters.Concat(Function.OuterTypeParameters).ToList();
        return Function.Parameters.Where(p => p.Class is not null).Select(p => p.Class!.Value.Dim).Where(all.Contains).Distinct().ToList();
    }

    private string CoreGenerics(string element) => $"<{string.Join(", ", new[] { element }.Concat(ClassParameters()))}>";

    private static string CoreType(Parameter p, string element) => p.Kind switch
    {
        ParameterKind.Tensor or ParameterKind.Scalar => $"{Ns}DenseTensor<{element}>",
        ParameterKind.Mask => $"{Ns}DenseTensor<bool>",
        ParameterKind.Labels => $"{Ns}DenseTensor<{Ns}Index<{DimType(p.Class!.Value)}>>",
        ParameterKind.Int => "int",
        ParameterKind.Bool => "bool",
        ParameterKind.Enum => p.EnumType!,
        _ => element,
    };

    private string DimList(IEnumerable<Axis> axes) => string.Join(", ", axes.Select(a => a.Display));

    private IReadOnlyList<string> Dims() => Function.Parameters.Where(IsTensor).SelectMany(p => p.Axes).Select(a => a.Dim).Distinct().ToList();

    private string SizeName(string dim) => "size" + NameScope.Pascal(new Axis(dim, 0).ShortDim);

    /// <summary>The shape check that all methods of the template share.</summary>
    public void Check(Entry entry)
    {
        var dims = Dims();
        var tensors = Function.Parameters.Where(IsTensor).ToList();
        string parameters = string.Join(", ", tensors.Select(p => $"{Ns}TensorBase {Id(p.Name)}").Concat(dims.Select(d => $"out nint {SizeName(d)}")));
        using (writer.Block($"private static void Check({parameters})"))
        {
            NullChecks(tensors.Select(p => p.Name));
            var first = new Dictionary<string, (Parameter P, int Axis)>();
            foreach (var p in tensors)
                for (int k = 0; k < p.Axes.Count; k++)
                {
                    var axis = p.Axes[k];
                    if (!first.TryGetValue(axis.Dim, out var from))
                    {
                        first[axis.Dim] = (p, k);
                        writer.Line($"{SizeName(axis.Dim)} = {Id(p.Name)}.Size({k});");
                    }
                    else
                        writer.Line($"{Ns}Shapes.Match(\"{template.Name}\", \"{new Axis(axis.Dim, 0).ShortDim}\", {Id(from.P.Name)}, \"{from.P.Name}\", \"{DimList(from.P.Axes)}\", {from.Axis}, {Id(p.Name)}, \"{p.Name}\", \"{DimList(p.Axes)}\", {k});");
                }
            foreach (var rename in entry.Template.Code.Items.OfType<Rename>().Where(r => r.From.Dim != r.To.Dim && dims.Contains(r.From.Dim) && dims.Contains(r.To.Dim)).Select(r => (r.From.Dim, To: r.To.Dim)).Distinct())
                writer.Line($"{Ns}Shapes.SameExtent(\"{template.Name}\", \"{new Axis(rename.Dim, 0).ShortDim}\", (int){SizeName(rename.Dim)}, \"{new Axis(rename.To, 0).ShortDim}\", (int){SizeName(rename.To)});");
        }
    }

    public void Core(Entry entry)
    {
        var upstream = entry.Kind == EntryKind.Value ? [] : Upstream(entry);
        var destinations = new List<(string Name, IReadOnlyList<Axis> Axes, bool Optional, int Result)>();
        if (entry.Kind == EntryKind.Value)
            for (int i = 0; i < entry.Template.Results.Count; i++) destinations.Add((ResultName(i), entry.Template.Results[i].Axes.ToList(), false, i));
        else
        {
            if (entry.Kind == EntryKind.Gradient) destinations.Add(("value", [], false, 0));
            int offset = entry.Kind == EntryKind.Gradient ? 1 : 0;
            for (int i = 0; i < entry.Gradients.Count; i++) destinations.Add((entry.Gradients[i].Name!, Function.Parameters[entry.Gradients[i].Gradient].Axes.ToList(), true, i + offset));
        }

        var all = Function.Parameters.Concat(upstream).ToList();
        string parameters = string.Join(", ", all.Select((p, i) => $"{(i >= Function.Parameters.Count && p.Axes.Count == 0 ? Element : CoreType(p, Element))} {Id(p.Name)}")
            .Concat(destinations.Select(d => $"{Ns}DenseTensor<{Element}>{(d.Optional ? "?" : "")} {Id(d.Name)}")));
        using (writer.Block($"public static void {entry.Kind}{CoreGenerics(Element)}({parameters}) where {Element} : unmanaged"))
        {
            var tensors = all.Where(IsTensor).ToList();
            var dims = Dims();
            writer.Line($"Check({string.Join(", ", Function.Parameters.Where(IsTensor).Select(p => Id(p.Name)).Concat(dims.Select(d => $"out nint {SizeName(d)}")))});");
            NullChecks(Function.Parameters.Where(p => p.Kind == ParameterKind.Scalar).Concat(upstream.Where(IsTensor)).Select(p => p.Name));
            foreach (var p in upstream.Where(IsTensor))
                writer.Line($"{Ns}Shapes.Destination(\"{template.Name}\", {p.Name}, \"{p.Name}\", \"{DimList(p.Axes)}\", [{string.Join(", ", p.Axes.Select(a => $"(int){SizeName(a.Dim)}"))}]);");
            foreach (var p in Function.Parameters.Where(p => p.Kind == ParameterKind.Labels && dims.Contains(p.Class!.Value.Dim)))
                writer.Line($"{Ns}Shapes.Labels(\"{template.Name}\", \"{p.Name}\", {Positions(p)}, (int){SizeName(p.Class!.Value.Dim)}, \"{p.Class!.Value.ShortDim}\"{Ignored(entry.Template, p)});");
            bool inPlace = entry.Kernels.All(k => k.Plan.Passes.Count <= 1 && k.Plan.Passes.All(q => q is FlatPass));
            foreach (var d in destinations.Where(d => d.Axes.Count > 0 || d.Optional))
            {
                if (d.Axes.Count > 0)
                    writer.Line($"{(d.Optional ? $"if ({d.Name} is not null) " : "")}{Ns}Shapes.Destination(\"{template.Name}\", {Id(d.Name)}, \"{d.Name}\", \"{DimList(d.Axes)}\", [{string.Join(", ", d.Axes.Select(a => $"(int){SizeName(a.Dim)}"))}]);");
                foreach (var p in all.Where(p => p.Kind == ParameterKind.Tensor))
                    writer.Line($"{(d.Optional ? $"if ({d.Name} is not null) " : "")}{Ns}Shapes.NoOverlap(\"{template.Name}\", \"{d.Name}\", {Bytes(d.Name)}, \"{p.Name}\", {Bytes(p.Name)}{(inPlace ? ", allowSame: true" : "")});");
            }

            foreach (var p in tensors) writer.Line($"fixed ({PinType(p)}* {p.Name}Pointer = {Id(p.Name)}.Span)");
            foreach (var d in destinations) writer.Line($"fixed ({Element}* {d.Name}Pointer = {(d.Optional ? $"{d.Name} is null ? default : {d.Name}.Span" : $"{Id(d.Name)}.Span")})");
            using (writer.Braces())
            {
                if (entry.Kernels.Count == 1) Launch(entry, entry.Kernels[0], all, destinations);
                else
                {
                    bool first = true;
                    for (int i = 0; i < entry.Kernels.Count; i++)
                    {
                        var kernel = entry.Kernels[i];
                        string condition = string.Join(" && ", kernel.Choice.Select(c => ConditionText(entry, c.Key, c.Value)).Where(t => t.Length > 0));
                        string header = i == entry.Kernels.Count - 1 ? "else" : $"{(first ? "" : "else ")}if ({(condition.Length == 0 ? "true" : condition)})";
                        first = false;
                        using (writer.Block(header)) Launch(entry, kernel, all, destinations);
                    }
                }
            }
        }
    }

    private string ConditionText(Entry entry, int parameter, long value)
    {
        var p = Function.Parameters[parameter];
        if (p.Kind == ParameterKind.Bool) return value == 0 ? $"!{Id(p.Name)}" : Id(p.Name);
        var choice = Passes.Specialize.Choices(entry.Template).First(c => c.Parameter == parameter);
        if (choice.Values.Contains(value)) return $"(long){Id(p.Name)} == {value.ToString(CultureInfo.InvariantCulture)}";
        return string.Join(" && ", choice.Values.Select(v => $"(long){Id(p.Name)} != {v.ToString(CultureInfo.InvariantCulture)}"));
    }

    private static string Positions(Parameter p)
        => $"global::System.Runtime.InteropServices.MemoryMarshal.Cast<{Ns}Index<{DimType(p.Class!.Value)}>, int>({Id(p.Name)}.Span)";

    private static string Bytes(string name) => $"global::System.Runtime.InteropServices.MemoryMarshal.AsBytes({Id(name)}.Span)";

    private static string PinType(Parameter p) => p.Kind switch
    {
        ParameterKind.Mask => "bool",
        ParameterKind.Labels => $"{Ns}Index<{DimType(p.Class!.Value)}>",
        _ => Element,
    };

    /// <summary>The parameter whose value labels may have beside the classes: the one that Kept compares them with.</summary>
    private string Ignored(Function function, Parameter labels)
    {
        int index = function.Parameters.ToList().IndexOf(labels);
        foreach (var map in function.Code.Items.OfType<Map>().Where(m => m.Op == "Kept"))
            if (Source(function, map.Args[0]) == index && function[map.Args[1]] is Input ignored) return $", {Id(function.Parameters[ignored.Parameter].Name)}";
        return "";
    }

    private static int Source(Function function, int x)
    {
        while (function[x] is Rename r) x = r.Arg;
        return function[x] is Input i ? i.Parameter : -1;
    }

    private void Launch(Entry entry, KernelEntry kernel, IReadOnlyList<Parameter> all, IReadOnlyList<(string Name, IReadOnlyList<Axis> Axes, bool Optional, int Result)> destinations)
    {
        var names = kernel.Emitter.Names;
        using (writer.Block($"var frame = new {kernel.Name}.Frame<{Element}>"))
        {
            var f = kernel.Plan.Function;
            for (int i = 0; i < f.Parameters.Count; i++)
            {
                var p = f.Parameters[i];
                if (p.Kind is ParameterKind.Bool or ParameterKind.Enum) continue;
                string value = p.Kind switch
                {
                    ParameterKind.Labels => $"(int*){p.Name}Pointer",
                    ParameterKind.Mask => $"(byte*){p.Name}Pointer",
                    ParameterKind.Tensor => $"{p.Name}Pointer",
                    ParameterKind.Scalar when i < Function.Parameters.Count => $"{Id(p.Name)}.Span[0]",
                    _ => Id(p.Name),
                };
                writer.Line($"{names.Parameter(i)} = {value},");
            }
            var known = Dims();
            foreach (string dim in names.ExtentDims) writer.Line($"{names.Extent(dim)} = {(known.Contains(dim) ? SizeName(dim) : Unbound(entry.Template, dim, known))},");
            foreach (var d in destinations) writer.Line($"{kernel.Emitter.Context.ResultField(d.Result)} = {d.Name}Pointer,");
        }
        writer.Line(";");
        writer.Line($"TensorDslCpu.Kernel.Run<{kernel.Name}, {Element}>(&frame);");
    }

    /// <summary>A dim that no tensor has: one that another was relabelled to, or the classes of labels that are only compared.</summary>
    private string Unbound(Function function, string dim, IReadOnlyList<string> known)
    {
        foreach (var r in function.Code.Items.OfType<Rename>())
            if (r.To.Dim == dim && known.Contains(r.From.Dim)) return SizeName(r.From.Dim);
        return "int.MaxValue";
    }
}
