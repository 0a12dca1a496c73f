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

    public string ShortDim => Dim.Substring(Dim.LastIndexOfAny(['.', ':']) + 1);

    public Axis Prime() => this with { Copy = Copy + 1 };

    public override string ToString() => Dim + new string('\'', Copy);

    public static Axis Parse(string text)
    {
        string dim = text.TrimEnd('\'');
        return new(dim, text.Length - dim.Length);
    }
}
