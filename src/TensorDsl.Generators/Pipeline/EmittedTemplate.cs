using System.Text.RegularExpressions;
using TensorDsl.Generators.Emit;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Pipeline;

/// <summary>The generated file of a template; no text where even its signature can't be printed.</summary>
internal sealed record EmittedTemplate(string HintName, string? Text, EquatableArray<TemplateProblem> Problems)
{
    /// <param name="gpu">Methods over GPU tensors are wanted.</param>
    public static EmittedTemplate Emit(LinkedTemplate linked, bool gpu = false)
    {
        var template = linked.Template;
        string hint = Hint(template.Key);
        try
        {
            return new(hint, TemplateEmitter.Emit(template, linked.Function, gpu), linked.Problems);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var problems = linked.Problems.Append(TemplateProblem.Internal(template.Key, "Emit", template.Name, e)).ToEquatable();
            return new(hint, SignatureOnly(template), problems);
        }
    }

    /// <summary>Call sites must not light up as well, so the signature stays even where the body can't be printed.</summary>
    private static string? SignatureOnly(Template template)
    {
        try
        {
            return TemplateEmitter.Emit(template with { HasErrors = true }, null);
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
        uint hash = 2166136261;
        foreach (char c in key) hash = unchecked((hash ^ c) * 16777619);
        int open = key.IndexOf('(');
        string name = Regex.Replace(key.Substring(2, (open < 0 ? key.Length : open) - 2), "`+[0-9]+", "");
        return $"{name}.{hash:x8}.g.cs";
    }
}
