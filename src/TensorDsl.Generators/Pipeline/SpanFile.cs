using TensorDsl.Generators.Diagnostics;
using TensorDsl.Generators.Emit;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Pipeline;

/// <summary>The public methods over tensor spans of those templates of one type that share names (see <see cref="SpanDispatchEmitter"/>).</summary>
internal sealed record SpanFile(string HintName, string Text, EquatableArray<TemplateProblem> Problems)
{
    /// <summary>One file for each containing type.</summary>
    public static IEnumerable<SpanFile> Emit(IEnumerable<SpanMethod> methods)
        => methods.GroupBy(m => (m.Namespace, m.ContainingTypes)).Select(g => Emit(g.OrderBy(m => m.Key, StringComparer.Ordinal).ToList()));

    private static SpanFile Emit(IReadOnlyList<SpanMethod> methods)
    {
        string text = SpanDispatchEmitter.Emit(methods, out var refused);
        var problems = refused.GroupBy(r => r.Method.Key).Select(g => new TemplateProblem(
            g.Key, Rules.NoSpanForm.Id,
            new[] { g.First().Method.Name, $"the one that takes {g.First().Other.Shapes} can't be told from it by ranks, or has other defaults or results" }));
        return new(Hint(methods[0]), text, problems.ToEquatable());
    }

    /// <summary>"partial class Losses", "partial struct Model&lt;D&gt;" in App → "App.Losses.Spans.1a2b3c4d.g.cs".</summary>
    private static string Hint(SpanMethod method)
    {
        string types = string.Join("+", method.ContainingTypes);
        var names = method.ContainingTypes.Select(t => t.Substring(t.LastIndexOf(' ', t.IndexOf('<') is >= 0 and var open ? open : t.Length - 1) + 1).Split('<')[0].TrimStart('@'));
        string prefix = method.Namespace.Length == 0 ? "" : method.Namespace.Replace("@", "") + ".";
        return $"{prefix}{string.Join(".", names)}.{SpanEmitter.ClassName}.{HintHash.Of(method.Namespace + "." + types)}.g.cs";
    }
}
