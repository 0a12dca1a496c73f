using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TensorDsl.Architecture.Tests;

/// <summary>
/// What runs in an application can be trimmed and compiled ahead of time. The build holds it by analyzers, whose findings are errors; here stands that
/// they are on, and that nothing silences them.
/// </summary>
public sealed class AheadOfTimeTests
{
    private static readonly string[] s_projects = ["TensorDsl", "TensorDsl.Losses", "TensorDsl.Vulkan"];

    /// <summary>IsAotCompatible turns on IsTrimmable and the analyzers of both.</summary>
    [Fact]
    public void The_analyzers_are_on()
        => Assert.All(s_projects, p => Assert.Contains("<IsAotCompatible>true</IsAotCompatible>", Sources.Text($"src/{p}/{p}.csproj"), StringComparison.Ordinal));

    [Fact]
    public void Nothing_silences_them()
    {
        string[] forbidden = ["UnconditionalSuppressMessage", "RequiresDynamicCode", "RequiresUnreferencedCode"];
        foreach (string project in s_projects)
        {
            var trees = Sources.Below($"src/{project}");
            Assert.Empty(trees.SelectMany(Sources.Names).Where(n => forbidden.Contains(n.Name)).Select(n => $"{n.Place}: {n.Name}"));
            Assert.Empty(trees.Where(t => t.GetRoot().DescendantTrivia().Any(x => x.IsKind(SyntaxKind.PragmaWarningDirectiveTrivia) && x.ToString().Contains("IL", StringComparison.Ordinal)))
                .Select(t => t.FilePath));
            string text = Sources.Text($"src/{project}/{project}.csproj");
            Assert.DoesNotContain("IL2", text, StringComparison.Ordinal);
            Assert.DoesNotContain("IL3", text, StringComparison.Ordinal);
        }
    }
}
