using System.Globalization;
using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Emit;

/// <summary>
/// What the methods of one entry take, in every form: over tensors, over tensor spans, and in the core that they share. Names are unique among
/// themselves: where a template has a parameter 'upstream' or 'gradX', the generated one of that name is numbered.
/// </summary>
internal sealed class MethodForm
{
    private readonly NameScope _names;

    public MethodForm(Template template, Entry entry)
    {
        Template = template;
        Entry = entry;
        var parameters = template.Function.Parameters;
        _names = new(parameters.Select(p => p.Name));
        Parameters = parameters.Select((p, i) => new Slot(p.Name, SlotRole.Parameter, p.Kind, p.Axes.ToList(), p.Class, p.Default, p.EnumType, i)).ToList();
        Results = entry.Template.Results.Count > 0 ? entry.Template.Results.ToList() : [];
        Upstream = entry.Kind == EntryKind.Value ? [] : UpstreamSlots().ToList();
        Destinations = DestinationSlots().ToList();
    }

    public Template Template { get; }

    public Entry Entry { get; }

    public IReadOnlyList<Slot> Parameters { get; }

    public IReadOnlyList<Slot> Upstream { get; }

    /// <summary>In the order of the plan's results: values, then gradients.</summary>
    public IReadOnlyList<Slot> Destinations { get; }

    /// <summary>The template's results; none where its body has errors.</summary>
    public IReadOnlyList<Result> Results { get; }

    /// <summary>How many each search asks for: the dim of its ranks, the text of the number, and what messages call it.</summary>
    public IReadOnlyList<(string Dim, string Count, string Name)> Counts =>
    [
        .. Entry.Template.Code.Items.OfType<TopK>().Select(t => Entry.Template[t.Count] is Input i
            ? (t.To.Dim, Parameters[i.Parameter].Id, Parameters[i.Parameter].Name)
            : (t.To.Dim, ((Constant)Entry.Template[t.Count]).Text, "k")).Distinct(),
    ];

    /// <summary>The order of the core: parameters, upstream gradients, destinations.</summary>
    public IEnumerable<Slot> Core => Parameters.Concat(Upstream).Concat(Destinations);

    public string MethodName => Template.Name + Entry.Kind switch { EntryKind.Value => "", EntryKind.Gradient => "Gradient", _ => "Backward" };

    /// <summary>There is no body to call, because the template has errors.</summary>
    public bool Throws => Entry.Kernels.Count == 0;

    /// <summary>All results are numbers, so that a value is returned and there is nothing to write into.</summary>
    public bool IsScalar => Results.All(r => r.Axes.Count == 0);

    /// <summary>Required parameters, upstream gradients, destinations, parameters with defaults, and the upstream gradients of scalars, which are 1.</summary>
    public IEnumerable<Slot> Public(bool withDestinations)
        => Parameters.Where(p => p.Default is null)
            .Concat(Upstream.Where(u => u.Axes.Count > 0))
            .Concat(withDestinations ? Destinations.Where(d => !IsReturned(d)) : [])
            .Concat(Parameters.Where(p => p.Default is not null))
            .Concat(Upstream.Where(u => u.Axes.Count == 0));

    /// <summary>The value that a gradient method returns beside what it writes.</summary>
    public bool IsReturned(Slot slot) => slot.Role == SlotRole.Destination && Entry.Kind == EntryKind.Gradient;

    /// <summary>Names for the variables of a method, which no parameter has.</summary>
    public NameScope Locals() => new(Core.Select(s => s.Name));

    /// <summary>The first parameter that has the dim of an axis, and where: the size is read there.</summary>
    public (Slot Slot, int Axis)? Source(Axis axis)
    {
        foreach (var p in Parameters.Where(p => p.IsShaped))
            for (int k = 0; k < p.Axes.Count; k++)
                if (p.Axes[k].Dim == axis.Dim) return (p, k);
        return null;
    }

    /// <summary>"if (…)", "else if (…)" or "else" of the entry's kernel for one case of the template's branches; the last takes what is left.</summary>
    public string Case(int kernel)
    {
        if (kernel == Entry.Kernels.Count - 1) return "else";
        string condition = string.Join(" && ", Entry.Kernels[kernel].Choice.Select(c => Condition(c.Key, c.Value)).Where(t => t.Length > 0));
        return $"{(kernel == 0 ? "" : "else ")}if ({(condition.Length == 0 ? "true" : condition)})";
    }

