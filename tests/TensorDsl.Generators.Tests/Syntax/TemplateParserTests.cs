using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Tests.Syntax;

/// <summary>Statements, constants, branches and declarations.</summary>
public class TemplateParserTests
{
    private static TemplateReader Read(string template) => new($"enum Mode {{ A, B = 5, C }} static partial class S {{ {template} }}");

    private static Template Parse(string template) => Read(template).All.Single();

    private static string Code(string template)
    {
        var function = Read(template).Linked("F");
        return string.Join("; ", function.Code.Select((_, id) => IrPrinter.Line(function, id)).Select(line => line.Substring(line.IndexOf('=') + 2)));
    }

    private static string Expression(string expression) => Code($"[Loss] static Expr F<N>(Expr<N> x, Expr scale, float t, double u, int k, bool flag, bool other, Mode mode) => Sum({expression});");

    /// <summary>The decimal text survives, so that the float and the double overload each round it once.</summary>
    [Theory]
    [InlineData("0.07f", "0.07")]
    [InlineData("0.07", "0.07")]
    [InlineData("1e-8f", "1E-08")]
    [InlineData("1_000.50f", "1000.5")]
    [InlineData("2", "2")]
    [InlineData("2d", "2")]
    [InlineData("0x10", "16")]
    [InlineData("-0.5f", "-0.5")]
    [InlineData("MathF.PI", "3.1415926535897931")]
    [InlineData("float.PositiveInfinity", "inf")]
    [InlineData("float.NegativeInfinity", "-inf")]
    [InlineData("0.1234567890123f", "0.1234567890123")]
    [InlineData("S.Eps", "1E-06")]
    public void Constants(string literal, string text)
    {
        string code = Code($"public const float Eps = 1e-6f; [Loss] static Expr F<N>(Expr<N> x) => Sum(Max(x, {literal}));");
        Assert.Equal(double.Parse(text.Replace("inf", "Infinity"), System.Globalization.CultureInfo.InvariantCulture), double.Parse(code.Split("; ")[1].Replace("inf", "Infinity"), System.Globalization.CultureInfo.InvariantCulture));
        Assert.Contains(text.Length > 15 ? "3.14159265358979" : text, code);
    }

    [Theory]
    [InlineData("x * (t * 2)", "x; t; 2; Multiply %1, %2; Multiply %0, %3; Sum<N> %4")]
    [InlineData("x * (1f / 3)", "x; 1; 3; Divide %1, %2; Multiply %0, %3; Sum<N> %4")]
    [InlineData("x * (1 / 3)", "x; 0; Multiply %0, %1; Sum<N> %2")]
    [InlineData("x * k", "x; k; IndexToReal %1; Multiply %0, %2; Sum<N> %3")]
    [InlineData("x * (k + 1)", "x; k; 1; IndexToReal %1; Add %3, %2; Multiply %0, %4; Sum<N> %5")]
    [InlineData("x * (float)u", "x; u; Multiply %0, %1; Sum<N> %2")]
    [InlineData("scale * x + (Expr)t", "scale; x; Multiply %0, %1; t; Add %2, %3; Sum<N> %4")]
    [InlineData("x - -x * +t", "x; Negate %0; t; Multiply %1, %2; Subtract %0, %3; Sum<N> %4")]
    [InlineData("(((x)))", "x; Sum<N> %0")]
    public void Arithmetic(string expression, string expected) => Assert.Equal(expected, Expression(expression));

    [Theory]
    [InlineData("flag ? x : -x", "Choose flag 1: %1, else: %2")]
    [InlineData("!flag ? x : -x", "Choose flag 1: %2, else: %1")]
    [InlineData("flag == false ? x : -x", "Choose flag 0: %1, else: %2")]
    [InlineData("flag != true ? x : -x", "Choose flag 1: %2, else: %1")]
    [InlineData("flag && other ? x : -x", "Choose flag 1: %3, else: %2")]
    [InlineData("flag || other ? x : -x", "Choose flag 1: %1, else: %3")]
    [InlineData("mode == Mode.B ? x : -x", "Choose mode 5: %1, else: %2")]
    [InlineData("Mode.B != mode ? x : -x", "Choose mode 5: %2, else: %1")]
    [InlineData("mode switch { Mode.A => x, Mode.B => -x, _ => x * 2 }", "Choose mode 0: %1, 5: %2, else: %4")]
    [InlineData("mode switch { Mode.A or Mode.C => x, _ => -x }", "Choose mode 0: %1, 6: %1, else: %2")]
    [InlineData("mode switch { Mode.A => x, Mode.B => -x, _ => throw new System.ArgumentException() }", "Choose mode 0: %1, else: %2")]
    [InlineData("flag switch { true => x, false => -x }", "Choose flag 1: %1, else: %2")]
    public void Branches(string expression, string expected)
    {
        string code = Expression(expression);
        // Operand ids differ with the order in which the condition's own constants are made; compare the choice over x and -x.
        Assert.Contains(Normal(expected), Normal(code));

        static string Normal(string text) => System.Text.RegularExpressions.Regex.Replace(text.Contains("Choose") ? text.Substring(text.LastIndexOf("Choose", StringComparison.Ordinal)) : text, "; .*|%[0-9]+", "");
    }

    [Fact]
    public void A_constant_condition_decides() => Assert.Equal("x; Negate %0; Sum<N> %1", Code("[Loss] static Expr F<N>(Expr<N> x) => Sum(true ? -x : x * 2);"));

