using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Schedule;
using static TensorDsl.Generators.Emit.CSharpText;

namespace TensorDsl.Generators.Emit;

/// <summary>
/// Prints what all forms of a method forward to: the checks of shapes, labels and overlaps, the pinning, and the choice of the kernel by bool
/// and enum arguments. Arguments come as views, so it is printed once, whatever memory they are over.
/// </summary>
internal sealed class CoreEmitter
{
    private const string Element = "T";

    private readonly MethodForm _form;
    private readonly CodeWriter _writer;
    /// <summary>The extents that the shapes of parameters give.</summary>
    private readonly Dictionary<string, string> _checked = [];

    /// <summary>All extents: those, and how many a search is asked for.</summary>
    private readonly Dictionary<string, string> _sizes = [];
    private readonly Dictionary<Slot, string> _pointers;
    private readonly string _frame;
    private readonly string _name;

    public CoreEmitter(MethodForm form, CodeWriter writer)
    {
        _form = form;
        _writer = writer;
        var locals = new NameScope(form.Core.Select(s => s.Name));
        foreach (string dim in Shaped.SelectMany(p => p.Axes).Select(a => a.Dim).Distinct())
            _checked[dim] = locals.Take("size" + NameScope.Pascal(new Axis(dim, 0).Identifier));
        foreach (var pair in _checked) _sizes[pair.Key] = pair.Value;
        foreach (string dim in form.Counts.Select(c => c.Dim).Where(d => !_sizes.ContainsKey(d)).Distinct())
            _sizes[dim] = locals.Take("size" + NameScope.Pascal(new Axis(dim, 0).Identifier));
        _pointers = form.Core.Where(s => s.IsView).ToDictionary(s => s, s => locals.Take(s.Name + "Pointer"));
        _frame = locals.Take("frame");
        _name = String(form.Template.Name);
    }

    private Function Function => _form.Entry.Template;

    private IEnumerable<Slot> Shaped => _form.Parameters.Where(p => p.IsShaped);

    /// <summary>The shape check that all methods of the template share.</summary>
    public void Check()
    {
        string parameters = string.Join(", ", Shaped.Select(p => $"in {Ns}TensorSizes {p.Id}").Concat(_checked.Values.Select(s => $"out nint {s}")));
        using (_writer.Block($"private static void Check({parameters})"))
        {
            var first = new Dictionary<string, (Slot P, int Axis)>();
            foreach (var p in Shaped)
                for (int k = 0; k < p.Axes.Count; k++)
                {
                    string dim = p.Axes[k].Dim;
                    if (!first.TryGetValue(dim, out var from))
                    {
                        first[dim] = (p, k);
                        _writer.Line($"{_checked[dim]} = {p.Id}[{k}];");
                    }
                    else
                        _writer.Line($"{Ns}Shapes.Match({_name}, \"{Short(dim)}\", {from.P.Id}, \"{from.P.Name}\", \"{from.P.Dims}\", {from.Axis}, {p.Id}, \"{p.Name}\", \"{p.Dims}\", {k});");
                }
            foreach (var (from, to) in Function.Code.Items.OfType<Rename>().Select(r => (From: r.From.Dim, To: r.To.Dim)).Where(r => r.From != r.To && _checked.ContainsKey(r.From) && _checked.ContainsKey(r.To)).Distinct())
                _writer.Line($"{Ns}Shapes.SameExtent({_name}, \"{Short(from)}\", (int){_checked[from]}, \"{Short(to)}\", (int){_checked[to]});");
        }
    }

    private static string Short(string dim) => new Axis(dim, 0).ShortDim;

    public void Core()
    {
        string parameters = string.Join(", ", _form.Core.Select(s => $"{(s.IsView ? $"in {Ns}DenseView<{CSharpText.Element(s, Element)}>" : Plain(s, Element))} {s.Id}"));
        using (_writer.Block($"public static void {_form.Entry.Kind}<{Element}>({parameters}) where {Element} : unmanaged"))
        {
            _writer.Line($"Check({string.Join(", ", Shaped.Select(p => $"{p.Id}.Sizes").Concat(_checked.Values.Select(s => $"out nint {s}")))});");
            Counts();
            foreach (var u in _form.Upstream.Where(u => u.IsView)) Fits(u);
            foreach (var p in _form.Parameters.Where(p => p.Kind == ParameterKind.Labels && _sizes.ContainsKey(p.Class!.Value.Dim)))
                _writer.Line($"{Ns}Shapes.Labels({_name}, \"{p.Name}\", {p.Id}.Elements, (int){_sizes[p.Class!.Value.Dim]}, \"{p.Class!.Value.ShortDim}\"{Ignored(p)});");
            foreach (var d in _form.Destinations.Where(d => d.Axes.Count > 0 || d.Role == SlotRole.Gradient))
            {
                if (d.Axes.Count > 0) Fits(d);
                NoOverlaps(d);
            }

            foreach (var s in _form.Core.Where(s => s.IsView))
                _writer.Line($"fixed ({CSharpText.Element(s, Element)}* {_pointers[s]} = {s.Id}.Elements)");
            using (_writer.Braces()) Launch();
        }
    }

