using TensorDsl.Generators.Diagnostics;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Passes;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Pipeline;

/// <summary>A template whose calls are replaced by what they call, or what prevents that.</summary>
/// <param name="Function">Without calls; null where the template or one that it calls has errors.</param>
internal sealed record LinkedTemplate(Template Template, Function? Function, EquatableArray<TemplateProblem> Problems)
{
    public static LinkedTemplate Link(Template template, Func<string, Function?> find)
    {
        if (template.HasErrors) return new(template, null, default);
        try
        {
            var externals = template.Externals.ToDictionary(e => e.Key, e => TemplateIrText.Read(e.Ir));
            var result = Passes.Link.Run(
                template.Key, template.Function, key => externals.TryGetValue(key, out var external) ? external : find(key));
            return result.Function is { } linked
                ? GradientCheck.Run(new(template, linked, default), result.Origins)
                : new(template, null, Problem(template, result.Problem!) is { } problem ? new[] { problem } : default(EquatableArray<TemplateProblem>));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new(template, null, new[] { TemplateProblem.Internal(template.Key, "Link", template.Name, e) });
        }
    }

    private static TemplateProblem? Problem(Template template, LinkProblem problem)
    {
        switch (problem.Fault)
        {
            case LinkFault.Broken:
                return null;
            case LinkFault.Recursion:
                // Only the members of the circle are told; a template that merely calls into it isn't wrong.
                if (!problem.Path.Contains(template.Key)) return null;
                return new(template.Key, Rules.Recursive.Id, new[] { template.Name, $"{string.Join(" → ", Rotated(problem.Path, template.Key).Select(Name))}; calls are replaced by the called body, so they can't be recursive" },
                    CallOf(template, Rotated(problem.Path, template.Key).ElementAt(1)));
            case LinkFault.TooDeep:
                return new(template.Key, Rules.Recursive.Id, new[] { template.Name, $"its calls nest deeper than {problem.Path.Count - 1}" });
            case LinkFault.Missing:
                return new(template.Key, Rules.NoIr.Id, new[] { Name(problem.Path[0]), "another source generator's output" }, CallOf(template, problem.Path[0]));
            default:
                return new(template.Key, Rules.Internal.Id, new[] { "Link", template.Name, $"{problem.Fault}: {string.Join(", ", problem.Path)}" });
        }
    }

    /// <summary>The template's own call of another one, or -1.</summary>
    private static int CallOf(Template template, string key) => template.Function.Code.ToList().FindIndex(i => i is Call call && call.Key == key);

    /// <summary>The circle, starting and ending with the template that it is reported at.</summary>
    private static IEnumerable<string> Rotated(EquatableArray<string> circle, string key)
    {
        var members = circle.Take(circle.Count - 1).ToList();
        int at = members.IndexOf(key);
        return members.Skip(at).Concat(members.Take(at)).Append(key);
    }

    /// <summary>"M:App.Losses.InfoNce``2(…)" → "InfoNce".</summary>
    private static string Name(string key)
    {
        int end = key.IndexOfAny(['`', '('], key.LastIndexOf('.', key.IndexOf('(') is >= 0 and var open ? open : key.Length - 1) + 1);
        string name = end < 0 ? key : key.Substring(0, end);
        return name.Substring(name.LastIndexOf('.') + 1);
    }
}
