namespace TensorDsl.Generators.Ir;

/// <summary>
/// One axis of an iteration space: a dim and which copy of it. N, Prime&lt;N&gt; and the fresh axes that linking makes are
/// copies 0, 1, 2 … of the same dim; they share its extent and nothing else. Printed N, N', N''.
/// </summary>
/// <param name="Dim">A type parameter ("N") or the fully qualified name of a marker type ("global::App.Embed").</param>
/// <param name="Copy">0 for the dim itself, 1 for Prime of it, and so on.</param>
public readonly record struct Axis(string Dim, int Copy)
{
    /// <summary>The name without namespace, as users write it: "N", "Embed", "Prime&lt;N&gt;".</summary>
    public string Display
    {
        get
        {
            string name = ShortDim;
            for (int i = 0; i < Copy; i++) name = $"Prime<{name}>";
            return name;
        }
    }

    /// <summary>The dim without namespaces, those of its type arguments included: "Embed", "Top&lt;Embed&gt;".</summary>
    public string ShortDim
    {
        get
        {
            if (Dim.IndexOf('<') < 0) return Dim.Substring(Dim.LastIndexOfAny(['.', ':']) + 1);
            return string.Join("", Parts(Dim).Select(part => part.Substring(part.LastIndexOfAny(['.', ':']) + 1)));
        }
    }

    /// <summary><see cref="ShortDim"/> as part of an identifier: "TopEmbed".</summary>
    public string Identifier => new([.. ShortDim.Where(c => char.IsLetterOrDigit(c) || c == '_')]);

    /// <summary>The ranks of a search along an axis: a dim of its own, whose extent is how many were asked for.</summary>
    public static Axis Top(Axis of) => new($"{TopName}{of.Type}>", 0);

    /// <summary>The ranks of a search, whose extent is how many it is asked for and never declared.</summary>
    public bool IsTop => Dim.StartsWith(TopName, StringComparison.Ordinal);

    /// <summary>The axis under other names of the dims that it is made of, Top&lt;M&gt; and Prime&lt;M&gt; inside it included.</summary>
    /// <param name="dim">What a dim is called; null where it keeps its name.</param>
    public Axis Substitute(Func<string, Axis?> dim)
    {
        if (dim(Dim) is { } to) return to with { Copy = to.Copy + Copy };
        if (!IsTop) return this;
        string inner = Dim.Substring(TopName.Length, Dim.Length - TopName.Length - 1);
        int copies = 0;
        for (; inner.StartsWith(PrimeName, StringComparison.Ordinal); copies++) inner = inner.Substring(PrimeName.Length, inner.Length - PrimeName.Length - 1);
        return Top(new Axis(inner, copies).Substitute(dim)) with { Copy = Copy };
    }

    /// <summary>The axis as a C# type: "N", "global::TensorDsl.Prime&lt;N&gt;".</summary>
    public string Type
    {
        get
        {
            string type = Dim;
            for (int i = 0; i < Copy; i++) type = $"{PrimeName}{type}>";
            return type;
        }
    }

    private const string PrimeName = "global::TensorDsl.Prime<";

    private const string TopName = "global::TensorDsl.Top<";

    /// <summary>Names and what stands between them: "Top", "&lt;", "App.Embed", "&gt;".</summary>
    private static IEnumerable<string> Parts(string type)
    {
        int start = 0;
        for (int i = 0; i < type.Length; i++)
        {
            if (type[i] is not ('<' or '>' or ',' or ' ')) continue;
            if (i > start) yield return type.Substring(start, i - start);
            yield return type[i].ToString();
            start = i + 1;
        }

        if (start < type.Length) yield return type.Substring(start);
    }

    public Axis Prime() => this with { Copy = Copy + 1 };

    public override string ToString() => Dim + new string('\'', Copy);

    public static Axis Parse(string text)
    {
        string dim = text.TrimEnd('\'');
        return new(dim, text.Length - dim.Length);
    }
}
