using System.Text.RegularExpressions;

namespace TensorDsl.Generators.Emit;

/// <summary>
/// Which generic methods the JIT compiles for a kernel the first time that it runs: its own, and those of the run-time library that its text
/// calls, once for each operator that they are given. What these call in turn is not counted: it is the same for all kernels. Read off
/// the printed text, so that it follows what is printed.
/// </summary>
internal static class Instantiations
{
    private const string Cpu = KernelContext.Cpu;

    /// <summary>Types of the run-time library whose methods are not generic: compiled once, whatever calls them.</summary>
    private static readonly HashSet<string> s_plain = ["Partition", "Prefetch", "SearchPartition", "Threads", "TileBudget"];

    /// <summary>TensorDslCpu.Tile&lt;T, V, O&gt;.Contract(new TensorDslCpu.InnerProduct&lt;T, V, O&gt;(), …: type, method, its own type arguments, operator.</summary>
    private static readonly Regex s_call = new(
        @"TensorDslCpu\.(?<type>\w+)(?:<[^<>()]*>)?\.(?<method>\w+)(?:<(?<arguments>[^<>()]*)>)?\((?:new (?:TensorDslCpu\.)?(?<operator>\w+)(?:<[^<>()]*>)?\()?",
        RegexOptions.CultureInvariant);

    /// <summary>Run over a frame of any memory, Run over the frame, and what each pass runs for a chunk.</summary>
    private static readonly Regex s_pass = new(@"static void \w+(?:<T, V, O, S>)?\((?:void\* frame|void\* frame, int chunk|Frame<T>\* f)\)", RegexOptions.CultureInvariant);

    /// <summary>What a struct operator has: a constructor, the start of a fold, and its methods. Tuned loops inline them, others call them.</summary>
    private static readonly Regex s_operator = new(@"private readonly struct \w+\(|public V (?:Start =>|\w+\()", RegexOptions.CultureInvariant);

    /// <summary>One line: how many, and which of the run-time library.</summary>
    public static string Summary(string kernel)
    {
        // By all that tells instantiations apart, to what is printed of them.
        var called = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (Match call in s_call.Matches(kernel))
        {
            string type = call.Groups["type"].Value, method = call.Groups["method"].Value, arguments = call.Groups["arguments"].Value;
            if (s_plain.Contains(type) || (type == "Scratch" && method == "Rent")) continue;
            string with = call.Groups["operator"].Success ? call.Groups["operator"].Value : arguments.Split(',').Select(a => a.Trim()).FirstOrDefault(a => a.StartsWith(Cpu, StringComparison.Ordinal)) ?? "";
            if (with.StartsWith(Cpu, StringComparison.Ordinal)) with = with.Substring(Cpu.Length);
            string name = $"{type}.{method}{(with.Length > 0 ? $" with {with}" : "")}";
            called[$"{name}<{arguments}>"] = name;
        }

        int passes = s_pass.Matches(kernel).Count, operators = s_operator.Matches(kernel).Count;
        string own = $"{passes} of the kernel" + (operators > 0 ? $", {operators} of its operators" : "");
        return $"instantiations: {passes + operators + called.Count}: {own}, {called.Count} of the run time ({string.Join("; ", called.Values)})\n";
    }
}
