namespace TensorDsl.Generators.Emit;

/// <summary>Identifiers, each once.</summary>
internal sealed class NameScope(IEnumerable<string>? taken = null)
{
    private static readonly HashSet<string> Keywords =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default",
        "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto",
        "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out",
        "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc",
        "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort",
        "using", "virtual", "void", "volatile", "while",
    ];

    private readonly HashSet<string> _taken = [.. taken ?? []];

    public string Take(string wanted)
    {
        string name = wanted;
        for (int i = 2; Keywords.Contains(name) || !_taken.Add(name); i++) name = wanted + i;
        return name;
    }

    /// <summary>A user's name as C# text.</summary>
    public static string Escape(string name) => Keywords.Contains(name) ? "@" + name : name;

    /// <summary>What tells apart names that one pass has several of: nothing, B, C, …</summary>
    public static string Letter(int count) => count == 0 ? "" : ((char)('A' + count)).ToString();

    public static string Pascal(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name.Substring(1);

    public static string Camel(string name) => name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name.Substring(1);
}
