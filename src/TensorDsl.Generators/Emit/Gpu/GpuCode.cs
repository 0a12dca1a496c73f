using TensorDsl.Generators.Emit.Hlsl;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Schedule.Gpu;

namespace TensorDsl.Generators.Emit.Gpu;

/// <summary>What a template's file has for GPUs: methods, what they forward to, and kernels.</summary>
internal sealed class GpuCode
{
    private readonly Template _template;
    private readonly string _className;
    private readonly GpuKernels _kernels;
    private readonly List<GpuEntry> _entries = [];

    /// <param name="schedule">Makes the dispatches of a plan.</param>
    public GpuCode(Template template, string className, IEnumerable<MethodForm> forms, Func<Schedule.Plan, GpuPlan> schedule)
    {
        _template = template;
        _className = className;
        _kernels = new(template.Name);
        // A template without a tensor cannot say on which device it should run.
        if (template.Function.Parameters.Any(p => p.Kind is ParameterKind.Tensor or ParameterKind.Scalar or ParameterKind.Mask or ParameterKind.Labels))
            foreach (var form in forms.Where(f => !f.Throws)) TryAdd(form, schedule);
    }

    /// <summary>Methods that have no form over GPU tensors, and why.</summary>
    public List<EmittedRemark> Remarks { get; } = [];

    private void TryAdd(MethodForm form, Func<Schedule.Plan, GpuPlan> schedule)
    {
        try
        {
            _entries.Add(Make(form, schedule));
        }
        catch (NotSupportedException e)
        {
            Remarks.Add(new(form.MethodName, $"there is no form over GPU tensors: {e.Message}"));
        }
    }

    private GpuEntry Make(MethodForm form, Func<Schedule.Plan, GpuPlan> schedule)
    {
        // A gradient need not search, but its upstream gradients have what was found, and no count says how much on a GPU.
        if (form.Core.Any(s => s.Axes.Any(a => a.IsTop))) throw new NotSupportedException("searches run on CPUs only");
        var hosts = new List<(IReadOnlyDictionary<int, long>, GpuHostEmitter)>();
        var text = new List<string>();
        var explanation = new List<string>();
        foreach (var kernel in form.Entry.Kernels)
        {
            var plan = schedule(kernel.Plan);
            string name = $"{kernel.Name.Replace("Kernel", "")}OnGpu";
            var host = new GpuHostEmitter(plan, new HlslNames(plan, _template.Function.Parameters.Count), _kernels, name);
            text.Add(host.Print());
            hosts.Add((kernel.Choice, host));
            if (form.Entry.Kernels.Count > 1) explanation.Add(name);
            explanation.Add($"memory: {string.Join(", ", host.Memory)}");
            explanation.AddRange(host.Log.Select((line, i) => $"dispatch {i + 1}: {line}"));
        }
        return new(form, hosts, string.Join("\n", explanation), string.Join("\n", text));
    }

    public void Methods(CodeWriter writer, bool overComputeSharp)
    {
        foreach (var entry in _entries)
        {
            writer.Line();
            new GpuApiEmitter(entry, writer, _className).Methods();
            if (!overComputeSharp || _template.BufferForm == BufferForm.Taken) continue;
            writer.Line();
            new ComputeSharpApiEmitter(entry, writer, _className).Methods();
        }
    }

    public void Cores(CodeWriter writer)
    {
        foreach (var entry in _entries)
        {
            writer.Line();
            new GpuApiEmitter(entry, writer, _className).Core();
            writer.Line();
            writer.Lines(entry.Hosts.TrimEnd('\n').Split('\n'));
        }
        if (_entries.Count == 0) return;
        writer.Line();
        writer.Line("private static uint Bits(float value) => global::System.BitConverter.SingleToUInt32Bits(value);");
        _kernels.Emit(writer);
    }

    public void Explanation(CodeWriter writer)
    {
        if (_entries.Count > 0) _kernels.Explanation(writer, GpuApiEmitter.Attribute(_template), _className);
    }
}
