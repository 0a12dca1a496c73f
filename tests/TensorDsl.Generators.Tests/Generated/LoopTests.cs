namespace TensorDsl.Generators.Tests.Generated;

/// <summary>How the innermost loops of row passes are printed.</summary>
public class LoopTests
{
    private static readonly string s_source = new GeneratedCode(
        """
        namespace Loops;

        public static partial class Rows
        {
            [Loss]
            static Expr Entropy<N, C>(Expr<N, C> x) => Mean<N>(LogSumExp<C>(x) - Sum<C>(x * Softmax<C>(x)));
        }
        """).Source("Entropy");

    /// <summary>The loops of one pass, in their order, by what they begin with.</summary>
    private static List<string> Loops(string start)
    {
        string pass = s_source[s_source.LastIndexOf("void Pass1", StringComparison.Ordinal)..];
        return [.. pass.Split("for (nint c = ").Skip(1).Where(l => l.StartsWith(start, StringComparison.Ordinal))];
    }

    [Fact]
    public void Whole_vectors_have_no_end_to_ask_about()
    {
        Assert.NotEmpty(Loops("0;"));
        Assert.All(Loops("0;"), l => Assert.DoesNotContain("O.Keep(", l, StringComparison.Ordinal));
        Assert.Contains(Loops("C - "), l => l.Contains("O.Keep(", StringComparison.Ordinal));
    }

    [Fact]
    public void The_second_loop_that_reads_a_row_asks_for_the_next_one()
    {
        Assert.Equal([1], Loops("0;").Index().Where(l => l.Item.Contains("Prefetch.Line(xRow + c + ahead);", StringComparison.Ordinal)).Select(l => l.Index));
        Assert.All(Loops("C - "), l => Assert.DoesNotContain("Prefetch", l, StringComparison.Ordinal));
        Assert.Contains("nint ahead = TensorDslCpu.Prefetch.Distance(C, sizeof(T));", s_source, StringComparison.Ordinal);
    }
}
