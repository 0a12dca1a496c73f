using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using TensorDsl.Generators.Ir;
using TensorDsl.LossTests.Execution;

namespace TensorDsl.LossTests.Hlsl;

/// <summary>What every function of the library dispatches, and which values it keeps in memory: as a file beside this one, and by rule.</summary>
public partial class MemoryTests
{
    private static readonly Lazy<IReadOnlyList<(string Name, Function Function, string Text)>> s_explanations = new(() =>
    [
        .. TemplateIndex.All.OrderBy(t => t.Key, StringComparer.Ordinal).SelectMany(t => t.Type.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(m => m.GetCustomAttribute<GeneratedFromTemplateAttribute>()?.Key == t.Key && GpuLibrary.IsOnGpu(m) && m.GetCustomAttribute<GpuExplanationAttribute>() is not null)
            .OrderBy(m => m.Name, StringComparer.Ordinal)
            .Select(m => ($"{t.Type.Name}.{m.Name}({string.Join(", ", t.Function.Parameters.Select(p => p.Name))})", t.Function, m.GetCustomAttribute<GpuExplanationAttribute>()!.Summary))),
    ]);

    [Fact]
    public void Every_function_has_the_dispatches_and_the_memory_that_the_file_says()
    {
        var text = new StringBuilder();
        foreach (var (name, _, explanation) in s_explanations.Value)
        {
            string[] lines = explanation.Split('\n');
            text.Append(name).Append('\n');
            // One case of a function's branches after the other; each begins with its memory.
            foreach (string line in lines)
                if (line.StartsWith("memory: ", StringComparison.Ordinal)) text.Append("    ").Append(line).Append('\n');
            text.Append("    dispatches: ").Append(lines.Count(l => l.StartsWith("dispatch ", StringComparison.Ordinal))).Append('\n');
        }
        Compare(text.ToString(), "MemoryTests.verified.txt");
    }

    [Fact]
    public void Memory_grows_as_operands_and_results_do()
    {
        var large = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (name, function, explanation) in s_explanations.Value)
        {
            var given = function.Parameters.Select(p => p.Axes.Select(a => a.Dim).ToList()).Concat(function.Results.Select(r => r.Axes.Select(a => a.Dim).ToList())).ToList();
            foreach (Match value in Stored.Matches(explanation))
            {
                string[] dims = value.Groups[1].Value.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(d => d.TrimEnd('\'')).ToArray();
                if (!given.Any(g => Within(dims, g))) large.Add(name[..name.IndexOf('(', StringComparison.Ordinal)]);
            }
        }
        Assert.True(large.SetEquals(MemoryOf.Large), $"{large.Count} functions instead of {MemoryOf.Large.Count}:\n{string.Join("\n", large)}");
    }

    [Fact]
    public void An_explanation_prints_the_kernels()
    {
        var method = typeof(Losses).GetMethods(BindingFlags.Public | BindingFlags.Static).First(m => m.Name == "InfoNceGradient" && GpuLibrary.IsOnGpu(m));
        string text = method.GetCustomAttribute<ExplanationAttribute>()!.Text;
        Assert.Contains("dispatch 1: ", text, StringComparison.Ordinal);
        Assert.Contains("[numthreads(256, 1, 1)]", text, StringComparison.Ordinal);
    }

    private static bool Within(IEnumerable<string> dims, IEnumerable<string> of)
    {
        var left = of.ToList();
        return dims.All(left.Remove);
    }

    private static void Compare(string text, string name, [CallerFilePath] string test = "")
    {
        string file = Path.Combine(Path.GetDirectoryName(test)!, name);
        if (Environment.GetEnvironmentVariable("SNAPSHOT_ACCEPT") == "1") File.WriteAllText(file, text);
        string[] expected = File.Exists(file) ? File.ReadAllText(file).Replace("\r", "", StringComparison.Ordinal).Split('\n') : [];
        string[] got = text.Split('\n');
        int at = Enumerable.Range(0, Math.Max(expected.Length, got.Length)).FirstOrDefault(i => i >= expected.Length || i >= got.Length || expected[i] != got[i], -1);
        Assert.True(at < 0, $"{name}, line {at + 1}: '{got.ElementAtOrDefault(at)}' instead of '{expected.ElementAtOrDefault(at)}' (SNAPSHOT_ACCEPT=1 accepts what is there)");
    }

    [GeneratedRegex(@"\w+\[([^\]]+)\](?=,|$)", RegexOptions.Multiline)]
    private static partial Regex Stored { get; }
}
