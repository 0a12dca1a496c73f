using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using TensorDsl.Generators.Emit.Gpu;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Pipeline;
using TensorDsl.Generators.Support;
using TensorDsl.Generators.Syntax;

namespace TensorDsl.Generators;

/// <summary>
/// Reads the methods marked [Similarity] and [Loss] and generates what runs: parse → link → emit, one file per template. Each step's output
/// is a value that compares structurally and holds nothing of Roslyn's, so an edit that doesn't change a template's meaning regenerates
/// nothing, and an edit of a template regenerates it and its callers.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class TensorDslGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var (cache, links) = (new ParseCache(), new LinkCache());
        var parsed = context.SyntaxProvider.CreateSyntaxProvider(
                static (node, _) => node is MethodDeclarationSyntax { AttributeLists.Count: > 0 },
                cache.Parse)
            .Where(static p => p != null).Select(static (p, _) => p!);
        var parsedSimilarities = parsed.Where(static p => p.Kind == TemplateKind.Similarity);
        var parsedLosses = parsed.Where(static p => p.Kind == TemplateKind.Loss);
        var similarities = Templates(parsedSimilarities, Steps.Similarities);
        var losses = Templates(parsedLosses, Steps.Losses);
        // Callers depend on a callee's function only: a doc comment changed elsewhere relinks nothing.
        var table = similarities.Collect().Combine(losses.Collect())
            .Select(static (t, _) => new TemplateTable(t.Left.Concat(t.Right)
                .Select(x => new TableEntry(x.Key, x.Function, x.Externals)).OrderBy(e => e.Key, StringComparer.Ordinal).ToEquatable()))
            .WithTrackingName(Steps.Table);

        var computeSharp = ComputeSharpBridge.Register(context);
        var gpu = WantedForms(context, computeSharp);
        var emittedSimilarities = Generate(context, links, similarities, table, gpu, Steps.LinkedSimilarities, Steps.EmittedSimilarities);
        var emittedLosses = Generate(context, links, losses, table, gpu, Steps.LinkedLosses, Steps.EmittedLosses);
        var spans = Spans(context, emittedSimilarities, emittedLosses);
        var problems = Problems(emittedSimilarities).Combine(Problems(emittedLosses).Combine(spans).Select(static (p, _) => p.Left.AddRange(p.Right)))
            .Combine(Failures(parsedSimilarities).Combine(Failures(parsedLosses)))
            .Select(static (p, _) => p.Left.Left.Concat(p.Left.Right).Concat(p.Right.Left).Concat(p.Right.Right).ToEquatable());
        Report(context, problems, Locations(parsedSimilarities).Combine(Locations(parsedLosses)));
    }

    /// <summary>
    /// Methods over GPU tensors: unless the property TensorDslGpu says otherwise, wherever the referenced TensorDsl knows GPUs; and over
    /// ComputeSharp's buffers, where the bridge is.
    /// </summary>
    private static IncrementalValueProvider<GpuForms> WantedForms(
        IncrementalGeneratorInitializationContext context, IncrementalValueProvider<ComputeSharpUse> computeSharp)
        => context.CompilationProvider.Select(static (c, _) => c.GetTypeByMetadataName(Surface.GpuKernel) != null)
            .Combine(BuildProperty.Of(context, "TensorDslGpu")).Combine(computeSharp)
            .Select(static (w, _) => !w.Left.Left || w.Left.Right == "false" ? GpuForms.None
                : w.Right == ComputeSharpUse.Added ? GpuForms.TensorsAndComputeSharp
                : GpuForms.Tensors);

    private static IncrementalValuesProvider<Template> Templates(IncrementalValuesProvider<ParsedTemplate> parsed, string step)
        => parsed.Where(static p => p.Template != null).Select(static (p, _) => p.Template!).WithTrackingName(step);

    private static IncrementalValueProvider<ImmutableArray<TemplateProblem>> Failures(IncrementalValuesProvider<ParsedTemplate> parsed)
        => parsed.Where(static p => p.Failure != null).Select(static (p, _) => p.Failure!).Collect();

    private static IncrementalValueProvider<ImmutableArray<TemplateLocation>> Locations(IncrementalValuesProvider<ParsedTemplate> parsed)
        => parsed.Select(static (p, _) => p.Location).Collect();

    /// <summary>Links and emits.</summary>
    private static IncrementalValuesProvider<EmittedTemplate> Generate(
        IncrementalGeneratorInitializationContext context,
        LinkCache links,
        IncrementalValuesProvider<Template> templates,
        IncrementalValueProvider<TemplateTable> table,
        IncrementalValueProvider<GpuForms> gpu,
        string linkedStep,
        string emittedStep)
    {
        var linked = templates.Where(static t => t.CanDeclare).Combine(table)
            .Select((t, _) => links.Link(t.Left, t.Right)).WithTrackingName(linkedStep);
        var emitted = linked.Combine(gpu).Select(static (l, _) => EmittedTemplate.Emit(l.Left, l.Right)).WithTrackingName(emittedStep);
        context.RegisterSourceOutput(emitted, static (output, e) =>
        {
            if (e.Text != null) output.AddSource(e.HintName, SourceText.From(e.Text, Encoding.UTF8));
        });
        return emitted;
    }

    private static IncrementalValueProvider<ImmutableArray<TemplateProblem>> Problems(IncrementalValuesProvider<EmittedTemplate> emitted)
        => emitted.SelectMany(static (e, _) => e.Problems).Collect();

    /// <summary>Methods over tensor spans whose names templates share: their text depends on all of those, but on signatures only.</summary>
    private static IncrementalValueProvider<ImmutableArray<TemplateProblem>> Spans(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<EmittedTemplate> similarities,
        IncrementalValuesProvider<EmittedTemplate> losses)
    {
        var files = similarities.SelectMany(static (e, _) => e.Ranked).Collect().Combine(losses.SelectMany(static (e, _) => e.Ranked).Collect())
            .SelectMany(static (m, _) => SpanFile.Emit(m.Left.Concat(m.Right))).WithTrackingName(Steps.SpanFiles);
        context.RegisterSourceOutput(files, static (output, f) => output.AddSource(f.HintName, SourceText.From(f.Text, Encoding.UTF8)));
        return files.SelectMany(static (f, _) => f.Problems).Collect();
    }

    /// <summary>
    /// Locations change with every keystroke above a template, so they meet the problems only here, where nothing is generated any more.
    /// </summary>
    private static void Report(
        IncrementalGeneratorInitializationContext context,
        IncrementalValueProvider<EquatableArray<TemplateProblem>> problems,
        IncrementalValueProvider<(ImmutableArray<TemplateLocation> Left, ImmutableArray<TemplateLocation> Right)> locations)
    {
        var located = problems.Combine(locations).Select(static (p, _) => p.Left
            .Select(problem => new LocatedProblem(problem, p.Right.Left.Concat(p.Right.Right).FirstOrDefault(l => l.Key == problem.Key)))
            .ToEquatable()).WithTrackingName(Steps.Problems);
        context.RegisterSourceOutput(located, static (output, list) =>
        {
            foreach (var problem in list) output.ReportDiagnostic(problem.ToDiagnostic());
        });
    }
}
