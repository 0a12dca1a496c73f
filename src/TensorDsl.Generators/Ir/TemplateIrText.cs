using System.Globalization;
using System.Text;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Ir;

/// <summary>
/// A linked function as text, in the form in which a compiled library carries its templates. The form is closed and versioned: a text of
/// another version, or one that is damaged, is refused as a whole.
/// <code>1|name|type parameters|containing types' parameters|parameters|instructions|results|names</code>
/// Lists are separated by ';', the parts of an item by ' ', inner lists by ','. Whatever else occurs in a name is written as ~ and four
/// hexadecimal digits; a part that is absent is "-". Axes and types of instructions are inferred anew.
/// </summary>
public static class TemplateIrText
{
    private const string Version = "1";

    public static string Write(Function function)
    {
        var text = new StringBuilder(Version);
        text.Append('|').Append(Escape(function.Name));
        text.Append('|').Append(List(function.TypeParameters));
        text.Append('|').Append(List(function.OuterTypeParameters));
        text.Append('|').Append(string.Join(";", function.Parameters.Select(Write)));
        text.Append('|').Append(string.Join(";", function.Code.Select(Write)));
        text.Append('|').Append(string.Join(";", function.Results.Select(r => $"{r.Value} {Axes(r.Axes)} {Optional(r.Name)} {r.Gradient}{(r.Class is { } c ? " " + Escape(c.ToString()) : "")}")));
        text.Append('|').Append(string.Join(";", function.ValueNames.Select(n => $"{n.Value} {Escape(n.Name)}")));
        return text.ToString();
    }

    /// <summary>The function, or null where the text isn't one of this version. Never throws.</summary>
    public static Function? Read(string text)
    {
        string[] fields = text.Split('|');
        if (fields.Length != 8 || fields[0] != Version) return null;
        // The reader makes sure that the verifier can look at it; the verifier, that every pass can.
        return new TemplateIrReader().Read(fields) is { } function && IrVerifier.Check(function).Count == 0 ? function : null;
    }

    private static string Write(Parameter p)
    {
        string values = p.EnumValues.Count == 0 ? "-" : string.Join(",", p.EnumValues.Select(v => $"{Escape(v.Name)}={v.Value.ToString(CultureInfo.InvariantCulture)}"));
        return $"{(int)p.Kind} {Escape(p.Name)} {Axes(p.Axes)} {Optional(p.Class?.ToString())} {Optional(p.Default)} {Optional(p.EnumType)} {values}";
    }

    private static string Write(Instr instr) => instr switch
    {
        Input i => $"in {i.Parameter}",
        Constant c => $"real {Escape(c.Text)}",
        MaskConstant m => m.Value ? "true" : "false",
        Extent e => $"extent {Escape(e.Dim)}",
        Position p => $"position {Escape(p.Axis.ToString())}",
        Map m => $"map {Escape(m.Op)} {Ids(m.Args)}",
        Reduce r => $"reduce {Escape(r.Op)} {r.Arg} {Axes(r.Over)}",
        Rename r => $"rename {r.Arg} {Escape(r.From.ToString())} {Escape(r.To.ToString())}",
        Gather g => $"gather {g.Arg} {g.Index} {Escape(g.On.ToString())}",
        Scatter s => $"scatter {s.Arg} {s.Index} {Escape(s.On.ToString())} {Axes(s.Over)}",
        TopK t => $"topk {t.Arg} {t.Count} {Escape(t.Over.ToString())} {Escape(t.To.ToString())} {(t.Type == ValueType.Index ? "index" : "real")}",
        SingularValues s => $"singular {s.Arg} {Escape(s.Rows.ToString())} {Escape(s.Columns.ToString())}",
        SingularValuesGradient s => $"singulargradient {s.Arg} {s.Upstream} {Escape(s.Rows.ToString())} {Escape(s.Columns.ToString())}",
        Choose c => $"choose {c.Parameter} {(c.Values.Count == 0 ? "-" : string.Join(",", c.Values.Select(v => v.ToString(CultureInfo.InvariantCulture))))} {Ids(c.Arms)}",
        Call c => $"call {Escape(c.Key)} {Axes(c.Dims)} {Ids(c.Args)} {c.Result} {Axes(c.Axes)}",
        _ => throw new InvalidOperationException($"TemplateIrText: {instr.GetType().Name}"),
    };

    private static string Ids(EquatableArray<int> ids) => ids.Count == 0 ? "-" : string.Join(",", ids);

    private static string Axes(EquatableArray<Axis> axes) => axes.Count == 0 ? "-" : string.Join(",", axes.Select(a => Escape(a.ToString())));

    private static string List(EquatableArray<string> names) => names.Count == 0 ? "-" : string.Join(",", names.Select(Escape));

    private static string Optional(string? text) => text is null ? "-" : Escape(text);

    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (char c in text)
        {
            if (c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '_' or '.' or ':' or '\'' or '+' or '`' or '(' or ')' || c == '-' && text != "-")
                escaped.Append(c);
            else
                escaped.Append('~').Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
        }

        // An empty name is a tilde alone, so that no part is empty.
        return text == "" ? "~" : escaped.ToString();
    }

    internal static string? Unescape(string text)
    {
        if (text == "~") return "";
        if (text.IndexOf('~') < 0) return text == "" ? null : text;
        var plain = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '~')
            {
                plain.Append(text[i]);
                continue;
            }

            if (i + 4 >= text.Length || !int.TryParse(text.Substring(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code)) return null;
            plain.Append((char)code);
            i += 4;
        }

        return plain.ToString();
    }
}
