using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using TensorDsl.Generators.Diagnostics;
using Xunit.Sdk;

namespace TensorDsl.Generators.Tests;

/// <summary>Compiles sources in memory with our generator and analyzers.</summary>
public static class RoslynHost
{
    public const string SourcePath = "Test0.cs";

    private const string Usings = "global using System; global using TensorDsl; global using static TensorDsl.Ops;";

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Latest);

    /// <summary>What the test process itself runs on, so that nothing is downloaded.</summary>
    public static ImmutableArray<MetadataReference> References { get; } = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(p => Path.GetFileName(p) is var f && (f.StartsWith("System.", StringComparison.Ordinal) || f is "mscorlib.dll" or "netstandard.dll" or "TensorDsl.dll"))
        .Select(p => (MetadataReference)MetadataReference.CreateFromFile(p))
        .ToImmutableArray();

    public static CSharpCompilation Compile(string source, params MetadataReference[] more) => CompileAs("Test", source, more);

    public static CSharpCompilation CompileAs(string assembly, string source, params MetadataReference[] more) => CSharpCompilation.Create(
        assembly,
        [CSharpSyntaxTree.ParseText(source, ParseOptions, SourcePath), CSharpSyntaxTree.ParseText(Usings, ParseOptions, "Usings.cs")],
        References.AddRange(more),
        new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));

    public static GeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        [new TensorDslGenerator().AsSourceGenerator()],
        parseOptions: ParseOptions,
        driverOptions: new(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    public static (Compilation Output, GeneratorDriverRunResult Result) Generate(Compilation compilation)
    {
        var driver = Driver().RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        return (output, driver.GetRunResult());
    }

    /// <summary>What the compiler and our analyzers say, warnings and errors, in the order of the source.</summary>
    public static async Task<ImmutableArray<Diagnostic>> Diagnose(Compilation compilation)
    {
        var options = new CompilationWithAnalyzersOptions(
            new([]), (e, analyzer, _) => throw new XunitException($"{analyzer} threw {e}"), concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        var analyzed = new CompilationWithAnalyzers(compilation, [new TemplateAnalyzer(), new CallSiteAnalyzer()], options);
        var diagnostics = await analyzed.GetAllDiagnosticsAsync();
        return [.. diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning).OrderBy(d => d.Location.SourceSpan.Start).ThenBy(d => d.Id)];
    }
}