    [Fact]
    public void A_bool_local_is_a_condition()
    {
        string code = Code("[Loss] static Expr F<N>(Expr<N> x, bool a, Mode m) { bool both = a && m == Mode.B; return Sum(both ? x : -x); }");
        Assert.Contains("Choose m 5:", code);
        Assert.Contains("Choose a 1:", code);
    }

    [Fact]
    public void Locals_are_names_for_values()
    {
        var f = Parse("""
            [Loss] static Expr F<N, D>(Expr<N, D> x, float t)
            {
                Expr<N> norms = Norm<D>(x), scaled;
                scaled = norms / t;
                { scaled *= 2; }
                const float half = 0.5f;
                x = x * half;
                var (a, b) = (Sum(x), Sum(scaled));
                (a, b) = (b, a);
                _ = a;
                var pair = (first: a, b);
                return pair.first - pair.b;
            }
            """).Function;
        Assert.Equal("F(x: [N, D], t: float)", IrPrinter.Print(f).Split('\n')[0]);
        Assert.Equal("Subtract", Assert.IsType<Map>(f[f.Results[0].Value]).Op);
        var names = f.ValueNames.ToLookup(n => n.Name, n => f[n.Value]);
        Assert.Equal("Sqrt", ((Map)names["norms"].Single()).Op);
        // The first assignment names the value; the second value bound to the name has it too.
        Assert.Equal(["Divide", "Multiply"], names["scaled"].Select(i => ((Map)i).Op));
        Assert.Equal("Sum", ((Reduce)names["a"].Single()).Op);
        Assert.Empty(IrVerifier.Check(f));
    }

    [Fact]
    public void Several_results()
    {
        var template = Parse("[Similarity] static (Expr<P> weight, Expr<P> momentum, Expr norm) Sgd<P>(Expr<P> w, Expr<P> g, Expr<P> m, float rate = 0.01f) { var next = m * 0.9f + g; return (w - rate * next, next, Norm(next)); }");
        Assert.Equal(["weight", "momentum", "norm"], template.Function.Results.Select(r => r.Name!));
        Assert.Equal(["P", "P", ""], template.Function.Results.Select(r => string.Join(",", r.Axes)));
    }

    [Theory]
    [InlineData("float t = 0.07f", "0.07")]
    [InlineData("double t = 0.07", "0.07")]
    [InlineData("float t = -1e-12f", "-1E-12")]
    [InlineData("float t = 1", "1")]
    [InlineData("float t = default", "0")]
    [InlineData("float t = float.NaN", "float.NaN")]
    [InlineData("double t = double.NegativeInfinity", "float.NegativeInfinity")]
    [InlineData("int t = -100", "-100")]
    [InlineData("bool t = true", "true")]
    [InlineData("bool t = default", "false")]
    [InlineData("Mode t = Mode.B", "global::Mode.B")]
    [InlineData("Mode t = (Mode)3", "(global::Mode)(3)")]
    [InlineData("float t", null)]
    public void Defaults(string parameter, string? expected)
        => Assert.Equal(expected, Parse($"[Loss] static Expr F<N>(Expr<N> x, {parameter}) => Sum(x);").Function.Parameters[1].Default);

    [Fact]
    public void Parameters_of_all_kinds()
    {
        var template = Parse("""
            /// <summary>What it does.</summary>
            /// <param name="x">A tensor.</param>
            [Loss] static Expr F<N, D, C>(this Expr<N, D> x, Expr s, Mask<N, Prime<N>> m, Labels<N, C> l, Labels<C> one, float t, double u, int k, bool b, Mode e) => Sum(x);
            """);
        Assert.Equal(
            ["Tensor", "Scalar", "Mask", "Labels", "Labels", "Float", "Float", "Int", "Bool", "Enum"], template.Function.Parameters.Select(p => p.Kind.ToString()));
        Assert.Equal([new("N", 0), new("N", 1)], template.Function.Parameters[2].Axes.ToArray());
        Assert.Equal(new Axis("C", 0), template.Function.Parameters[3].Class);
        Assert.Empty(template.Function.Parameters[4].Axes);
        Assert.Equal("global::Mode", template.Function.Parameters[9].EnumType);
        Assert.Equal([new("A", 0), new("B", 5), new("C", 6)], template.Function.Parameters[9].EnumValues.ToArray());
        Assert.True(template.IsExtension);
        Assert.Equal(["/// <summary>What it does.</summary>", "/// <param name=\"x\">A tensor.</param>"], template.Documentation.ToArray());
    }

    [Fact]
    public void Dims_are_type_parameters_and_markers()
    {
        var template = new TemplateReader("""
            namespace App; public abstract class Embed; public abstract class Of<T>;
            public partial class Model<N> { [Similarity] static Expr<N> F<K>(Expr<N, Embed, Of<Embed>, K> x) => Sum<Embed, Of<Embed>, K>(x); }
            """).All.Single();
        Assert.Equal(["N", "global::App.Embed", "global::App.Of<global::App.Embed>", "K"], template.Function.Parameters[0].Axes.Select(a => a.Dim));
        Assert.Equal(["K"], template.Function.TypeParameters.ToArray());
        Assert.Equal(["N"], template.Function.OuterTypeParameters.ToArray());
        Assert.Equal("partial class Model<N>", template.ContainingTypes.Single());
    }
}
