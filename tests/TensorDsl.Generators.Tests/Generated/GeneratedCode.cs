using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Tests.Generated;

/// <summary>Templates compiled in memory as a user's project compiles them, loaded, and found by name.</summary>
public sealed class GeneratedCode
{
    private readonly Dictionary<string, string> _sources;
    private readonly Dictionary<string, string> _errors = [];
    private readonly Dictionary<string, Template> _templates;

    public GeneratedCode(string source)
    {
        var (output, result) = RoslynHost.Generate(RoslynHost.Compile(source));
        foreach (var diagnostic in result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)) _errors[source.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length)] = diagnostic.ToString();
        var trees = result.Results.Single().GeneratedSources;
        _sources = trees.ToDictionary(t => NameOf(t.HintName), t => t.SourceText.ToString());

        // One template's broken code must not hide what the others compute: it is taken out and told when that template is asked for.
        foreach (var tree in trees)
        {
            var errors = output.GetSemanticModel(tree.SyntaxTree).GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Take(3).ToList();
            if (errors.Count == 0) continue;
            _errors[NameOf(tree.HintName)] = string.Join("\n", errors);
            output = output.RemoveSyntaxTrees(tree.SyntaxTree);
        }

        using var stream = new MemoryStream();
        var emitted = output.Emit(stream);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        stream.Position = 0;
        var types = new AssemblyLoadContext("generated", isCollectible: true).LoadFromStream(stream).GetTypes();
        _templates = types.SelectMany(t => t.GetCustomAttributes<TemplateIrAttribute>().Select(a => new Template(t, TemplateIrText.Read(a.Ir)!)))
            .ToDictionary(t => t.Function.Name);
    }

    /// <summary>The template names that something went wrong with, and what.</summary>
    public IReadOnlyDictionary<string, string> Errors => _errors;

    /// <summary>A template's function and the class that its methods were generated into.</summary>
    public sealed record Template(Type Type, Function Function);

    public Template this[string name]
    {
        get
        {
            Assert.False(_errors.TryGetValue(name, out string? error), $"{name} has no generated code that compiles:\n{error}");
            return _templates[name];
        }
    }

    /// <summary>The generated file of a template.</summary>
    public string Source(string name) => _sources[name];

    /// <summary>A template's methods in one precision.</summary>
    public GeneratedTemplate<T> In<T>(string name)
        where T : unmanaged, System.Numerics.INumber<T> => new(this[name]);

    /// <summary>"Templates.Name.1a2b3c4d.g.cs" → "Name".</summary>
    private static string NameOf(string hint) => hint.Split('.')[^4];
}
