using System.Text.RegularExpressions;
using TensorDsl.Generators.Diagnostics;
using TensorDsl.Generators.Emit;
using TensorDsl.Generators.Emit.Gpu;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Pipeline;

/// <summary>The generated file of a template; no text where even its signature can't be printed.</summary>
/// <param name="Ranked">Its methods over tensor spans that need a public one, shared with other templates.</param>
internal sealed record EmittedTemplate(string HintName, string? Text, EquatableArray<SpanMethod> Ranked, EquatableArray<TemplateProblem> Problems)
{
    /// <param name="gpu">The memory on GPUs over which methods are wanted.</param>
    public static EmittedTemplate Emit(LinkedTemplate linked, GpuForms gpu = GpuForms.None)
    {
        var template = linked.Template;
        string hint = Hint(template.Key);
        try
        {
            var code = TemplateEmitter.Print(template, linked.Function, gpu);
            var notes = code.Remarks.Select(r => new TemplateProblem(template.Key, Rules.NotFused.Id, new[] { r.Method, r.Text }));
            return new(hint, code.Text, code.Ranked, linked.Problems.Concat(SpanProblems(template)).Concat(BufferProblems(template, gpu)).Concat(notes).ToEquatable());
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var problems = linked.Problems.Append(TemplateProblem.Internal(template.Key, "Emit", template.Name, e)).ToEquatable();
            var signature = SignatureOnly(template);
            return new(hint, signature?.Text, signature?.Ranked ?? default, problems);
        }
    }

    private static IEnumerable<TemplateProblem> SpanProblems(Template template)
    {
        if (template.SpanForm == SpanForm.Taken)
            yield return new(template.Key, Rules.NoSpanForm.Id, new[] { template.Name, $"its type can't have the nested class '{SpanEmitter.ClassName}' that they would stand in" });
    }

    private static IEnumerable<TemplateProblem> BufferProblems(Template template, GpuForms gpu)
    {
        if (gpu == GpuForms.TensorsAndComputeSharp && template.BufferForm == BufferForm.Taken)
            yield return new(template.Key, Rules.NoBufferForm.Id, new[] { template.Name });
    }

    /// <summary>Call sites must not light up as well, so the signature stays even where the body can't be printed.</summary>
    private static EmittedCode? SignatureOnly(Template template)
    {
        try
        {
            return TemplateEmitter.Print(template with { HasErrors = true }, null);
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
