using Microsoft.CodeAnalysis;
using TensorDsl.Generators.Diagnostics;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Pipeline;

/// <summary>Something that only the generator can know of a template: it shows after linking, or it is our own fault.</summary>
/// <param name="Key">The documentation id of the template at whose name it is reported.</param>
internal sealed record TemplateProblem(string Key, string Rule, EquatableArray<string> Arguments)
{
    public static TemplateProblem Internal(string key, string pass, string template, Exception e)
        => new(key, Rules.Internal.Id, new[] { pass, template, $"{e.GetType().Name}: {e.Message}".Replace("\r", "").Replace("\n", " ") });
}

/// <summary>A problem and the place to report it at.</summary>
internal sealed record LocatedProblem(TemplateProblem Problem, TemplateLocation? Location)
{
    public Diagnostic ToDiagnostic()
        => Diagnostic.Create(Rules.ById(Problem.Rule), Location?.ToLocation(), Problem.Arguments.ToArray<object>());
}
