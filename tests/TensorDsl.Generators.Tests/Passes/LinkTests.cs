using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Passes;
using TensorDsl.Generators.Tests.Syntax;

namespace TensorDsl.Generators.Tests.Passes;

/// <summary>Calls are replaced by bodies; what they compute is told by the interpreter.</summary>
public class LinkTests
{
    private const string Callees = """
        enum P { One, Two }
        static partial class S
        {
            [Similarity] static Expr<N, M> Pairs<N, M, D>(Expr<N, D> x, Expr<M, D> y) => Dot<D>(x, y);
            [Loss] static Expr SumOfPairs<N, M, D>(Expr<N, D> x, Expr<M, D> y) => Sum(Square(Dot<D>(x, y)));
            // An axis N' of its own, which must not meet an N' of the caller.
            [Similarity] static Expr<N, M> Weighted<N, M, D>(Expr<N, D> x, Expr<M, D> y)
            {
                var s = Dot<D>(x, x.Prime<N>());
                return Sum<Prime<N>>(Dot<D>(x, y) * s);
            }
            [Similarity] static Expr<N> Norms<N, D>(Expr<N, D> x, P p = P.Two, bool squared = false)
                => p switch { P.One => Sum<D>(Abs(x)), _ => squared ? SquaredNorm<D>(x) : Norm<D>(x) };
            [Similarity] static (Expr<N> low, Expr<N> high) Range<N, D>(Expr<N, D> x) => (Min<D>(x), Max<D>(x));
            [Similarity] static Expr<N> Picked<N, C>(Expr<N, C> x, Labels<N, C> l, int ignored = -100, float scale = 2f)
                => Where(l.Kept(ignored), x.At(l) * scale * ignored, 0f);
        """;

    private static Function Linked(string caller) => new TemplateReader(Callees + caller + " }").Linked("F");

    /// <summary>Emitted code is read: a callee's local keeps its name, with the callee's in front where the caller has taken it.</summary>
    [Theory]
    [InlineData("[Loss] static Expr F<N, M, D>(Expr<N, D> x, Expr<M, D> y) => Sum(Weighted(x, y));", "s")]
    [InlineData("[Loss] static Expr F<N, M, D>(Expr<N, D> x, Expr<M, D> y) { var s = Sum<D>(x); return Sum(Weighted(x, y) * s); }", "s,weightedS")]
    [InlineData("[Loss] static Expr F<N, M, D>(Expr<N, D> s, Expr<M, D> y) => Sum(Weighted(s, y));", "weightedS")]
    [InlineData("[Loss] static Expr F<N, M, D>(Expr<N, D> x, Expr<M, D> y) { var t = Sum(Weighted(x, y)); var u = Sum(Weighted(y, x)); return t * u; }", "s,t,u,weightedS")]
    [InlineData("[Loss] static Expr F<N, M, D>(Expr<N, D> x, Expr<M, D> y) { var t = Dot<D>(x, x.Prime<N>()); return Sum(Weighted(x, y)) + Sum(t); }", "t")]
    public void Locals_of_callees_keep_their_names(string caller, string expected)
        => Assert.Equal(expected, string.Join(",", Linked(caller).ValueNames.Select(n => n.Name).Order()));

    private static readonly double[] X = [1, 2, -1, 3, 0.5, 4], Y = [2, -1, 0, 1, 5, 3];

    private static double[] Run(Function function, params object[] arguments)
    {
        Assert.Empty(IrVerifier.Check(function));
        Assert.DoesNotContain(function.Code, i => i is Call);
        return Interpreter.Run(function, new Dictionary<string, int> { ["N"] = 3, ["D"] = 2, ["M"] = 3, ["A"] = 3, ["C"] = 2 }, arguments)[0];
    }

    [Fact]
    public void A_body_is_inlined()
    {
        var function = Linked("[Loss] static Expr F<N, D>(Expr<N, D> x, Expr<N, D> y) => Sum(Pairs<N, Prime<N>, D>(x, y.Prime<N>()));");
        Assert.Equal(
            """
            F(x: [N, D], y: [N, D])
              %0 : [N, D] = x
              %1 : [N, D] = y
              %2 : [N', D] = Rename N->N' %1
              %3 : [N, D, N'] = Multiply %0, %2
              %4 : [N, N'] = Sum<D> %3
              %5 : [] = Sum<N, N'> %4
              return [] %5

            """.ReplaceLineEndings("\n"),
            IrPrinter.Print(function));
    }

