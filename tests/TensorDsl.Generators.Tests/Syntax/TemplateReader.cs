using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Passes;
using TensorDsl.Generators.Syntax;

namespace TensorDsl.Generators.Tests.Syntax;

/// <summary>Source → the parsed and the linked functions of its templates.</summary>
public sealed class TemplateReader
{
    private readonly Dictionary<string, Template> _templates = [];

    public TemplateReader(string source, params MetadataReference[] references)
    {
        var compilation = RoslynHost.Compile(source, references);
        var errors = compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
        Assert.True(errors.Count == 0, string.Join("\n", errors));
        var tree = compilation.SyntaxTrees[0];
        var model = compilation.GetSemanticModel(tree);
        foreach (var declaration in tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>())
        {
            var method = (IMethodSymbol)model.GetDeclaredSymbol(declaration)!;
            if (!Surface.IsTemplate(method)) continue;
            var (template, findings, _) = TemplateParser.Parse(method, declaration, model.GetOperation(declaration), default);
            Assert.True(findings.Count == 0, string.Join("\n", findings.Select(f => f.ToDiagnostic())));
            Assert.False(template.HasErrors);
            _templates[template.Key] = template;
        }
    }

    public IEnumerable<Template> All => _templates.Values;

    public Template this[string name] => _templates.Values.Single(t => t.Name == name);

    public Function Linked(string name)
    {
        var template = this[name];
        var externals = template.Externals.ToDictionary(e => e.Key, e => TemplateIrText.Read(e.Ir));
        var result = Link.Run(template.Key, template.Function, key => externals.TryGetValue(key, out var f) ? f : _templates.GetValueOrDefault(key)?.Function);
        Assert.True(result.Function != null, $"{result.Problem}");
        return result.Function!;
    }
}