    private string Condition(int parameter, long value)
    {
        var p = Parameters[parameter];
        if (p.Kind == ParameterKind.Bool) return value == 0 ? $"!{p.Id}" : p.Id;
        var choice = Passes.Specialize.Choices(Entry.Template).First(c => c.Parameter == parameter);
        return choice.Values.Contains(value) ? Test(value, true) : string.Join(" && ", choice.Values.Select(v => Test(v, false)));

        // A number has the element's type, which is generic where kernels are chosen.
        string Test(long v, bool isEqual)
        {
            string number = v.ToString(CultureInfo.InvariantCulture);
            return p.Kind == ParameterKind.Float ? $"{(isEqual ? "" : "!")}TensorDslCpu.Power.Is({p.Id}, {number})" : $"(long){p.Id} {(isEqual ? "==" : "!=")} {number}";
        }
    }

    /// <summary>
    /// The variable that holds an extent. A dim that no tensor has is one that another was relabelled to, or the classes of labels that are only
    /// compared.
    /// </summary>
    public string Extent(string dim, IReadOnlyDictionary<string, string> sizes)
    {
        if (sizes.TryGetValue(dim, out string? own)) return own;
        foreach (var r in Entry.Template.Code.Items.OfType<Rename>())
            if (r.To.Dim == dim && sizes.TryGetValue(r.From.Dim, out string? size)) return size;
        return "int.MaxValue";
    }

    /// <summary>The extent of the ranks of a search, as text; null of other axes.</summary>
    public string? Count(Axis axis) => Counts.Where(c => c.Dim == axis.Dim).Select(c => c.Count).FirstOrDefault();

    private IEnumerable<Slot> UpstreamSlots()
    {
        // Of kernels the plan knows the names; without any the template has errors, and only the signature is printed.
        var declared = Entry.Kernels.Count > 0 ? Entry.Kernels[0].Plan.Function.Parameters.Skip(Parameters.Count)
            : Entry.Kind == EntryKind.Gradient ? [new Parameter("upstream", ParameterKind.Float)]
            : Results.Where(r => r.Class is null).Select(r => new Parameter(Results.Count == 1 ? "upstream" : "upstream" + NameScope.Pascal(r.Name ?? ""), ParameterKind.Tensor, r.Axes));
        foreach (var p in declared)
            yield return new(_names.Take(p.Name), SlotRole.Upstream, p.Axes.Count == 0 ? ParameterKind.Float : ParameterKind.Tensor, p.Axes.ToList(), Default: p.Axes.Count == 0 ? "1" : null);
    }

    private IEnumerable<Slot> DestinationSlots()
    {
        if (Entry.Kind == EntryKind.Value)
            for (int i = 0; i < Results.Count; i++)
                yield return Memory(_names.Take(DestinationName(i)), SlotRole.Destination, Results[i].Axes, i, Results[i].Class);
        else
        {
            int first = Entry.Kind == EntryKind.Gradient ? 1 : 0;
            if (first == 1) yield return Memory(_names.Take("value"), SlotRole.Destination, [], 0);
            for (int i = 0; i < Entry.Gradients.Count; i++)
                yield return Memory(_names.Take(Entry.Gradients[i].Name!), SlotRole.Gradient, Parameters[Entry.Gradients[i].Gradient].Axes, i + first);
        }
    }

    private static Slot Memory(string name, SlotRole role, IEnumerable<Axis> axes, int result, Axis? labelClass = null)
    {
        var list = axes.ToList();
        var kind = labelClass is not null ? ParameterKind.Labels : list.Count == 0 ? ParameterKind.Scalar : ParameterKind.Tensor;
        return new(name, role, kind, list, labelClass, Index: result);
    }

    private string DestinationName(int i) => Results.Count == 1 ? "destination"
        : $"destination{(Results[i].Name is { } name ? NameScope.Pascal(name) : (i + 1).ToString(CultureInfo.InvariantCulture))}";
}
