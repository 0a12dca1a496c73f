using Microsoft.CodeAnalysis;
using TensorDsl.Generators.Diagnostics;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Pipeline;

/// <summary>Something that only the generator can know of a template: it shows after linking, or it is our own fault.</summary>
/// <param name="Key">The documentation id of the template at which it is reported.</param>
/// <param name="Instruction">The instruction of the unlinked template at whose expression it is reported; -1: at the template's name.</param>
internal sealed record TemplateProblem(string Key, string Rule, EquatableArray<string> Arguments, int Instruction = -1)
{
    public static TemplateProblem Internal(string key, string pass, string template, Exception e)
        => new(key, Rules.Internal.Id, new[] { pass, template, $"{e.GetType().Name}: {e.Message}".Replace("\r", "").Replace("\n", " ") });
}

/// <summary>A problem and the place to report it at.</summary>
internal sealed record LocatedProblem(TemplateProblem Problem, TemplateLocation? Location)
{
    public Diagnostic ToDiagnostic()
        => Diagnostic.Create(Rules.ById(Problem.Rule), Location?.ToLocation(Problem.Instruction), Problem.Arguments.ToArray<object>());
}
