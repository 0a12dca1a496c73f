using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace TensorDsl.Generators.Tests.Diagnostics;

/// <summary>
/// Exactly the marked diagnostics at exactly their spans, from compiler, analyzers and generator together. The generator runs first, as in a
/// build, so that call sites bind to what it generates.
/// </summary>
public static class Verify
{
    /// <param name="messages">Messages that must occur, verbatim.</param>
    public static async Task Diagnostics(string markup, params string[] messages)
        => await Diagnostics(markup, references: [], messages);

    public static async Task Diagnostics(string markup, MetadataReference[] references, params string[] messages)
    {
        var (source, expected) = Markup.Parse(markup);
        var (output, result) = RoslynHost.Generate(RoslynHost.Compile(source, references));
        var found = (await RoslynHost.Diagnose(output)).Concat(result.Diagnostics).ToImmutableArray();

        Assert.All(found, d => Assert.Equal(RoslynHost.SourcePath, d.Location.SourceTree?.FilePath ?? d.Location.GetLineSpan().Path));
        string Line(string id, TextSpan span) => $"{id} at `{source.Substring(span.Start, span.Length)}` [{span.Start}..{span.End})";
        string Lines(IEnumerable<(string Id, TextSpan Span)> all)
            => string.Join("\n", all.OrderBy(d => d.Span.Start).ThenBy(d => d.Id).Select(d => Line(d.Id, d.Span)));
        string expectedLines = Lines(expected), foundLines = Lines(found.Select(d => (d.Id, d.Location.SourceSpan)));
        if (expectedLines != foundLines) Assert.Fail($"expected:\n{expectedLines}\nfound:\n{foundLines}\n{string.Join("\n", found)}");
        foreach (string message in messages) Assert.Contains(message, found.Select(d => d.GetMessage()));
    }
}
