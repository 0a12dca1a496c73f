using System.Globalization;
using TensorDsl.Generators.Ir;
using static TensorDsl.Generators.Emit.CSharpText;

namespace TensorDsl.Generators.Emit.Gpu;

/// <summary>
/// Prints the public methods of a template over GPU tensors, which have the names of those over tensors, and what they forward to: shape checks,
/// and the choice of the plan by bool and enum arguments. Nothing is recorded before all checks have passed.
/// </summary>
internal sealed class GpuApiEmitter(GpuEntry entry, CodeWriter writer, string className)
{
    private MethodForm Form => entry.Form;

    private Template Template => Form.Template;

    private string Name => String(Template.Name);

    private string Generic => Template.Function.TypeParameters.Count == 0 ? "" : $"<{string.Join(", ", Template.Function.TypeParameters)}>";

    /// <summary>The tensor whose device everything runs on.</summary>
    private Slot First => Form.Parameters.First(p => p.IsView);

    // ---- types as text

    private static string Element(Slot slot) => slot.Kind switch
    {
        ParameterKind.Mask => "bool",
        ParameterKind.Labels => Element(slot.Class),
        _ => "float",
    };

    private static string Element(Axis? labelClass) => labelClass is { } c ? $"{Ns}Index<{Dim(c)}>" : "float";

    private static string GpuTensor(string element, IEnumerable<Axis> axes) => $"{Ns}GpuTensor<{string.Join(", ", new[] { element }.Concat(axes.Select(Dim)))}>";

    private static string Type(Slot slot) => slot.IsView ? GpuTensor(Element(slot), slot.Axes) + (slot.Role == SlotRole.Gradient ? "?" : "") : Plain(slot, "float");

    // ---- public methods

    public void Methods()
    {
        switch (entry.Kind)
        {
            case EntryKind.Value: Value(); break;
            case EntryKind.Gradient: Gradient(); break;
            default:
                Head("void", Form.MethodName, Form.Public(withDestinations: true));
                using (writer.Braces()) Call(d => d.Id);
                break;
        }
    }

    private void Head(string type, string name, IEnumerable<Slot> parameters)
    {
        writer.Lines(Template.Documentation);
        writer.Line($"[{Ns}GeneratedFromTemplate({String(Template.Key)})]");
        if (name == Form.MethodName)
        {
            var kernels = entry.Kernels.SelectMany(k => k.Host.Kernels).Distinct().OrderBy(n => n).Select(n => n.ToString(CultureInfo.InvariantCulture));
            writer.Line($"[{Attribute(Template)}({string.Join(", ", new[] { String(entry.Explanation) }.Concat(kernels))})]");
        }
        string self = Template.IsExtension && name == Template.Name ? "this " : "";
        writer.Line($"{Template.Accessibility} static {type} {NameScope.Escape(name)}{Generic}({self}{string.Join(", ", parameters.Select(p => $"{Type(p)} {p.Id}{Default(p, "float")}"))})");
    }

    /// <summary>The attribute that explains the file's methods.</summary>
    public static string Attribute(Template template) => $"{template.Name}KernelsAttribute";

    private void Value()
    {
        var types = Form.Results.Select(r => GpuTensor(Element(r.Class), r.Axes)).ToList();
        string type = types.Count == 1 ? types[0] : $"({string.Join(", ", Form.Results.Select((r, i) => $"{types[i]}{(r.Name is null ? "" : " " + NameScope.Escape(r.Name))}"))})";
        Head(type, Form.MethodName, Form.Parameters);
        using (writer.Braces())
        {
            NullChecks();
            var locals = Form.Locals();
            var results = Form.Results.Select((r, i) => (r.Axes, r.Class, Name: locals.Take(i == 0 ? "result" : $"result{i + 1}"))).ToList();
            foreach (var (axes, labelClass, name) in results) writer.Line($"var {name} = {New(Element(labelClass), axes)};");
            Call(d => results[d.Index].Name);
            writer.Line($"return {(results.Count == 1 ? results[0].Name : $"({string.Join(", ", results.Select(r => r.Name))})")};");
        }

        // As on the CPU: the names that a template generates do not depend on the target.
        if (Form.IsScalar) return;
        writer.Line();
        Head("void", Template.Name + "Into", Form.Public(withDestinations: true));
        using (writer.Braces()) Call(d => d.Id);
    }

    private void Gradient()
    {
        Head($"{Ns}GpuTensor<float>", Form.MethodName, Form.Public(withDestinations: true));
        using (writer.Braces())
        {
            NullChecks();
            string value = Form.Destinations[0].Name;
            writer.Line($"var {value} = {New("float", [])};");
            Call(d => d.Id);
            writer.Line($"return {value};");
        }
    }

    private string New(string element, IEnumerable<Axis> axes)
        => $"new {GpuTensor(element, axes)}({string.Join(", ", new[] { $"{First.Id}.Device" }.Concat(axes.Select(a => Form.Source(a) is var (slot, k) ? $"{slot.Id}.Size({k})" : "0")))})";

