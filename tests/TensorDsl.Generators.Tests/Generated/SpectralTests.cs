using System.Numerics;
using TensorDsl.Generators.Passes;

namespace TensorDsl.Generators.Tests.Generated;

/// <summary>Singular values in templates: alone, between other ops, of what is computed and of what lies otherwise in memory.</summary>
public class SpectralTests
{
    private const string Source =
        """
        namespace Spectral;

        public static partial class Templates
        {
            [Similarity] public static Expr<D> Alone<N, D>(Expr<N, D> x) => SingularValues<N, D>(x);
            [Similarity] public static Expr<N> Transposed<N, D>(Expr<N, D> x) => x.SingularValues<D, N>();
            [Similarity] public static Expr<C, D> Batch<N, C, D>(Expr<N, C, D> x) => SingularValues<N, D>(x);
            [Loss] public static Expr Nuclear<N, D>(Expr<N, D> x) => Sum<D>(SingularValues<N, D>(x));
            [Loss] public static Expr Weighted<N, D>(Expr<N, D> x, Expr<N, D> y, Expr<D> w) => Sum<D>(w * Square(SingularValues<N, D>(x - 2 * y)));
            [Similarity] public static Expr<N, D> Scaled<N, D>(Expr<N, D> x) => x / (1 + Max<D>(SingularValues<N, D>(x)));
            [Loss] public static Expr OfTile<N, M, D>(Expr<N, D> x, Expr<M, D> y) => Sum<M>(SingularValues<N, M>(Cosine<D>(x, y)));
            [Loss] public static Expr InTile<N, M, D>(Expr<N, D> x, Expr<M, D> y) => Mean<N>(LogSumExp<M>(Dot<D>(x * SingularValues<N, D>(x), y)));
            [Loss] public static Expr Pairs<N, D>(Expr<N, D> x) => Sum(SingularValues<N, Prime<N>>(Dot<D>(x, x.Prime<N>()) + OnDiagonal<N>().ToReal()));
            [Loss] public static Expr Broadcast<N, D>(Expr<N> r, Expr<D> c) => Sum<D>(SingularValues<N, D>(Exp(r) + c * c));
            [Loss] public static Expr Masked<C, N, D>(Expr<C, N, D> x, Mask<C> m) => Mean<C>(Sum<D>(SingularValues<N, D>(x)), where: m);
            [Loss] public static Expr Gathered<N, C, D>(Expr<C, D> x, Labels<N, C> l) => Sum<D>(SingularValues<N, D>(x.At(l)));
            [Loss] public static Expr Largest<N, D>(Expr<N, D> x) => Max<D>(SingularValues<N, D>(x)) + Nuclear(x) / Norm(x);
            [Loss] public static Expr Called<N, D>(Expr<N, D> x) => Nuclear<D, Prime<D>>(Dot<N>(x, x.Prime<D>()));
            [Loss] public static Expr Effective<N, D>(Expr<N, D> x, float eps = 1e-7f)
            {
                var s = SingularValues<N, D>(x);
                var p = s / Sum<D>(s) + eps;
                return Exp(-Sum<D>(p * Log(p), where: IndexOf<D>().ToReal() < Size<N>()));
            }
        }
        """;

    private static readonly Lazy<GeneratedCode> s_code = new(() => new(Source));

    public static TheoryData<string, int, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int, int>();
            string[] names =
            [
                "Alone", "Transposed", "Batch", "Nuclear", "Weighted", "Scaled", "OfTile", "InTile", "Pairs", "Broadcast", "Masked", "Gathered", "Largest",
                "Called", "Effective",
            ];
            foreach (string name in names)
                foreach (var (n, d) in ((int, int)[])[(1, 1), (5, 5), (3, 8), (9, 4), (20, 33)]) cases.Add(name, n, d);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Double_is_the_interpreter(string name, int n, int d) => Check<double>(name, n, d, 1e-9);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Float_is_the_interpreter(string name, int n, int d) => Check<float>(name, n, d, 2e-4);