    [Fact]
    public void An_inner_axis_captures_nothing()
    {
        var function = Linked("[Similarity] static Expr<N, Prime<N>> F<N, D>(Expr<N, D> x, Expr<N, D> y) => Weighted<N, Prime<N>, D>(x, y.Prime<N>());");
        Assert.Contains(function.Code, i => i.Axes.Contains(new("N", 2)));
        var found = Run(function, X, Y);
        for (int n = 0; n < 3; n++)
        {
            for (int m = 0; m < 3; m++)
            {
                double weights = 0;
                for (int k = 0; k < 3; k++) weights += Dot(X, n, X, k);
                Assert.Equal(Dot(X, n, Y, m) * weights, found[n * 3 + m], 12);
            }
        }
    }

    /// <summary>Called with one dim for two, the callee still compares all pairs: its axes stay apart.</summary>
    [Fact]
    public void Two_dims_that_become_one_stay_apart()
    {
        var function = Linked("[Loss] static Expr F<A, D>(Expr<A, D> x, Expr<A, D> y) => SumOfPairs<A, A, D>(x, y);");
        double expected = 0;
        for (int n = 0; n < 3; n++)
            for (int m = 0; m < 3; m++) expected += Math.Pow(Dot(X, n, Y, m), 2);
        Assert.Equal(expected, Run(function, X, Y)[0], 12);
    }

    /// <summary>N and M exchanged: neither may be renamed onto the other on the way.</summary>
    [Fact]
    public void Exchanged_axes()
    {
        var function = Linked("[Similarity] static Expr<Prime<N>, N> F<N, D>(Expr<N, D> x, Expr<N, D> y) => Pairs<Prime<N>, N, D>(x.Prime<N>(), y);");
        var found = Run(function, X, Y);
        for (int n = 0; n < 3; n++)
            for (int m = 0; m < 3; m++) Assert.Equal(Dot(X, n, Y, m), found[n * 3 + m], 12);
    }

    private static double Dot(double[] x, int n, double[] y, int m) => x[n * 2] * y[m * 2] + x[n * 2 + 1] * y[m * 2 + 1];

    [Theory]
    [InlineData("Norms(x, P.One)", "Abs")]
    [InlineData("Norms(x, P.Two, squared: true)", "Multiply,Sum")]
    [InlineData("Norms(x)", "Multiply,Sum,Sqrt")]
    public void A_constant_decides_the_callees_branch(string call, string ops)
    {
        var function = Linked($"[Loss] static Expr F<N, D>(Expr<N, D> x) => Sum({call});");
        Assert.DoesNotContain(function.Code, i => i is Choose);
        Assert.StartsWith(ops, string.Join(",", function.Code.Skip(1).Select(i => i switch { Map m => m.Op, Reduce r => r.Op, _ => "?" })));
    }

    [Fact]
    public void A_parameter_of_the_caller_decides_the_callees_branch()
    {
        var function = Linked("[Loss] static Expr F<N, D>(bool q, Expr<N, D> x, P p) => Sum(Norms(x, p, !q));");
        var choices = function.Code.OfType<Choose>().ToList();
        Assert.Equal([0, 2], choices.Select(c => c.Parameter).Order());
        Assert.Equal(X.Sum(v => v * v), Run(Specialize.Run(function, new Dictionary<int, long> { [0] = 0, [2] = 1 }), 0L, X, 1L)[0], 12);
    }

    [Fact]
    public void Elements_of_a_tuple()
    {
        var function = Linked("[Similarity] static Expr<N> F<N, D>(Expr<N, D> x) { var (low, high) = Range(x); return high - low; }");
        Assert.Equal([1, 4, 3.5], Run(function, X));
    }

    [Fact]
    public void Numbers_and_ignored_labels()
    {
        var function = Linked("[Similarity] static Expr<N> F<N, C>(Expr<N, C> x, Labels<N, C> l) => Picked(x, l, ignored: -1);");
        Assert.Equal([2 * 2 * -1, 0, 0.5 * 2 * -1], Run(function, X, new[] { 1, -1, 0 }));
    }

