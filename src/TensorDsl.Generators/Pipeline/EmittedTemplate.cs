using System.Text.RegularExpressions;
using TensorDsl.Generators.Diagnostics;
using TensorDsl.Generators.Emit;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Pipeline;

/// <summary>The generated file of a template; no text where even its signature can't be printed.</summary>
/// <param name="Ranked">Its methods over tensor spans that need a public one, shared with other templates.</param>
internal sealed record EmittedTemplate(string HintName, string? Text, EquatableArray<SpanMethod> Ranked, EquatableArray<TemplateProblem> Problems)
{
    public static EmittedTemplate Emit(LinkedTemplate linked)
    {
        var template = linked.Template;
        string hint = Hint(template.Key);
        try
        {
            string text = TemplateEmitter.Emit(template, linked.Function, out var ranked);
            return new(hint, text, ranked.ToEquatable(), linked.Problems.Concat(SpanProblems(template)).ToEquatable());
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var problems = linked.Problems.Append(TemplateProblem.Internal(template.Key, "Emit", template.Name, e)).ToEquatable();
            return new(hint, SignatureOnly(template, out var ranked), ranked.ToEquatable(), problems);
        }
    }

    private static IEnumerable<TemplateProblem> SpanProblems(Template template)
    {
        if (template.SpanForm == SpanForm.Taken)
            yield return new(template.Key, Rules.NoSpanForm.Id, new[] { template.Name, $"its type can't have the nested class '{SpanEmitter.ClassName}' that they would stand in" });
    }

    /// <summary>Call sites must not light up as well, so the signature stays even where the body can't be printed.</summary>
    private static string? SignatureOnly(Template template, out IReadOnlyList<SpanMethod> ranked)
    {
        ranked = [];
        try
        {
            return TemplateEmitter.Emit(template with { HasErrors = true }, null, out ranked);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The problem that led here is reported already.
            return null;
        }
    }

    /// <summary>Unique and readable: overloads differ in the hash of the whole documentation id.</summary>
    private static string Hint(string key)
    {
        int open = key.IndexOf('(');
        string name = Regex.Replace(key.Substring(2, (open < 0 ? key.Length : open) - 2), "`+[0-9]+", "");
        return $"{name}.{HintHash.Of(key)}.g.cs";
    }
}