    private static void Check<T>(string name, int n, int d, double tolerance)
        where T : unmanaged, INumber<T>
    {
        var extents = new Dictionary<string, int> { ["N"] = n, ["M"] = 6, ["D"] = d, ["C"] = 3 };
        var template = s_code.Value.In<T>(name);
        var derived = template.IsLoss ? Differentiate.Gradient(template.Function) : Differentiate.Backward(template.Function);
        object[] arguments = Sample.Arguments(derived, new(n * 100 + d), (-1, 1), extents);
        // What is not a float is rounded when it is passed; so is what the interpreter sees.
        foreach (double[] tensor in arguments.OfType<double[]>())
            for (int i = 0; i < tensor.Length; i++) tensor[i] = (float)tensor[i];
        if (template.IsLoss) arguments[^1] = 1.0;
        if (name == "Effective") arguments[1] = (double)1e-7f;
        object[] primals = [.. arguments.Take(template.Function.Parameters.Count)];
        GradientCheck.Same(Interpreter.Run(template.Function, extents, primals), template.Values(extents, primals), tolerance, $"{name} {n} × {d}");
        // Where exact zeros meet rounding (a product of lower rank, equal rows), the gradient in float and in double may differ in what counts.
        if (IsDeficient(name, n, d)) return;
        GradientCheck.Same(Interpreter.Run(derived, extents, arguments), template.Gradients(extents, arguments), tolerance, $"gradient of {name} {n} × {d}");
    }

    /// <summary>The matrix has a lower rank than its extents, up to rounding that the interpreter does in another order.</summary>
    private static bool IsDeficient(string name, int n, int d) => name switch
    {
        "OfTile" => d < Math.Min(n, 6),
        "Broadcast" => Math.Min(n, d) > 2,
        "Gathered" => n > 1,
        "Called" => n < d,
        _ => false,
    };

    [Theory]
    [InlineData("N=0")]
    [InlineData("D=0")]
    [InlineData("C=0")]
    public void Nothing_has_no_singular_values(string sizes)
    {
        var extents = new Dictionary<string, int> { ["N"] = 3, ["D"] = 2, ["C"] = 2, ["M"] = 2, [sizes[..1]] = 0 };
        foreach (string name in (string[])["Alone", "Transposed", "Batch", "Nuclear", "Weighted"])
        {
            var template = s_code.Value.In<double>(name);
            var derived = template.IsLoss ? Differentiate.Gradient(template.Function) : Differentiate.Backward(template.Function);
            object[] arguments = Sample.Arguments(derived, new(3), (-1, 1), extents);
            object[] primals = [.. arguments.Take(template.Function.Parameters.Count)];
            GradientCheck.Same(Interpreter.Run(template.Function, extents, primals), template.Values(extents, primals), 1e-12, name);
            GradientCheck.Same(Interpreter.Run(derived, extents, arguments), template.Gradients(extents, arguments), 1e-12, name);
        }
    }

    /// <summary>The mask keeps the NaN of a matrix that it leaves out from value and gradient.</summary>
    [Fact]
    public void A_matrix_that_is_left_out_may_be_anything()
    {
        var extents = new Dictionary<string, int> { ["N"] = 4, ["D"] = 3, ["C"] = 3 };
        double[] x = [.. Enumerable.Range(0, 36).Select(i => Math.Cos(i * i))];
        x[14] = double.NaN;
        var template = s_code.Value.In<double>("Masked");
        double[][] got = template.Gradients(extents, x, new[] { true, false, true }, 1.0);
        Assert.True(double.IsFinite(got[0][0]));
        Assert.All(got[1], v => Assert.True(double.IsFinite(v)));
        Assert.All(got[1][12..24], v => Assert.Equal(0, v));
        Assert.True(double.IsNaN(template.Values(extents, x, new[] { true, true, true })[0][0]));
    }

    [Fact]
    public void The_plan_says_what_is_decomposed()
    {
        string source = s_code.Value.Source("Nuclear");
        Assert.Contains("singular values of N × D → singularValues[D]", source, StringComparison.Ordinal);
        Assert.Contains("gradient of the singular values of N × D → gradX[N, D]", source, StringComparison.Ordinal);
        Assert.Contains("in a time of order N·D·min(N, D)", source, StringComparison.Ordinal);
    }
}