    /// <summary>The ranks of a search are as many as were asked for, whoever asks: for each dim, all searches and all shapes agree.</summary>
    private void Counts()
    {
        var known = new HashSet<string>(_checked.Keys);
        foreach (var (dim, count, name) in _form.Counts)
        {
            _writer.Line($"{Ns}Shapes.Count({_name}, \"{name}\", {count});");
            if (known.Add(dim)) _writer.Line($"nint {_sizes[dim]} = {count};");
            else _writer.Line($"{Ns}Shapes.SameCount({_name}, \"{Short(dim)}\", (int){_sizes[dim]}, \"{name}\", {count});");
        }
    }

    private void Fits(Slot slot)
        => _writer.Line($"{Ns}Shapes.Destination({_name}, {slot.Id}.Sizes, \"{slot.Name}\", \"{slot.Dims}\", [{string.Join(", ", slot.Axes.Select(a => $"(int){_sizes[a.Dim]}"))}]);");

    private void NoOverlaps(Slot destination)
    {
        bool inPlace = _form.Entry.Kernels.All(k => k.Plan.Passes.Count <= 1 && k.Plan.Passes.All(q => q is FlatPass));
        foreach (var p in _form.Parameters.Concat(_form.Upstream).Where(p => p.Kind == ParameterKind.Tensor))
            _writer.Line($"{Ns}Shapes.NoOverlap({_name}, \"{destination.Name}\", {Bytes(destination)}, \"{p.Name}\", {Bytes(p)}{(inPlace ? ", allowSame: true" : "")});");
    }

    private static string Bytes(Slot slot) => $"global::System.Runtime.InteropServices.MemoryMarshal.AsBytes({slot.Id}.Elements)";

    private void Launch()
    {
        var kernels = _form.Entry.Kernels;
        if (kernels.Count == 1)
        {
            Launch(kernels[0]);
            return;
        }

        for (int i = 0; i < kernels.Count; i++)
        {
            using (_writer.Block(_form.Case(i))) Launch(kernels[i]);
        }
    }

    /// <summary>The parameter whose value labels may have beside the classes: the one that Kept compares them with.</summary>
    private string Ignored(Slot labels)
    {
        foreach (var map in Function.Code.Items.OfType<Map>().Where(m => m.Op == "Kept"))
            if (Source(Function, map.Args[0]) == labels.Index && Function[map.Args[1]] is Input ignored) return $", {_form.Parameters[ignored.Parameter].Id}";
        return "";
    }

    private static int Source(Function function, int x)
    {
        while (function[x] is Rename r) x = r.Arg;
        return function[x] is Input i ? i.Parameter : -1;
    }

    private void Launch(KernelEntry kernel)
    {
        var names = kernel.Emitter.Names;
        using (_writer.Block($"var {_frame} = new {kernel.Name}.Frame<{Element}>"))
        {
            var slots = _form.Parameters.Concat(_form.Upstream).ToList();
            for (int i = 0; i < slots.Count; i++)
            {
                var s = slots[i];
                if (s.Kind is ParameterKind.Bool or ParameterKind.Enum) continue;
                string value = s.Kind switch
                {
                    ParameterKind.Mask => $"(byte*){_pointers[s]}",
                    ParameterKind.Tensor or ParameterKind.Labels => _pointers[s],
                    ParameterKind.Scalar => $"*{_pointers[s]}",
                    _ => s.Id,
                };
                _writer.Line($"{names.Parameter(i)} = {value},");
            }

            foreach (string dim in names.ExtentDims) _writer.Line($"{names.Extent(dim)} = {_form.Extent(dim, _sizes)},");
            foreach (var d in _form.Destinations) _writer.Line($"{kernel.Emitter.Context.ResultField(d.Index)} = {_pointers[d]},");
        }

        _writer.Line(";");
        _writer.Line($"TensorDslCpu.Kernel.Run<{kernel.Name}, {Element}>(&{_frame});");
    }
}
