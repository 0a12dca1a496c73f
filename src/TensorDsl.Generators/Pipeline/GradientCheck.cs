using TensorDsl.Generators.Diagnostics;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Ops;
using TensorDsl.Generators.Passes;
using TensorDsl.Generators.Support;
using ValueType = TensorDsl.Generators.Ir.ValueType;

namespace TensorDsl.Generators.Pipeline;

/// <summary>
/// Whether a linked template can be differentiated. A similarity that can't (a Hamming distance) is generated without a backward method; a
/// loss that can't is a mistake, unless its attribute says that none is wanted.
/// </summary>
internal static class GradientCheck
{
    /// <param name="origins">For each linked instruction the one of the template that it comes from.</param>
    public static LinkedTemplate Run(LinkedTemplate linked, EquatableArray<int> origins)
    {
        var (template, function) = (linked.Template, linked.Function!);
        if (!template.IsDifferentiable) return linked;
        var findings = Differentiable.Check(function);
        bool any = findings.Count < function.Parameters.Count(p => p.IsDifferentiable);
        var problems = template.Kind == TemplateKind.Loss ? Problems(template, function, findings, any, origins).ToEquatable() : default;
        return linked with { Template = template with { IsDifferentiable = any }, Problems = problems };
    }

    private static IEnumerable<TemplateProblem> Problems(Template template, Function function, IReadOnlyList<GradientFinding> findings, bool any, EquatableArray<int> origins)
    {
        // A target that is only compared decides between branches, as it should; a target that is rounded is a gradient lost by accident.
        bool[] unstopped = Unstopped(function);
        var lost = findings.Where(f => f is { Op: not null, IsStopped: false } && unstopped[f.Instruction] && (!any || IsNumber(f.Op))).ToList();
        foreach (var finding in lost)
        {
            string parameter = function.Parameters[finding.Parameter].Name;
            yield return new(
                template.Key, Rules.NotDifferentiable.Id, new[] { template.Name, parameter, Display(finding.Op!), finding.Reason ?? "none is defined" },
                origins[finding.Instruction]);
        }

        if (!any && lost.Count == 0) yield return new(template.Key, Rules.NoGradientPath.Id, new[] { template.Name });
    }

    /// <summary>What reaches a result other than through a StopGradient: StopGradient(Floor(x)) says that the loss of x's gradient is intended.</summary>
    private static bool[] Unstopped(Function function)
    {
        var reaches = new bool[function.Code.Count];
        foreach (var result in function.Results) reaches[result.Value] = true;
        for (int id = reaches.Length - 1; id >= 0; id--)
        {
            if (!reaches[id] || function[id] is Map { Op: "StopGradient" }) continue;
            foreach (int operand in function[id].Operands) reaches[operand] = true;
        }

        return reaches;
    }

    private static bool IsNumber(string op) => ScalarOps.TryGet(op, out var scalar) && scalar.Result == ValueType.Real && scalar.Operands[0] == ValueType.Real;

    /// <summary>Comparisons are written as operators.</summary>
    private static string Display(string op) => op switch
    {
        "Greater" => ">",
        "GreaterOrEqual" => ">=",
        "Less" => "<",
        "LessOrEqual" => "<=",
        _ => op,
    };
}
