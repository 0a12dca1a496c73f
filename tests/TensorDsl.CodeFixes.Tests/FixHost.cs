using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using TensorDsl.Generators;
using TensorDsl.Generators.Diagnostics;

namespace TensorDsl.CodeFixes.Tests;

/// <summary>Applies a fix as an editor does: the analyzers and the compiler report, the provider offers, an offer is taken.</summary>
internal static class FixHost
{
    private const string Usings = "global using TensorDsl; global using static TensorDsl.Ops;";

    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.Latest);

    private static readonly ImmutableArray<MetadataReference> s_references = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(p => Path.GetFileName(p) is var f && (f.StartsWith("System.", StringComparison.Ordinal) || f is "mscorlib.dll" or "netstandard.dll" or "TensorDsl.dll"))
        .Select(p => (MetadataReference)MetadataReference.CreateFromFile(p))];

    /// <summary>The titles that a provider offers for the first diagnostic of an id.</summary>
    public static async Task<IReadOnlyList<string>> Titles(CodeFixProvider provider, string source, string id)
        => [.. (await Offers(provider, Open(source), id)).Select(a => a.Title)];

    /// <summary>The source after the first diagnostic of an id was fixed by the offer of that title.</summary>
    public static async Task<string> Apply(CodeFixProvider provider, string source, string id, string title)
    {
        var document = Open(source);
        var action = (await Offers(provider, document, id)).Single(a => a.Title == title);
        var operation = (await action.GetOperationsAsync(default)).OfType<ApplyChangesOperation>().Single();
        return (await operation.ChangedSolution.GetDocument(document.Id)!.GetTextAsync()).ToString();
    }

    /// <summary>Our diagnostics and the compiler's errors.</summary>
    public static async Task<IReadOnlyList<string>> Ids(string source) => [.. (await Diagnose(Open(source))).Select(d => d.Id)];

    private static async Task<IReadOnlyList<CodeAction>> Offers(CodeFixProvider provider, Document document, string id)
    {
        Assert.Contains(id, provider.FixableDiagnosticIds);
        var diagnostic = (await Diagnose(document)).First(d => d.Id == id);
        var actions = new List<CodeAction>();
        await provider.RegisterCodeFixesAsync(new(document, diagnostic, (action, _) => actions.Add(action), default));
        return actions;
    }

    private static async Task<IEnumerable<Diagnostic>> Diagnose(Document document)
    {
        var compilation = (await document.Project.GetCompilationAsync())!;
        CSharpGeneratorDriver.Create([new TensorDslGenerator().AsSourceGenerator()], parseOptions: s_parse).RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        var analyzed = output.WithAnalyzers([new TemplateAnalyzer(), new CallSiteAnalyzer()]);
        var tree = await document.GetSyntaxTreeAsync();
        return (await analyzed.GetAllDiagnosticsAsync()).Where(d => d.Severity >= DiagnosticSeverity.Warning && d.Location.SourceTree == tree).OrderBy(d => d.Location.SourceSpan.Start);
    }

    private static Document Open(string source)
    {
        var workspace = new AdhocWorkspace();
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Test", "Test", LanguageNames.CSharp, parseOptions: s_parse, metadataReferences: s_references,
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true)));
        workspace.AddDocument(project.Id, "Usings.cs", SourceText.From(Usings));
        return workspace.AddDocument(project.Id, "Test0.cs", SourceText.From(source));
    }
}
