using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using TensorDsl.Generators;

namespace TensorDsl.Docs.Tests;

/// <summary>What the compiler says to wrong templates and calls.</summary>
internal static class Mistakes
{
    private const string Head = "using TensorDsl; using static TensorDsl.Ops;\n";

    /// <summary>The marked lines with the errors below them, in the order of the source.</summary>
    public static async Task<string> Show(string source)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p) is var f && (f.StartsWith("System.", StringComparison.Ordinal) || f is "mscorlib.dll" or "netstandard.dll" or "TensorDsl.dll"))
            .Select(p => MetadataReference.CreateFromFile(p));
        Compilation compilation = CSharpCompilation.Create(
            "Readme", [CSharpSyntaxTree.ParseText(Head + source, options)], references,
            new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));
        CSharpGeneratorDriver.Create([new TensorDslGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(compilation, out compilation, out var generated);
        var analyzers = typeof(TensorDslGenerator).Assembly.GetTypes()
            .Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(DiagnosticAnalyzer)) && t.GetCustomAttributes(typeof(DiagnosticAnalyzerAttribute), false).Length > 0)
            .Select(t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!);
        var found = await compilation.WithAnalyzers([.. analyzers]).GetAllDiagnosticsAsync();
        var text = new StringBuilder();
        foreach (var d in generated.Concat(found).Where(d => d.Severity == DiagnosticSeverity.Error).OrderBy(d => d.Location.SourceSpan.Start))
            text.Append(Underlined(d)).Append($"error {d.Id}: {d.GetMessage()}\n");
        return text.Length > 0 ? text.ToString() : throw new InvalidOperationException("the compiler finds nothing wrong");
    }

    private static string Underlined(Diagnostic diagnostic)
    {
        var span = diagnostic.Location.GetLineSpan().Span;
        string line = diagnostic.Location.SourceTree!.GetText().Lines[span.Start.Line].ToString();
        int indent = line.Length - line.TrimStart().Length;
        int length = (span.End.Line == span.Start.Line ? span.End.Character : line.Length) - span.Start.Character;
        return $"{line[indent..]}\n{new string(' ', span.Start.Character - indent)}{new string('~', length)}\n";
    }
}
