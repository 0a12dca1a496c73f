using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TensorDsl.Generators.Pipeline;

namespace TensorDsl.Generators.Tests.Pipeline;

/// <summary>An edit regenerates what it changes the meaning of, and nothing else.</summary>
public class IncrementalityTests
{
    private const string Source = """
        public static partial class S
        {
            /// <summary>Cosine of every pair.</summary>
            [Similarity] static Expr<N, M> Pairs<N, M, D>(Expr<N, D> x, Expr<M, D> y) => Dot<D>(x, y) / (Norm<D>(x) * Norm<D>(y));
            [Loss] static Expr Mse<N>(Expr<N> x, Expr<N> y) => Mean(Square(x - y));
            [Loss] static Expr Uses<N, D>(Expr<N, D> x) => Mean(Pairs(x, x.Prime<N>().As<Prime<N>, D>()));
            [Loss] static Expr UsesIndirectly<N, D>(Expr<N, D> x) => Uses(x) * 2;
        }
        """;

    [Fact]
    public void An_unrelated_file_regenerates_nothing()
        => AssertCached(Rerun(c => c.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Other { public int X = 1; }", RoslynHost.ParseOptions, "Other.cs"))));

    [Theory]
    [InlineData("public static partial", "// a comment\n\n   public static partial")]
    [InlineData("Mean(Square(x - y))", "Mean( Square(x  -  y) )  /* why */")]
    [InlineData("Mean(Square(x - y))", "Ops.Mean(((x - y)).Square())")]
    public void Moving_code_regenerates_nothing(string from, string to) => AssertCached(Rerun(c => Replace(c, from, to)));

    [Fact]
    public void Editing_a_callee_regenerates_it_and_its_callers_only()
    {
        var run = Rerun(c => Replace(c, "(Norm<D>(x) * Norm<D>(y))", "(Norm<D>(x) * Norm<D>(y) + 1e-6f)"));
        Assert.Equal("Modified", run.Steps[Steps.Similarities]);
        Assert.Equal("Unchanged,Unchanged,Unchanged", run.Steps[Steps.Losses]);
        Assert.Equal("Unchanged,Modified,Modified", run.Steps[Steps.LinkedLosses]);
        Assert.Equal("Cached,Modified,Modified", run.Steps[Steps.EmittedLosses]);
        Assert.Equal(3, run.Outputs.Count(r => r == IncrementalStepRunReason.Modified));
    }

    [Fact]
    public void Editing_docs_regenerates_that_template_only()
    {
        var run = Rerun(c => Replace(c, "Cosine of every pair.", "Cosine of all pairs."));
        Assert.Equal("Modified", run.Steps[Steps.Similarities]);
        Assert.Equal("Unchanged", run.Steps[Steps.Table]);
        Assert.Equal("Cached,Cached,Cached", run.Steps[Steps.LinkedLosses]);
    }

    [Fact]
    public void Overloads_that_share_a_method_over_spans_regenerate_it_by_their_signatures_only()
    {
        const string Overloads = "public static partial class S { [Loss] static Expr F<N>(Expr<N> x) => Mean(x); [Loss] static Expr F<N, D>(Expr<N, D> x) => Mean(x) * 2; }";
        var run = Rerun(c => Replace(c, "Mean(x) * 2", "Mean(x) * 3"), Overloads);
        Assert.Equal("Cached,Modified", run.Steps[Steps.Losses]);
        Assert.Equal("Cached", run.Steps[Steps.SpanFiles]);
        run = Rerun(c => Replace(c, "(Expr<N, D> x)", "(Expr<N, D> x, float t = 1)"), Overloads);
        Assert.Equal("Removed", run.Steps[Steps.SpanFiles]);
    }

    /// <summary>A symbol or a syntax node in a cached value would keep a whole compilation alive, and never compare equal.</summary>
    [Fact]
    public void Nothing_of_Roslyn_is_cached()
    {
        var (_, result) = RoslynHost.Generate(RoslynHost.Compile(Source + "static partial class T { [Loss] static Expr F<N>(Expr<N> x) => G(x); [Loss] static Expr G<N>(Expr<N> x) => F(x); [Loss] static Expr G<N, D>(Expr<N, D> x) => Mean(x); }"));
        var steps = result.Results[0].TrackedSteps;
        int visited = 0;
        foreach (string name in Steps.All)
        {
            Assert.True(steps.ContainsKey(name), name);
            foreach (var (value, _) in steps[name].SelectMany(s => s.Outputs)) Visit(value, name, new(ReferenceEqualityComparer.Instance));
        }

        Assert.True(visited > 100);

        void Visit(object? value, string path, HashSet<object> seen)
        {
            if (value is null || value is string || value.GetType() is { IsPrimitive: true } or { IsEnum: true }) return;
            visited++;
            Assert.False(
                value is ISymbol or SyntaxNode or SyntaxTree or Compilation or SemanticModel or Location or IOperation or Diagnostic or DiagnosticDescriptor,
                $"{value.GetType()} at {path}");
            if (!value.GetType().IsValueType && !seen.Add(value)) return;
            if (value is System.Collections.IEnumerable list)
            {
                foreach (object? item in list) Visit(item, path + "[]", seen);
                return;
            }

            for (var type = value.GetType(); type != null; type = type.BaseType)
            {
                foreach (var field in type.GetFields(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.DeclaredOnly))
                    Visit(field.GetValue(value), $"{path}.{field.Name}", seen);
            }
        }
    }

    /// <summary>Templates out of another generator aren't seen by ours; calls of generated methods in its output bind all the same.</summary>
    [Fact]
    public void Beside_another_generator()
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new Other().AsSourceGenerator(), new TensorDslGenerator().AsSourceGenerator()], parseOptions: RoslynHost.ParseOptions);
        driver = driver.RunGeneratorsAndUpdateCompilation(RoslynHost.Compile(Source), out var output, out var diagnostics);
        Assert.Empty(diagnostics);
        Assert.DoesNotContain(output.GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal(5, driver.GetRunResult().GeneratedTrees.Length);
    }

    private sealed class Other : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterPostInitializationOutput(static c
            => c.AddSource("other.g.cs", "using TensorDsl; class FromOther { public const int X = 1; }"));
    }

    private static void AssertCached(Run run)
    {
        foreach (var (step, reasons) in run.Steps)
            Assert.All(reasons.Split(','), r => Assert.True(r is "Cached" or "Unchanged" or "", $"{step}: {reasons}"));
        Assert.All(run.Outputs, r => Assert.Equal(IncrementalStepRunReason.Cached, r));
    }

    private sealed record Run(IReadOnlyDictionary<string, string> Steps, IReadOnlyList<IncrementalStepRunReason> Outputs);

    private static Run Rerun(Func<Compilation, Compilation> edit, string source = Source)
    {
        var before = RoslynHost.Compile(source);
        var driver = RoslynHost.Driver().RunGenerators(before).RunGenerators(edit(before));
        var result = driver.GetRunResult().Results[0];
        return new(
            Generators.Pipeline.Steps.All.ToDictionary(s => s, s => result.TrackedSteps.TryGetValue(s, out var steps)
                ? string.Join(",", steps.SelectMany(x => x.Outputs).Select(o => o.Reason))
                : ""),
            [.. result.TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs).Select(o => o.Reason)]);
    }

    private static Compilation Replace(Compilation compilation, string from, string to)
    {
        var tree = compilation.SyntaxTrees.First();
        string text = tree.ToString();
        Assert.Contains(from, text);
        return compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(text.Replace(from, to), RoslynHost.ParseOptions, tree.FilePath));
    }
}
