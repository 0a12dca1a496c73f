using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TensorDsl.Generators.Tests.Pipeline;

/// <summary>After any edit a driver generates what a new one does: no template is taken for unchanged that is not.</summary>
public class ParseCacheTests
{
    private const string Templates = """
        using Alias = Constants;

        public static partial class S
        {
            const float Local = 0.5f;
            static float Scale(float x) => x;

            [Loss] static Expr Scaled<N>(Expr<N> x, float t = Constants.T) => Sum(x * Constants.T * Local * t);
            [Loss] static Expr Aliased<N>(Expr<N> x) => Mean(x * Alias.T);
            [Similarity] static Expr<N> Pick<N>(Expr<N> x, Kind kind = Kind.A) => kind == Kind.B ? x : -x;
            [Loss] static Expr Calls<N>(Expr<N> x) => Sum(Inner(x));
            [Similarity] static Expr<N> Inner<N>(Expr<N> x) { var y = x * 2f; return y; }
        }
        """;

    private const string Rest = """
        public static class Constants { public const float T = 2f; public const float U = T; }
        public static class Others { public const float T = 7f; public static int Body() { return 1; } }
        public enum Kind { A = 1, B = 2 }
        """;

    [Theory]
    [InlineData("float T = 2f", "float T = 3f")]
    [InlineData("B = 2", "B = 4")]
    [InlineData("enum Kind { A = 1, B = 2 }", "enum Kind { A = 2, B = 1 }")]
    [InlineData("return 1;", "return 2;")]
    [InlineData("public static class Others", "public static class Renamed")]
    public void Edits_of_another_file(string from, string to) => Same(Rest, from, to, "Rest.cs");

    [Theory]
    [InlineData("Local = 0.5f", "Local = 0.25f")]
    [InlineData("using Alias = Constants;", "using Alias = Others;")]
    [InlineData("var y = x * 2f;", "var y = x * 3f;")]
    [InlineData("[Similarity] static Expr<N> Inner", "[Similarity] public static Expr<N> Inner")]
    [InlineData("static float Scale(float x) => x;", "static Expr<N> Inner<N>(Expr<N> x, float y = 1f) => x;")]
    [InlineData("[Loss] static Expr Calls", "/// <summary>Docs.</summary>\n    [Loss] static Expr Calls")]
    [InlineData("[Loss] static Expr Calls", "static Expr Calls")]
    [InlineData("[Loss] static Expr Aliased", "[Loss(Gradient = false)] static Expr Aliased")]
    [InlineData("    [Loss] static Expr Scaled", "    [Loss] static Expr First<N>(Expr<N> x) => Max(x);\n    [Loss] static Expr Scaled")]
    [InlineData("public static partial class S", "public static partial class Moved")]
    [InlineData("public static partial class S", "#nullable disable\npublic static partial class S")]
    public void Edits_of_the_templates_file(string from, string to) => Same(Templates, from, to, RoslynHost.SourcePath);

    [Fact]
    public void Two_templates_of_one_text_in_one_file()
    {
        const string Twice = "public static partial class A { const float T = 1f; [Loss] static Expr F<N>(Expr<N> x) => Sum(x * T); }\n"
            + "public static partial class B { const float T = 2f; [Loss] static Expr F<N>(Expr<N> x) => Sum(x * T); }\n";
        var before = Compile(Twice, Rest);
        Assert.Equal(2, Texts(RoslynHost.Driver().RunGenerators(before)).Distinct().Count());
    }

    [Fact]
    public void References_count()
    {
        var library = (int value) => (MetadataReference)CSharpCompilation.Create(
            "Library", [CSharpSyntaxTree.ParseText($"public static class Library {{ public const float T = {value}f; }}")], RoslynHost.References,
            new(OutputKind.DynamicallyLinkedLibrary)).ToMetadataReference();
        var (one, two) = (library(1), library(2));
        var before = RoslynHost.Compile("public static partial class S { [Loss] static Expr F<N>(Expr<N> x) => Sum(x * Library.T); }", one);
        var after = before.ReplaceReference(one, two);
        Assert.Equal(Texts(RoslynHost.Driver().RunGenerators(after)), Texts(RoslynHost.Driver().RunGenerators(before).RunGenerators(after)));
        Assert.NotEqual(Texts(RoslynHost.Driver().RunGenerators(before)), Texts(RoslynHost.Driver().RunGenerators(after)));
    }

    /// <summary>What the generator remembers of a compilation must not keep the compilation.</summary>
    [Fact]
    public void An_old_compilation_is_not_kept()
    {
        var (driver, old) = AfterAnEdit();
        for (int i = 0; i < 5 && old.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.False(old.IsAlive);
        GC.KeepAlive(driver);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (GeneratorDriver Driver, WeakReference Old) AfterAnEdit()
    {
        var before = Compile(Templates, Rest);
        var after = Compile(Templates.Replace("x * 2f", "x * 3f"), Rest.Replace("T = 2f", "T = 3f"));
        return (RoslynHost.Driver().RunGenerators(before).RunGenerators(after), new(before));
    }

    private static void Same(string file, string from, string to, string path)
    {
        var before = Compile(Templates, Rest);
        Assert.Contains(from, file);
        var tree = before.SyntaxTrees.Single(t => t.FilePath == path);
        var after = before.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(file.Replace(from, to), RoslynHost.ParseOptions, path));
        Assert.Equal(Texts(RoslynHost.Driver().RunGenerators(after)), Texts(RoslynHost.Driver().RunGenerators(before).RunGenerators(after)));
        // And back again: what is remembered of the edit must not stick.
        Assert.Equal(Texts(RoslynHost.Driver().RunGenerators(before)), Texts(RoslynHost.Driver().RunGenerators(before).RunGenerators(after).RunGenerators(before)));
    }

    private static CSharpCompilation Compile(string templates, string rest)
        => RoslynHost.Compile(templates).AddSyntaxTrees(CSharpSyntaxTree.ParseText(rest, RoslynHost.ParseOptions, "Rest.cs"));

    private static List<string> Texts(GeneratorDriver driver)
    {
        var result = driver.GetRunResult();
        Assert.NotEmpty(result.GeneratedTrees);
        return [.. result.GeneratedTrees.Select(t => t.ToString()).Concat(result.Diagnostics.Select(d => d.ToString())).Order(StringComparer.Ordinal)];
    }
}
