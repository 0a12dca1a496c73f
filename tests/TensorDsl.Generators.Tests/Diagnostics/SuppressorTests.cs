using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using TensorDsl.Generators.Diagnostics;

namespace TensorDsl.Generators.Tests.Diagnostics;

/// <summary>A private template isn't unused.</summary>
public class SuppressorTests
{
    [Fact]
    public async Task Templates_only()
    {
        var compilation = RoslynHost.Compile("static partial class S { [Loss] private static Expr F<N>(Expr<N> x) => Mean(x); private static int G() => 1; }");
        var analyzed = new CompilationWithAnalyzers(
            compilation,
            [new UnusedAnalyzer(), new UnusedTemplateSuppressor()],
            new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, true, false, reportSuppressedDiagnostics: true));
        var found = await analyzed.GetAnalyzerDiagnosticsAsync();
        Assert.Equal(["F suppressed", "G"], found.OrderBy(d => d.Location.SourceSpan.Start).Select(d => d.GetMessage() + (d.IsSuppressed ? " suppressed" : "")));
    }

    /// <summary>Stands for the IDE's rule, which can't be referenced.</summary>
#pragma warning disable RS1036, RS1041, RS1038, RS2008 // An analyzer for this test only; it isn't shipped.
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class UnusedAnalyzer : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor Rule = new("IDE0051", "Unused", "{0}", "Style", DiagnosticSeverity.Warning, true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule];

        public override void Initialize(AnalysisContext context)
        {
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.EnableConcurrentExecution();
            context.RegisterSymbolAction(
                static c => c.ReportDiagnostic(Diagnostic.Create(Rule, c.Symbol.Locations[0], c.Symbol.Name)), SymbolKind.Method);
        }
    }
}
