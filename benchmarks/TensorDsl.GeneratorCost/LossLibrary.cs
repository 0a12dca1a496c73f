using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TensorDsl.GeneratorCost;

/// <summary>The sources of the loss library as the compiler sees them when it builds that library, and edits of them.</summary>
internal sealed class LossLibrary
{
    private const string GlobalUsings =
        "global using System; global using System.Collections.Generic; global using System.Linq; global using TensorDsl; global using static TensorDsl.Ops;";

    private LossLibrary(CSharpCompilation compilation) => Compilation = compilation;

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Preview);

    public CSharpCompilation Compilation { get; }

    /// <summary>The size of the library as it was built beside this program.</summary>
    public static long AssemblyBytes { get; } = new FileInfo(Path.Combine(AppContext.BaseDirectory, "TensorDsl.Losses.dll")).Length;

    /// <summary>Reads the sources of the working copy that this program was built in.</summary>
    public static LossLibrary Read()
    {
        string folder = typeof(LossLibrary).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "LossLibrary").Value!;
        var trees = Directory.GetFiles(folder, "*.cs").Order(StringComparer.Ordinal)
            .Select(f => CSharpSyntaxTree.ParseText(File.ReadAllText(f), ParseOptions, f))
            .Append(CSharpSyntaxTree.ParseText(GlobalUsings, ParseOptions, "GlobalUsings.cs"));
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(f => Path.GetFileName(f).StartsWith("System.", StringComparison.Ordinal));
        var references = platform.Append(typeof(Tensors).Assembly.Location).Select(f => MetadataReference.CreateFromFile(f));
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
        return new(CSharpCompilation.Create("TensorDsl.Losses", trees, references, options));
    }

    /// <summary>
    /// One edit per template whose body is an expression of numbers: its value is doubled, so the template and all that call it are
    /// generated anew.
    /// </summary>
    public IEnumerable<(string Template, CSharpCompilation Edited)> Edits()
    {
        foreach (var tree in Compilation.SyntaxTrees)
        {
            var root = tree.GetRoot();
            foreach (var method in root.DescendantNodes().OfType<MethodDeclarationSyntax>())
            {
                if (method.ExpressionBody is not { } body || !method.ReturnType.ToString().StartsWith("Expr", StringComparison.Ordinal)) continue;
                var doubled = SyntaxFactory.ParseExpression($"2f * ({body.Expression.WithoutTrivia().ToFullString()})", options: ParseOptions);
                // As text, because an editor hands the compiler new text; the parser's time is the editor's.
                string text = root.ReplaceNode(body.Expression, doubled).ToFullString();
                var edited = CSharpSyntaxTree.ParseText(text, ParseOptions, tree.FilePath);
                yield return (method.Identifier.Text, Compilation.ReplaceSyntaxTree(tree, edited));
            }
        }
    }
}
