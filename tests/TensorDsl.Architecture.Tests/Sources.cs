using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TensorDsl.Architecture.Tests;

/// <summary>The sources of the repository as syntax trees: a comment that mentions what code may not name is no violation.</summary>
internal static class Sources
{
    private static readonly CSharpParseOptions s_options = new(LanguageVersion.Preview);

    private static string Repository { get; } =
        typeof(Sources).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Repository").Value!;

    public static string Text(string path) => File.ReadAllText(Path.Combine(Repository, path));

    /// <summary>All C# files below a folder, which must not be empty: a renamed folder may not turn a test off.</summary>
    public static IReadOnlyList<SyntaxTree> Below(string folder)
    {
        var files = Directory.GetFiles(Path.Combine(Repository, folder), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(files);
        return [.. files.Select(f => CSharpSyntaxTree.ParseText(File.ReadAllText(f), s_options, Path.GetRelativePath(Repository, f)))];
    }

    /// <summary>All projects, as paths from the repository's root with forward slashes.</summary>
    public static IReadOnlyList<string> Projects()
    {
        string[] roots = ["src", "tests", "samples", "benchmarks"];
        var projects = roots.SelectMany(r => Directory.GetFiles(Path.Combine(Repository, r), "*.csproj", SearchOption.AllDirectories))
            .Select(f => Path.GetRelativePath(Repository, f).Replace('\\', '/')).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(projects);
        return projects;
    }

    /// <summary>Source of a test's own, for the tests that show that a check can fail.</summary>
    public static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text, s_options, "Test.cs");

    /// <summary>Every name that code mentions, with its place; names in comments and strings are left out.</summary>
    public static IEnumerable<(string Name, string Place)> Names(SyntaxTree tree)
        => tree.GetRoot().DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => (t.ValueText, Place(tree, t.GetLocation())));

    /// <summary>Text of string literals and of interpolated strings.</summary>
    public static IEnumerable<(string Text, string Place)> Strings(SyntaxTree tree)
        => tree.GetRoot().DescendantTokens()
            .Where(t => t.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.SingleLineRawStringLiteralToken
                or SyntaxKind.MultiLineRawStringLiteralToken)
            .Select(t => (t.ValueText, Place(tree, t.GetLocation())));

    /// <summary>The names of methods that a tree declares with [Loss] or [Similarity].</summary>
    public static IEnumerable<string> Templates(SyntaxTree tree)
        => tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
            .Where(m => m.AttributeLists.SelectMany(l => l.Attributes).Any(a => a.Name.ToString() is "Loss" or "Similarity"))
            .Select(m => m.Identifier.ValueText);

    private static string Place(SyntaxTree tree, Location location) => $"{tree.FilePath}:{location.GetLineSpan().StartLinePosition.Line + 1}";
}
