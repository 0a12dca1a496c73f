using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using TensorDsl.Generators.Diagnostics;

namespace TensorDsl.Generators.Tests.Diagnostics;

/// <summary>Each diagnostic has a descriptor, a line in the release files, a test, and a page that tells what to do.</summary>
public class CompletenessTests
{
    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../.."));

    public static TheoryData<string> Ids => new(Rules.All.Select(r => r.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Has_all_four(string id)
    {
        var rule = Rules.ById(id);
        var releases = new[] { "Shipped", "Unshipped" }.SelectMany(f => File.ReadLines(Path.Combine(Root(), $"src/TensorDsl.Generators/AnalyzerReleases.{f}.md")));
        Assert.Contains(releases, line => line.StartsWith($"{id} | TensorDsl | {rule.DefaultSeverity} |", StringComparison.Ordinal));

        // Marked in a source, or, for what no source can provoke, asserted by its id.
        var tests = Directory.EnumerateFiles(Path.Combine(Root(), "tests/TensorDsl.Generators.Tests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText);
        Assert.Contains(tests, text => text.Contains($"{{|{id}:") || text.Contains($"Assert.Equal(\"{id}\""));

        string page = File.ReadAllText(Path.Combine(Root(), $"docs/diagnostics/{id}.md"));
        Assert.StartsWith($"# {id}: {rule.Title}\n", page.ReplaceLineEndings("\n"));
        Assert.Contains("## What it means", page);
        Assert.True(id == "TDSL901" || Regex.Matches(page, "```csharp").Count >= 2, "wrong → right");
        Assert.Contains($"({id}.md)", File.ReadAllText(Path.Combine(Root(), "docs/diagnostics/README.md")));
    }

    [Fact]
    public void Ids_are_unique_and_messages_are_plain()
    {
        Assert.Equal(Rules.All.Length, Rules.All.Select(r => r.Id).Distinct().Count());
        Assert.All(Rules.All, r => Assert.Matches("^TDSL[1-7,9][0-9]{2}$", r.Id));
        Assert.All(Rules.All, r => Assert.DoesNotContain("invalid", r.MessageFormat.ToString(), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void No_page_without_a_rule()
        => Assert.Equal(
            Rules.All.Select(r => r.Id),
            Directory.EnumerateFiles(Path.Combine(Root(), "docs/diagnostics"), "TDSL*.md").Select(f => Path.GetFileNameWithoutExtension(f)).Order());

    /// <summary>The wrong and the right code of every page are what they claim to be.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Examples_hold(string id)
    {
        string page = File.ReadAllText(Path.Combine(Root(), $"docs/diagnostics/{id}.md")).ReplaceLineEndings("\n");
        foreach (Match example in Regex.Matches(page, "```csharp\n(?<code>.*?)```", RegexOptions.Singleline))
        {
            string code = example.Groups["code"].Value;
            // A call needs the generated methods; what calls them is shown without the templates, so those examples aren't compiled.
            if (code.StartsWith("// call", StringComparison.Ordinal)) continue;
            var (output, result) = RoslynHost.Generate(RoslynHost.Compile(code));
            var found = (await RoslynHost.Diagnose(output)).Concat(result.Diagnostics).Where(d => d.Id.StartsWith("TDSL", StringComparison.Ordinal) && (d.Severity > DiagnosticSeverity.Info || d.Id == id)).Select(d => d.Id).Distinct();
            string heading = page.Substring(0, example.Index);
            bool wrong = heading.LastIndexOf("## Wrong", StringComparison.Ordinal) > heading.LastIndexOf("## Right", StringComparison.Ordinal);
            Assert.Equal(wrong ? [id] : [], found);
        }
    }
}
