using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Support;
using static TensorDsl.Generators.Emit.CSharpText;

namespace TensorDsl.Generators.Emit;

/// <summary>
/// Prints the forms over tensor spans of the base class library, in a nested class 'Spans': beside the typed overloads a call with mismatched
/// dims would be told that it lacks a conversion to a span. Ranks, sizes and density are checked when they are called; then they run the
/// same core. A default span is a gradient that is not asked for.
/// </summary>
internal sealed class SpanEmitter(MethodForm form, CodeWriter writer, string className)
{
    public const string ClassName = "Spans";

    /// <summary>The alias in generated files, because a template's own namespace may have a System of its own.</summary>
    public const string Bcl = "TensorDslBcl";

    private readonly List<SpanMethod> _ranked = [];

    private Template Template => form.Template;

    /// <summary>Prints the methods; returns those that share their name with other templates' and are private for that.</summary>
    public IReadOnlyList<SpanMethod> Methods()
    {
        bool first = true;
        foreach (string element in new[] { "float", "double" })
        {
            if (form.Entry.Kind != EntryKind.Value)
                Method(element, form.Entry.Kind == EntryKind.Gradient ? element : "void", form.MethodName, form.Public(withDestinations: true), () => Run(element));
            else
            {
                if (element == "float" || form.Parameters.Any(p => p.Kind is ParameterKind.Tensor or ParameterKind.Scalar or ParameterKind.Float))
                    Method(element, ReturnType(element), form.MethodName, form.Parameters, () => Value(element));
                if (!form.IsScalar) Method(element, "void", Template.Name + "Into", form.Public(withDestinations: true), () => Run(element));
            }
        }

        return _ranked;

        void Method(string element, string type, string name, IEnumerable<Slot> parameters, Action body)
        {
            if (!first) writer.Line();
            first = false;
            Head(element, type, name, parameters.ToList(), body);
        }
    }

    private void Head(string element, string type, string name, IReadOnlyList<Slot> parameters, Action body)
    {
        string accessibility = Template.Accessibility;
        string printed = NameScope.Escape(name);
        if (Template.SpanForm == SpanForm.Ranked)
        {
            printed = $"{name}Of{HintHash.Of(Template.Key)}";
            _ranked.Add(new(
                Template.Key, Template.Namespace, Template.ContainingTypes, accessibility, name, type,
                parameters.Select(p => new SpanParameter(Type(p, element), p.Name, Default(p, element), IsInput(p) ? p.Dims : null)).ToEquatable(), printed));
            accessibility = "private";
        }
        else
        {
            Documentation(parameters, element);
        }

        bool isPublic = Template.SpanForm == SpanForm.Own;
        writer.Line($"{accessibility} static {type} {printed}({string.Join(", ", parameters.Select(p => $"{Type(p, element)} {p.Id}{(isPublic ? Default(p, element) : "")}"))})");
        if (form.Throws) writer.Line($"=> throw new global::System.InvalidOperationException({String($"the template '{Template.Name}' has errors")});");
        else
        {
            using (writer.Braces())
            {
                foreach (var p in parameters.Where(p => p.IsView)) Declared(p);
                body();
            }
        }
    }

    private static bool IsInput(Slot slot) => slot.IsView && slot.Role is SlotRole.Parameter or SlotRole.Upstream && slot.IsView;

    private static string Type(Slot slot, string element)
        => !slot.IsView ? Plain(slot, element) : $"in {Bcl}.{(IsInput(slot) ? "ReadOnlyTensorSpan" : "TensorSpan")}<{Element(slot, element)}>";

