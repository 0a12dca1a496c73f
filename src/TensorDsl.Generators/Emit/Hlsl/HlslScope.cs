using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Emit.Hlsl;

/// <summary>
/// A block of a kernel and the axes that it walks: a value stands in the outermost block that knows all its axes. Lines of an outer block that
/// are added while an inner one is open come before the inner one, because a block's text is appended when it is closed.
/// </summary>
/// <param name="axes">The axes that this block adds, walked as one.</param>
/// <param name="flat">The variable that walks them.</param>
internal sealed class HlslScope(HlslScope? parent, IReadOnlyList<Axis> axes, string flat)
{
    private readonly Dictionary<Axis, string> _indices = [];

    public HlslScope? Parent => parent;

    public IReadOnlyList<Axis> Axes => axes;

    public string Flat => flat;

    public List<string> Lines { get; } = [];

    /// <summary>Values that have a name here.</summary>
    public Dictionary<int, string> Known { get; } = [];

    public bool Knows(Axis axis) => axes.Contains(axis) || parent is not null && parent.Knows(axis);

    /// <summary>The outermost block that knows all axes of a value.</summary>
    public HlslScope Home(IReadOnlyCollection<Axis> of) => parent is not null && of.All(parent.Knows) ? parent.Home(of) : this;

    /// <summary>The position along an axis.</summary>
    public string Index(Axis axis, HlslNames names, HlslBuilder kernel, Func<IEnumerable<Axis>, string> extents)
    {
        if (!axes.Contains(axis)) return parent?.Index(axis, names, kernel, extents) ?? throw new InvalidOperationException($"Emit: no loop over {axis}");
        if (axes.Count == 1) return flat;
        if (_indices.TryGetValue(axis, out string? known)) return known;
        int at = axes.ToList().IndexOf(axis);
        string text = flat;
        if (at < axes.Count - 1) text = $"{text} / ({extents(axes.Skip(at + 1))})";
        if (at > 0) text = $"{(at < axes.Count - 1 ? $"({text})" : text)} % {extents([axis])}";
        string name = kernel.Locals.Take("i_" + HlslNames.Plain(axis.ShortDim));
        Lines.Add($"uint {name} = {text};");
        return _indices[axis] = name;
    }

    /// <summary>Appends an inner block's lines, braced.</summary>
    public void Append(string header, HlslScope inner)
    {
        Lines.Add(header);
        Lines.Add("{");
        Lines.AddRange(inner.Lines.Select(l => l.Length == 0 ? l : "    " + l));
        Lines.Add("}");
    }
}
