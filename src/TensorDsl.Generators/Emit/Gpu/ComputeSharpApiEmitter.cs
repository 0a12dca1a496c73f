using TensorDsl.Generators.Ir;
using static TensorDsl.Generators.Emit.CSharpText;

namespace TensorDsl.Generators.Emit.Gpu;

/// <summary>
/// Prints the public methods of a template over ComputeSharp's buffers: into a context, and on a device, which is a context of its own that is
/// waited for. Sizes are numbers where tensors would carry dims. They forward to what the methods over GPU tensors forward to.
/// </summary>
/// <example>
/// void Similar(this ref readonly ComputeContext context, StructuredBuffer x, StructuredBuffer y, ReadWriteBuffer destination, int n, int d)
/// </example>
internal sealed class ComputeSharpApiEmitter
{
    private const string ComputeSharp = "global::ComputeSharp.";

    private readonly GpuEntry _entry;
    private readonly CodeWriter _writer;
    private readonly string _className;
    private readonly NameScope _locals;

    /// <summary>The dims of the parameters and the arguments that are their sizes: type parameters in their order, then dims that are types.</summary>
    private readonly List<(string Dim, string Name)> _sizes = [];

    public ComputeSharpApiEmitter(GpuEntry entry, CodeWriter writer, string className)
    {
        (_entry, _writer, _className) = (entry, writer, className);
        _locals = entry.Form.Locals();
        var dims = Form.Parameters.Where(p => p.IsShaped).SelectMany(p => p.Axes).Select(a => a.Dim).Distinct().ToList();
        foreach (string dim in Template.Function.TypeParameters.Where(dims.Contains).Concat(dims.Except(Template.Function.TypeParameters)))
            _sizes.Add((dim, _locals.Take(NameScope.Camel(new Axis(dim, 0).Identifier))));
    }

    private MethodForm Form => _entry.Form;

    private Template Template => Form.Template;

    public void Methods()
    {
        string context = _locals.Take("context"), device = _locals.Take("device");
        Head($"ref readonly {ComputeSharp}ComputeContext {context}");
        using (_writer.Braces())
        {
            var views = Form.Core.Where(s => s.IsView).ToDictionary(s => s, s => _locals.Take(s.Name + "View"));
            _writer.Line($"var {device} = {Ns}ComputeSharpDevice.Of({context}.GraphicsDevice);");
            foreach (var s in views.Keys.Where(s => s.Role != SlotRole.Gradient)) _writer.Line($"global::System.ArgumentNullException.ThrowIfNull({s.Id});");
            foreach (var view in views) _writer.Line($"var {view.Value} = {View(view.Key, device)};");
            foreach (var s in views.Keys) Declared(s);
            string arguments = string.Join(", ", Form.Core.Select(s => views.TryGetValue(s, out string? view) ? view : s.Id));
            _writer.Line($"{device}.Record(in {context}, () => {_className}.{_entry.Kind}Gpu({arguments}));");
        }
        _writer.Line();
        Head($"{ComputeSharp}GraphicsDevice {device}");
        using (_writer.Braces())
        {
            _writer.Line($"global::System.ArgumentNullException.ThrowIfNull({device});");
            _writer.Line($"using var {context} = {ComputeSharp}GraphicsDeviceExtensions.CreateComputeContext({device});");
            _writer.Line($"{NameScope.Escape(Form.MethodName)}(in {context}, {string.Join(", ", Parameters().Select(p => p.Name))});");
        }
    }

    private void Head(string first)
    {
        _writer.Lines(Template.Documentation);
        string shapes = string.Join(", ", Form.Core.Where(s => s.IsView).Select(s => $"{s.Name} [{s.Dims}]")).Replace("<", "&lt;").Replace(">", "&gt;");
        _writer.Line($"/// <remarks>Over buffers: {shapes}. {(first.StartsWith("ref ", StringComparison.Ordinal) ? "It runs when the context does, and places barriers between its own kernels only." : "It has run when the call returns.")}</remarks>");
        _writer.Line($"[{Ns}GeneratedFromTemplate({String(Template.Key)})]");
        string self = Template.BufferForm == BufferForm.Extension ? "this " : "";
        string list = string.Join(", ", Parameters().Select(p => $"{p.Type} {p.Name}{p.Default}"));
        _writer.Line($"{Template.Accessibility} static void {NameScope.Escape(Form.MethodName)}({self}{first}, {list})");
    }

    /// <summary>Inputs, destinations, sizes, and what has a default.</summary>
    private IEnumerable<(string Type, string Name, string Default)> Parameters()
        => Form.Parameters.Where(p => p.Default is null).Concat(Form.Upstream.Where(u => u.Axes.Count > 0)).Concat(Form.Destinations).Select(Parameter)
            .Concat(_sizes.Select(s => ("int", s.Name, "")))
            .Concat(Form.Parameters.Where(p => p.Default is not null).Concat(Form.Upstream.Where(u => u.Axes.Count == 0)).Select(Parameter));

    private static (string Type, string Name, string Default) Parameter(Slot slot) => (Type(slot), slot.Id, Default(slot, "float"));

    /// <summary>Inputs may be read-only or not: what one function wrote another reads.</summary>
    private static string Type(Slot slot)
    {
        if (!slot.IsView) return Plain(slot, "float");
        bool isInput = slot.Role is SlotRole.Parameter or SlotRole.Upstream;
        string element = slot.Kind switch { ParameterKind.Mask => "uint", ParameterKind.Labels => "int", _ => "float" };
        return $"{ComputeSharp}{(isInput ? "Resources.StructuredBuffer" : "ReadWriteBuffer")}<{element}>{(slot.Role == SlotRole.Gradient ? "?" : "")}";
    }

    private string View(Slot slot, string device)
    {
        string element = slot.Kind switch
        {
            ParameterKind.Mask => "bool",
            // The method has no dims as type parameters, and none is asked for: labels are positions.
            ParameterKind.Labels => $"{Ns}Index<{(Template.Function.TypeParameters.Contains(slot.Class!.Value.Dim) ? "object" : Dim(slot.Class!.Value))}>",
            _ => "float",
        };
        string sizes = string.Concat(slot.Axes.Select(a => $", {Size(a)}"));
        string view = $"new {Ns}GpuView<{element}>({String(Template.Name)}, \"{slot.Name}\", \"{slot.Dims}\", {device}.Wrap({slot.Id}){sizes})";
        return slot.Role == SlotRole.Gradient ? $"{slot.Id} is null ? null : {view}" : view;
    }

    private string Size(Axis axis) => _sizes.Where(s => s.Dim == axis.Dim).Select(s => s.Name).FirstOrDefault() ?? "0";

    /// <summary>Dims that are types here may declare their size.</summary>
    private void Declared(Slot slot)
    {
        if (slot.Role is not SlotRole.Parameter) return;
        for (int k = 0; k < slot.Axes.Count; k++)
            if (!slot.Axes[k].IsTop && !Template.Function.TypeParameters.Contains(slot.Axes[k].Dim))
                _writer.Line($"{Ns}Shapes.Declared<{Dim(slot.Axes[k])}>({String(Template.Name)}, \"{slot.Name}\", \"{slot.Dims}\", {k}, [{string.Join(", ", slot.Axes.Select(Size))}]);");
    }
}