    private void Documentation(IReadOnlyList<Slot> parameters, string element)
    {
        string shapes = string.Join(", ", parameters.Where(p => p.IsView).Select(p => $"{p.Name} [{p.Dims}]"));
        if (Template.Documentation.Count == 0)
        {
            writer.Line($"/// <summary>Over tensor spans: {shapes}.</summary>");
            return;
        }

        string generic = Template.Function.TypeParameters.Count == 0 ? "" : $"{{{string.Join(", ", Template.Function.TypeParameters)}}}";
        string typed = string.Join(", ", form.Parameters.Select(p => Typed(p, element).Replace('<', '{').Replace('>', '}')));
        writer.Line($"/// <inheritdoc cref=\"{NameScope.Escape(Template.Name)}{generic}({typed})\"/>");
        writer.Line($"/// <remarks>Over tensor spans: {shapes}.</remarks>");
    }

    /// <summary>Dims that are types here, and not the method's own type parameters, may declare their size.</summary>
    private void Declared(Slot slot)
    {
        for (int k = 0; k < slot.Axes.Count; k++)
            if (!Template.Function.TypeParameters.Contains(slot.Axes[k].Dim))
                writer.Line($"{Ns}Shapes.Declared<{Dim(slot.Axes[k])}>({String(Template.Name)}, \"{slot.Name}\", \"{slot.Dims}\", {k}, {slot.Id}.Lengths);");
    }

    private string ReturnType(string element)
    {
        string Return(Result r) => r.Axes.Count == 0 ? element : $"{Bcl}.Tensor<{element}>";
        return form.Results.Count switch
        {
            0 => Template.Kind == TemplateKind.Loss ? element : $"{Bcl}.Tensor<{element}>",
            1 => Return(form.Results[0]),
            _ => $"({string.Join(", ", form.Results.Select(r => $"{Return(r)}{(r.Name is null ? "" : " " + NameScope.Escape(r.Name))}"))})",
        };
    }

    private void Value(string element)
    {
        var locals = form.Locals();
        var views = new Dictionary<Slot, string>();
        if (!form.IsScalar)
            foreach (var p in form.Parameters.Where(p => p.IsView))
            {
                views[p] = locals.Take(p.Name + "View");
                writer.Line($"var {views[p]} = {View(p)};");
            }

        var results = form.Results.Select((r, i) => (r.Axes, Name: locals.Take(i == 0 ? "result" : $"result{i + 1}"))).ToList();
        foreach (var (axes, name) in results)
            writer.Line(axes.Count == 0 ? $"{element} {name} = 0;" : $"var {name} = {Bcl}.Tensor.CreateFromShape<{element}>([{string.Join(", ", axes.Select(Size))}]);");
        Call(element, s => s.Role == SlotRole.Destination
            ? results[s.Index].Axes.Count == 0 ? $"TensorDslViews.OfScalar(ref {results[s.Index].Name})" : View(s, $"{results[s.Index].Name}.AsTensorSpan()")
            : views.TryGetValue(s, out string? view) ? view : View(s));
        writer.Line($"return {(results.Count == 1 ? results[0].Name : $"({string.Join(", ", results.Select(r => r.Name))})")};");

        string Size(Axis axis) => form.Source(axis) is var (slot, k) ? $"{views[slot]}.Sizes[{k}]" : "0";
    }

    /// <summary>Into destinations that are given; a loss's value is returned.</summary>
    private void Run(string element)
    {
        string value = form.Entry.Kind == EntryKind.Gradient ? form.Destinations[0].Name : "";
        if (value.Length > 0) writer.Line($"{element} {value} = 0;");
        Call(element, s => form.IsReturned(s) ? $"TensorDslViews.OfScalar(ref {value})" : View(s));
        if (value.Length > 0) writer.Line($"return {value};");
    }

    private string View(Slot slot, string? expression = null)
    {
        string make = slot.Role switch { SlotRole.Destination => "Destination", SlotRole.Gradient => "Gradient", _ => "Input" };
        return $"TensorDslViews.{make}({String(Template.Name)}, \"{slot.Name}\", \"{slot.Dims}\", {expression ?? slot.Id})";
    }

    private void Call(string element, Func<Slot, string> view)
        => writer.Line($"{className}.{form.Entry.Kind}<{element}>({string.Join(", ", form.Core.Select(s => s.IsView ? view(s) : s.Id))});");
}