    /// <summary>A template that is an extension method is called in the fluent form; its operand may be written anywhere.</summary>
    [Fact]
    public void Extension_methods()
    {
        var reader = new TemplateReader("""
            static partial class S
            {
                [Similarity] static Expr<N> Halved<N, D>(this Expr<N, D> x, float by = 0.5f) => Sum<D>(x) * by;
                [Loss] static Expr F<N, D>(Expr<N, D> x) => Sum(x.Halved()) + Sum(x.Halved(by: 2)) + Sum(Halved(by: 1f, x: x));
            }
            """);
        Assert.Equal(3.5 * X.Sum(), Run(reader.Linked("F"), X)[0], 12);
    }

    /// <summary>The type parameters of the types around a template are dims of it, too.</summary>
    [Fact]
    public void Generic_containing_types()
    {
        var reader = new TemplateReader("""
            static partial class Model<A, B> { [Similarity] public static Expr<A, K> Scores<K>(Expr<A, B> x, Expr<K, B> w) => Dot<B>(x, w); }
            static partial class S { [Loss] static Expr F<N, D, M>(Expr<N, D> x, Expr<M, D> y) => Sum(Square(Model<N, D>.Scores<M>(x, y))); }
            """);
        double expected = 0;
        for (int n = 0; n < 3; n++)
            for (int m = 0; m < 3; m++) expected += Math.Pow(Dot(X, n, Y, m), 2);
        Assert.Equal(expected, Run(reader.Linked("F"), X, Y)[0], 12);
    }

    /// <summary>An argument that two parameters share must not lose an axis to an identity of the arithmetic.</summary>
    [Fact]
    public void One_value_for_two_parameters()
    {
        var reader = new TemplateReader("""
            static partial class S
            {
                [Loss] static Expr Selected<N, M>(Expr<N> a, Expr<N> b, Expr<N, M> s) => Sum<N, M>(Where(s > 0, a, b));
                [Loss] static Expr F<N, M>(Expr<N> a, Expr<N, M> s) => Selected(a, a, s);
            }
            """);
        Assert.Equal(18, Run(reader.Linked("F"), new double[] { 1, 2, 3 }, new double[9])[0]);
    }

    [Fact]
    public void Across_assemblies()
    {
        const string source = """
            public static partial class L
            {
                [Similarity] static Expr<N, D> Scaled<N, D>(Expr<N, D> x, float t) => x / t;
                [Similarity] public static Expr<N, M> Pairs<N, M, D>(Expr<N, D> x, Expr<M, D> y, float t = 1f) => Dot<D>(Scaled(x, t), y);
            }

            """;
        // What the generator leaves on the containing type, and nothing else that it generates.
        var templates = new TemplateReader(source);
        string text = TemplateIrText.Write(templates.Linked("Pairs"));
        var library = RoslynHost.CompileAs("Library", $"""{source}[TemplateIr("{templates["Pairs"].Key}", "{text}")] static partial class L;""");
        using var image = new MemoryStream();
        var emitted = library.Emit(image);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        var reference = Microsoft.CodeAnalysis.MetadataReference.CreateFromImage(image.ToArray());
        var reader = new TemplateReader(
            "static partial class S { [Loss] static Expr F<N, D>(Expr<N, D> x, Expr<N, D> y) => Sum(L.Pairs<N, Prime<N>, D>(x, y.Prime<N>(), 0.5f)); }", reference);
        double expected = 0;
        for (int n = 0; n < 3; n++)
            for (int m = 0; m < 3; m++) expected += Dot(X, n, Y, m) / 0.5;
        Assert.Equal(expected, Run(reader.Linked("F"), X, Y)[0], 12);
    }

    [Fact]
    public void Recursion_ends()
    {
        var b = new IrBuilder();
        var parameter = new Parameter("x", ParameterKind.Tensor, new Axis[] { new("N", 0) });
        int call = b.Call("M:F", [new("N", 0)], [b.Input(0, parameter)], 0, []);
        var function = new Function("F", new[] { "N" }, new[] { parameter }, b.Code, new[] { new Result(call, default) });
        var result = Link.Run("M:F", function, _ => function);
        Assert.Equal(LinkFault.Recursion, result.Problem!.Fault);
        Assert.Equal(["M:F", "M:F"], result.Problem.Path.ToArray());

        int depth = 0;
        result = Link.Run("M:G", function, key => function with
        {
            Code = new Instr[] { function[0], ((Call)function[1]) with { Key = $"M:F{depth++}" } },
        });
        Assert.Equal(LinkFault.TooDeep, result.Problem!.Fault);
        Assert.Equal(LinkFault.Missing, Link.Run("M:G", function, _ => null).Problem!.Fault);
    }
}
