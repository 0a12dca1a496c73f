using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Schedule;
using static TensorDsl.Generators.Emit.CSharpText;

namespace TensorDsl.Generators.Emit;

/// <summary>Prints the public methods over run-time tensors, each a thin forward to the core (see <see cref="CoreEmitter"/>).</summary>
internal sealed class ApiEmitter(MethodForm form, CodeWriter writer, string className)
{
    private Template Template => form.Template;

    private string Generic => Template.Function.TypeParameters.Count == 0 ? "" : $"<{string.Join(", ", Template.Function.TypeParameters)}>";

    public void Methods()
    {
        Methods("float");
        writer.Line();
        Methods("double");
    }

    private void Methods(string element)
    {
        switch (form.Entry.Kind)
        {
            case EntryKind.Value: Value(element); break;
            case EntryKind.Gradient: Gradient(element); break;
            default: Backward(element); break;
        }
    }

    private void Head(string element, string type, string name, IEnumerable<Slot> parameters)
    {
        writer.Lines(Template.Documentation);
        writer.Line($"[{Ns}GeneratedFromTemplate({String(Template.Key)})]");
        if (element == "float" && !form.Throws && name == form.MethodName) writer.Line($"[{Ns}Explanation({String(Explanation())})]");
        string self = Template.IsExtension && name == Template.Name ? "this " : "";
        string list = string.Join(", ", parameters.Select(p => $"{Typed(p, element)} {p.Id}{Default(p, element)}"));
        writer.Line($"{Template.Accessibility} static {type} {NameScope.Escape(name)}{Generic}({self}{list})");
        if (form.Throws) writer.Line($"=> throw new global::System.InvalidOperationException({String($"the template '{Template.Name}' has errors")});");
    }

    private string Explanation()
        => string.Join("\n", form.Entry.Kernels.Select(k => $"{(form.Entry.Kernels.Count > 1 ? k.Name + "\n" : "")}{IrPrinter.Print(k.Plan.Function)}\n{PlanPrinter.Print(k.Plan)}{k.Emitter.Instantiated}"));

    private void Value(string element)
    {
        // What takes neither numbers nor hyper-parameters of the element type would be the same method twice.
        bool hasValue = element == "float" || form.Parameters.Any(p => p.Kind is ParameterKind.Tensor or ParameterKind.Scalar or ParameterKind.Float);
        if (hasValue)
        {
            Head(element, ReturnType(element), form.MethodName, form.Parameters);
            if (!form.Throws)
                using (writer.Braces())
                {
                    if (!form.IsScalar) NullChecks();
                    var locals = form.Locals();
                    var results = form.Results.Select((r, i) => (r.Axes, r.Class, Name: locals.Take(i == 0 ? "result" : $"result{i + 1}"))).ToList();
                    foreach (var (_, count, name) in form.Counts) writer.Line($"{Ns}Shapes.Count({String(Template.Name)}, \"{name}\", {count});");
                    foreach (var (axes, labelClass, name) in results)
                        writer.Line(axes.Count == 0 ? $"{element} {name} = 0;"
                            : $"var {name} = {Ns}Tensors.Zeros<{string.Join(", ", new[] { Element(element, labelClass) }.Concat(axes.Select(Dim)))}>({string.Join(", ", axes.Select(Size))});");
                    Call(element, d => results[d.Index].Axes.Count == 0 ? $"ref {results[d.Index].Name}" : results[d.Index].Name);
                    writer.Line($"return {(results.Count == 1 ? results[0].Name : $"({string.Join(", ", results.Select(r => r.Name))})")};");
                }
        }

        if (form.IsScalar) return;
        if (hasValue) writer.Line();
        Head(element, "void", Template.Name + "Into", form.Public(withDestinations: true));
        if (form.Throws) return;
        using (writer.Braces()) Call(element, d => d.Id);
    }

    private string ReturnType(string element)
    {
        string Return(Result r) => r.Axes.Count == 0 ? element : Tensor(Element(element, r.Class), r.Axes);
        return form.Results.Count switch
        {
            0 => Template.Kind == TemplateKind.Loss ? element : $"{Ns}TensorBase",
            1 => Return(form.Results[0]),
            _ => $"({string.Join(", ", form.Results.Select(r => $"{Return(r)}{(r.Name is null ? "" : " " + NameScope.Escape(r.Name))}"))})",
        };
    }

    private static string Element(string element, Axis? labelClass) => labelClass is { } c ? $"{Ns}Index<{Dim(c)}>" : element;

    private void NullChecks()
    {
        foreach (var p in form.Parameters.Where(p => p.IsView)) writer.Line($"global::System.ArgumentNullException.ThrowIfNull({p.Id});");
    }

    private string Size(Axis axis) => form.Source(axis) is var (slot, k) ? $"{slot.Id}.Size({k})" : form.Count(axis) ?? "0";

    private void Gradient(string element)
    {
        Head(element, element, form.MethodName, form.Public(withDestinations: true));
        if (form.Throws) return;
        using (writer.Braces())
        {
            string value = form.Destinations[0].Name;
            writer.Line($"{element} {value} = 0;");
            Call(element, d => form.IsReturned(d) ? $"ref {value}" : d.Id);
            writer.Line($"return {value};");
        }
    }

    private void Backward(string element)
    {
        Head(element, "void", form.MethodName, form.Public(withDestinations: true));
        if (form.Throws) return;
        using (writer.Braces()) Call(element, d => d.Id);
    }

    /// <param name="destination">The expression of a destination: a tensor, or a number by reference.</param>
    private void Call(string element, Func<Slot, string> destination)
        => writer.Line($"{className}.{form.Entry.Kind}<{element}>({string.Join(", ", form.Core.Select(s => Argument(s, destination)))});");

    private static string Argument(Slot slot, Func<Slot, string> destination)
    {
        if (!slot.IsView) return slot.Id;
        string text = slot.Role is SlotRole.Destination or SlotRole.Gradient ? destination(slot) : slot.Id;
        string make = slot.Role == SlotRole.Gradient ? "OfGradient"
            : text.StartsWith("ref ", StringComparison.Ordinal) ? "OfScalar"
            : slot.Kind == ParameterKind.Labels ? "OfLabels"
            : "Of";
        return $"TensorDslViews.{make}({text})";
    }
}