    private void NullChecks()
    {
        foreach (var p in Form.Parameters.Where(p => p.IsView)) writer.Line($"global::System.ArgumentNullException.ThrowIfNull({p.Id});");
    }

    private void Call(Func<Slot, string> destination)
        => writer.Line($"{className}.{entry.Kind}Gpu{CoreGenerics()}({string.Join(", ", Form.Core.Select(s => s.Role is SlotRole.Destination or SlotRole.Gradient ? destination(s) : s.Id))});");

    // ---- what the public methods forward to

    /// <summary>Type parameters in the class dims of labels.</summary>
    private string CoreGenerics()
    {
        var all = Template.Function.TypeParameters.Concat(Template.Function.OuterTypeParameters).ToList();
        var used = Form.Core.Where(p => p.Class is not null).Select(p => p.Class!.Value.Dim).Where(all.Contains).Distinct().ToList();
        return used.Count == 0 ? "" : $"<{string.Join(", ", used)}>";
    }

    public void Core()
    {
        var locals = Form.Locals();
        var sizes = Form.Parameters.Where(p => p.IsShaped).SelectMany(p => p.Axes).Select(a => a.Dim).Distinct()
            .ToDictionary(d => d, d => locals.Take("size" + NameScope.Pascal(new Axis(d, 0).Identifier)));
        string parameters = string.Join(", ", Form.Core.Select(s => $"{(s.IsView ? $"{Ns}GpuTensorBase<{Element(s)}>{(s.Role == SlotRole.Gradient ? "?" : "")}" : Plain(s, "float"))} {s.Id}"));
        using (writer.Block($"public static void {entry.Kind}Gpu{CoreGenerics()}({parameters})"))
        {
            Checks(sizes);
            for (int i = 0; i < entry.Kernels.Count; i++)
            {
                string header = entry.Kernels.Count == 1 ? "" : Form.Case(i) + " ";
                writer.Line(header + Launch(entry.Kernels[i].Host, sizes));
            }
        }
    }

    private void Checks(Dictionary<string, string> sizes)
    {
        var required = Form.Core.Where(s => s.IsView && s.Role != SlotRole.Gradient).ToList();
        foreach (var s in required) writer.Line($"global::System.ArgumentNullException.ThrowIfNull({s.Id});");
        var shaped = Form.Parameters.Where(p => p.IsShaped).Select(p => $"{p.Id}.Sizes");
        writer.Line($"Check({string.Join(", ", shaped.Concat(sizes.Values.Select(s => $"out nint {s}")))});");
        foreach (var s in Form.Core.Where(s => s.IsView && s != First))
        {
            // A value that the public method has made is right by construction.
            if (Form.IsReturned(s)) continue;
            string condition = s.Role == SlotRole.Gradient ? $"if ({s.Id} is not null) " : "";
            if (s.Role != SlotRole.Parameter && s.Axes.Count > 0)
                writer.Line($"{condition}{Ns}Shapes.Destination({Name}, {s.Id}.Sizes, \"{s.Name}\", \"{s.Dims}\", [{string.Join(", ", s.Axes.Select(a => $"(int){sizes[a.Dim]}"))}]);");
            writer.Line($"{condition}{Ns}Shapes.SameDevice({Name}, {First.Id}, \"{First.Name}\", {s.Id}, \"{s.Name}\");");
            if (s.Role is SlotRole.Parameter or SlotRole.Upstream) continue;
            foreach (var other in Form.Core.Where(o => o.IsView && !Form.IsReturned(o)).TakeWhile(o => o != s))
            {
                string both = other.Role == SlotRole.Gradient ? $"if ({s.Id} is not null && {other.Id} is not null) " : condition;
                writer.Line($"{both}{Ns}Shapes.NoOverlap({Name}, {s.Id}, \"{s.Name}\", {other.Id}, \"{other.Name}\");");
            }
        }
    }

    private string Launch(GpuHostEmitter host, Dictionary<string, string> sizes)
    {
        var arguments = new List<string> { $"{First.Id}.Device" };
        var inputs = Form.Parameters.Concat(Form.Upstream).ToList();
        for (int i = 0; i < inputs.Count; i++)
            if (inputs[i].Kind is not (ParameterKind.Bool or ParameterKind.Enum)) arguments.Add(host.Names.IsNumber(i) ? inputs[i].Id : $"{inputs[i].Id}.Buffer");
        arguments.AddRange(host.Names.Dims.Select(d => Form.Extent(d, sizes)));
        arguments.AddRange(host.Results.Select(r => Form.Destinations.First(d => d.Index == r.Result)).Select(d => $"{d.Id}{(d.Role == SlotRole.Gradient ? "?" : "")}.Buffer"));
        return $"{host.Name}({string.Join(", ", arguments)});";
    }
}

/// <summary>What one family of public methods records: one plan for each case of the template's branches.</summary>
/// <param name="Hosts">The text of the methods that record.</param>
internal sealed record GpuEntry(
    MethodForm Form, IReadOnlyList<(IReadOnlyDictionary<int, long> Choice, GpuHostEmitter Host)> Kernels, string Explanation, string Hosts)
{
    public EntryKind Kind => Form.Entry.Kind;
}
