using System.Diagnostics.Tracing;
using System.Reflection;
using System.Text.RegularExpressions;
using TensorDsl.Cpu;

namespace TensorDsl.Generators.Tests.Generated;

/// <summary>What Explain counts as compiled for a kernel is what the JIT compiles.</summary>
[Collection(GlobalStateCollection.Name)]
public partial class InstantiationTests
{
    /// <summary>Compiled for this test alone: what another test has run is compiled already.</summary>
    private const string Source =
        """
        namespace Instantiated;

        public static partial class Fresh
        {
            [Loss]
            static Expr Spread<N, D>(Expr<N, D> x, Expr<N, D> y)
                => Mean<N>(LogSumExp<Prime<N>>(Sum<D>(Abs(x - 0.5f * y.Prime<N>())))) + Mean<N>(Norm<D>(x));
        }
        """;

    [Fact]
    public void The_kernel_s_own_methods_are_those_that_the_jit_compiles()
    {
        var template = new GeneratedCode(Source).In<float>("Spread");
        // A width too small to be shared out is summed apart, for rows and for columns; a large one for both at once.
        const int Narrow = 3, Wide = 128;
        GeneratedCall narrow = Call(Narrow), wide = Call(Wide);
        using var jit = new CompiledMethods("SpreadCode+GradientKernel");
        narrow.Invoke();
        wide.Invoke();
        var call = narrow;
        var counted = Counted(Explanation(call.Method));
        // The events come from a thread of the run time's, some time later.
        SpinWait.SpinUntil(() => jit.Names().Count(IsPass) >= counted.Passes, TimeSpan.FromSeconds(10));
        var compiled = jit.Names();
        Assert.True(compiled.Count(IsPass) == counted.Passes, string.Join("\n", compiled));
        // Those of operators are inlined into tuned loops, and compiled for the loops that aren't.
        Assert.True(compiled.Count(n => !IsPass(n)) <= counted.Operators, string.Join("\n", compiled));
        Assert.Equal(14, counted.Operators);

        GeneratedCall Call(int width)
            => template.Prepare("Gradient", new Dictionary<string, int> { ["N"] = 5, ["D"] = width }, Sample(5 * width), Sample(5 * width), 1.0);

        static bool IsPass(string name) => !((string[])["+Inner", "+Outer", "+Term"]).Any(o => name.Contains(o, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_counted_of_the_run_time_is_generic_and_nothing_else_is_left_out()
    {
        var explained = KnownTemplates.Code["InfoNce"].Type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
            .Select(Explanation).OfType<string>().Distinct().ToList();
        Assert.NotEmpty(explained);
        foreach (string name in explained.SelectMany(e => Counted(e).Called).Distinct())
        {
            string[] parts = name.Split('.');
            var methods = typeof(Threads).Assembly.GetTypes().Where(t => t.Namespace == "TensorDsl.Cpu" && t.Name.Split('`')[0] == parts[0])
                .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static)).Where(m => m.Name == parts[1]).ToList();
            Assert.True(methods.Count > 0 && methods.TrueForAll(m => m.ContainsGenericParameters), name);
        }

        // The types whose calls are not counted.
        Type[] plain = [typeof(Partition), typeof(Prefetch), typeof(SearchPartition), typeof(Threads), typeof(TileBudget)];
        Assert.DoesNotContain(plain.SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static)), m => m.ContainsGenericParameters);
    }

    private static string? Explanation(MethodInfo method)
        => method.GetCustomAttributes<ExplanationAttribute>().FirstOrDefault(a => a.GetType() == typeof(ExplanationAttribute))?.Text;

    private static (int Passes, int Operators, IReadOnlyList<string> Called) Counted(string? explanation)
    {
        var called = new List<string>();
        var (passes, operators) = (0, 0);
        var lines = Line.Matches(explanation ?? "");
        Assert.NotEmpty(lines);
        foreach (Match line in lines)
        {
            string[] names = line.Groups["called"].Value.Split("; ", StringSplitOptions.RemoveEmptyEntries);
            int Number(string group) => line.Groups[group].Success ? int.Parse(line.Groups[group].Value) : 0;
            Assert.Equal(Number("all"), Number("passes") + Number("operators") + names.Length);
            Assert.Equal(Number("count"), names.Length);
            (passes, operators) = (Number("passes"), Number("operators"));
            called.AddRange(names.Select(c => c.Split(' ', '<')[0]));
        }

        return (passes, operators, called);
    }

    private static double[] Sample(int count) => [.. Enumerable.Range(0, count).Select(i => Math.Sin(i))];

    [GeneratedRegex(@"^instantiations: (?<all>\d+): (?<passes>\d+) of the kernel(, (?<operators>\d+) of its operators)?, (?<count>\d+) of the run time \((?<called>.*)\)$", RegexOptions.Multiline)]
    private static partial Regex Line { get; }

    /// <summary>The methods of types whose name holds a text that are compiled while it listens.</summary>
    private sealed class CompiledMethods(string type) : EventListener
    {
        private const EventKeywords Jit = (EventKeywords)0x10;

        private readonly HashSet<string> _names = [];

        /// <summary>A method that was compiled again at a higher tier counts once.</summary>
        public IReadOnlyCollection<string> Names()
        {
            lock (_names) return [.. _names];
        }

        protected override void OnEventSourceCreated(EventSource source)
        {
            if (source.Name == "Microsoft-Windows-DotNETRuntime") EnableEvents(source, EventLevel.Verbose, Jit);
        }

        protected override void OnEventWritten(EventWrittenEventArgs data)
        {
            if (data.EventName?.StartsWith("MethodLoadVerbose", StringComparison.Ordinal) != true) return;
            string Field(string name) => data.Payload![data.PayloadNames!.IndexOf(name)]?.ToString() ?? "";
            if (!Field("MethodNamespace").Contains(type, StringComparison.Ordinal)) return;
            lock (_names) _names.Add($"{Field("MethodNamespace")}.{Field("MethodName")} {Field("MethodSignature")}");
        }
    }
}
