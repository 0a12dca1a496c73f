using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TensorDsl.Generators.Emit;
using TensorDsl.Generators.Emit.Gpu;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Passes;
using TensorDsl.Generators.Pipeline;
using TensorDsl.Generators.Schedule;
using TensorDsl.Generators.Support;
using TensorDsl.Generators.Syntax;

namespace TensorDsl.GeneratorCost;

/// <summary>
/// Where the time of an emission goes: each pass alone, over the functions that the emitter runs it on, in milliseconds for the whole
/// library. Binding is what Roslyn takes to hand out the bodies as operations; a re-run after an edit binds and parses all of them again.
/// </summary>
internal static class PassProfile
{
    private const int Repetitions = 5;

    public static IReadOnlyList<(string Pass, double Milliseconds)> Run(LossLibrary library)
    {
        var result = Measurement.NewDriver(track: true).RunGenerators(library.Compilation.Clone()).GetRunResult().Results.Single();
        var linked = new[] { Steps.LinkedLosses, Steps.LinkedSimilarities }
            .SelectMany(step => result.TrackedSteps[step]).SelectMany(step => step.Outputs).Select(o => (LinkedTemplate)o.Value)
            .Where(l => l.Function is not null).ToList();
        var best = new Dictionary<string, double>();
        for (int i = 0; i < Repetitions; i++)
        {
            var times = new Dictionary<string, double>();
            AddParsing(times, library);
            foreach (var template in linked) Add(times, template);
            foreach (var (pass, time) in times) best[pass] = best.TryGetValue(pass, out double known) ? Math.Min(known, time) : time;
        }

        return [.. best.OrderByDescending(p => p.Value).Select(p => (p.Key, p.Value))];
    }

    private static void AddParsing(Dictionary<string, double> times, LossLibrary library)
    {
        var compilation = library.Compilation.Clone();
        var templates = new List<Template>();
        foreach (var tree in compilation.SyntaxTrees)
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var declaration in tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>())
            {
                var method = Time(times, "Roslyn: symbols", () => (IMethodSymbol)model.GetDeclaredSymbol(declaration)!);
                if (!Time(times, "Roslyn: symbols", () => Surface.IsTemplate(method))) continue;
                var body = Time(times, "Roslyn: binding of bodies", () => model.GetOperation(declaration));
                Time(times, "OverloadCheck (part of Parse)", () =>
                {
                    new OverloadCheck(method, default).Run((_, _) => { }, (_, _) => { });
                    return 0;
                });
                templates.Add(Time(times, "Parse", () => TemplateParser.Parse(method, declaration, body, default)).Template);
            }
        }

        var table = Time(times, "Table", () => new TemplateTable(templates
            .Select(t => new TableEntry(t.Key, t.Function, t.Externals)).OrderBy(e => e.Key, StringComparer.Ordinal).ToEquatable()));
        foreach (var template in templates) Time(times, "Link (with GradientCheck)", () => LinkedTemplate.Link(template, table.Find));
    }

    private static T Time<T>(Dictionary<string, double> times, string pass, Func<T> run)
    {
        long start = Stopwatch.GetTimestamp();
        var value = run();
        times[pass] = times.GetValueOrDefault(pass) + Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return value;
    }

    private static void Add(Dictionary<string, double> times, LinkedTemplate linked)
    {
        var (template, function) = (linked.Template, linked.Function!);
        Time("Emit (all of the below, and printing)", () => TemplateEmitter.Emit(template, function, GpuForms.Tensors));
        Time("TemplateIrText.Write", () => TemplateIrText.Write(function));
        Time("Differentiable.Check", () => Differentiable.Check(function));
        foreach (var choice in TemplateEmitter.Choices(function))
        {
            var special = Time("Specialize", () => Specialize.Run(function, choice));
            special = Time("Stabilize", () => Stabilize.Run(special));
            Schedule(special);
            if (!template.IsDifferentiable || !function.Parameters.Any(p => p.IsDifferentiable)) continue;
            Schedule(Time("Differentiate", () => template.Kind == TemplateKind.Loss ? Differentiate.Gradient(special) : Differentiate.Backward(special)));
        }

        void Schedule(Function derived)
        {
            var simple = Time("Simplify", () => Simplify.Run(derived, dropStopGradient: true));
            Time("Lower (part of Scheduler)", () => Lower.Run(simple));
            var plan = Time("Scheduler", () => Scheduler.Run(simple));
            Time("KernelEmitter", () =>
            {
                var writer = new CodeWriter();
                new KernelEmitter(plan, "Kernel").Emit(writer);
                return writer;
            });
        }

        T Time<T>(string pass, Func<T> run) => PassProfile.Time(times, pass, run);
    }
}
