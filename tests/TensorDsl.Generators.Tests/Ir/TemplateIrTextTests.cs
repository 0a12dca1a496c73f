using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Support;
using TensorDsl.Generators.Tests.Syntax;
using ValueType = TensorDsl.Generators.Ir.ValueType;

namespace TensorDsl.Generators.Tests.Ir;

/// <summary>The text form by which libraries carry their templates.</summary>
public class TemplateIrTextTests
{
    private const string Source = """
        namespace App;
        public abstract class Größe; public abstract class Of<A, B>; public enum Mode { A, B = -5 }
        public static partial class S
        {
            [Similarity] static (Expr<N> a, Expr<Größe> b) Many<N, C>(Expr<N, Größe> x, Mask<N> m, Labels<N, C> l, Expr<C> w, Expr s, float t = 0.07f, int k = -100, bool flag = true, Mode mode = Mode.B)
            {
                var picked = w.At(l) * s + Sum<Prime<N>>(ToReal(OffDiagonal<N>()) * t);
                var kept = Where(m & l.Kept(k), picked, float.NegativeInfinity);
                return (flag ? kept : mode switch { Mode.A => -kept, _ => picked * Size<C>() }, Mean<N>(x, where: m));
            }
            [Similarity] static (Expr<N, Top<Größe>> best, Labels<N, Top<Größe>, Größe> at) Search<N>(Expr<N, Größe> x, int k) => TopK<Größe>(x, k);
            [Loss] static Expr Strange<N>(Expr<N, Of<Größe, object>> x) => LogSumExp(x);
        }
        """;

    private static IEnumerable<Function> Functions()
    {
        var reader = new TemplateReader(Source);
        yield return reader.Linked("Many");
        yield return reader.Linked("Strange");
        yield return reader.Linked("Search");
        yield return EveryKind();
    }

    /// <summary>The kinds that templates don't write: a scatter, a call, a gradient of singular values.</summary>
    private static Function EveryKind()
    {
        Axis n = new("N", 0), c = new("C", 0);
        var b = new IrBuilder();
        var parameters = new Parameter[]
        {
            new("x", ParameterKind.Tensor, new[] { n }), new("l", ParameterKind.Labels, new[] { n }, c), new("w", ParameterKind.Tensor, new[] { c }),
            new("a b|c;d,e~-", ParameterKind.Bool, Default: "-"),
        };
        int x = b.Input(0, parameters[0]), scattered = b.Scatter(x, b.Input(1, parameters[1]), c, [n]);
        int called = b.Call("M:A.B``1(C{``0})", [n, c.Prime()], [x, scattered], 1, [c]);
        int renamed = b.Rename(b.Rename(called, c, c.Prime()), c.Prime(), n);
        int chosen = b.Choose(3, [1], [called, b.Input(2, parameters[2])]);
        int singular = b.SingularValues(b.Mul(x, b.Input(2, parameters[2])), n, c);
        int back = b.SingularValuesGradient(b.Mul(x, b.Input(2, parameters[2])), singular, n, c);
        int all = b.Select(b.Truth(true), b.Mul(chosen, b.Real("nan")), b.Reduce("Sum", back, [n]));
        return new("F", new[] { "N", "C" }, parameters, b.Code, new[] { new Result(all, new[] { c }), new Result(renamed, new[] { n }, "r", 0) });
    }

    [Fact]
    public void Round_trip()
    {
        foreach (var function in Functions())
        {
            string text = TemplateIrText.Write(function);
            var read = TemplateIrText.Read(text);
            Assert.Equal(IrPrinter.Print(function), read is null ? text : IrPrinter.Print(read));
            Assert.Equal(function, read);
        }
    }

    [Fact]
    public void The_form_is_fixed()
    {
        var reader = new TemplateReader("static partial class S { [Loss] static Expr F<N, C>(Expr<N, C> x, Labels<N, C> l, float t = 0.5f) { var nll = LogSumExp<C>(x / t) - x.At(l); return Mean(nll); } }");
        Assert.Equal(
            "1|F|N,C|-|0 x N,C - - - -;3 l N C - - -;4 t - - 0.5 - -|in 0;in 2;map Divide 0,1;reduce LogSumExp 2 C;in 1;gather 0 4 C;map Subtract 3,5;extent N;reduce Sum 6 N;map Divide 8,7|9 - - -1|6 nll",
            TemplateIrText.Write(reader.Linked("F")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("2|F|N|-|0 x N - - - -|in 0;reduce Sum 0 N|1 - - -1|")]
    [InlineData("1|F|N|-|0 x N - - - -|in 1|0 N - -1|")]
    [InlineData("1|F|N|-|0 x N - - - -|in 0;map Exp 1|1 N - -1|")]
    [InlineData("1|F|N|-|0 x N - - - -|in 0;map Nothing 0|1 N - -1|")]
    [InlineData("1|F|N|-|0 x N - - - -|in 0;map Add 0|1 N - -1|")]
    [InlineData("1|F|N|-|0 x N - - - -|in 0;map And 0,0|1 N - -1|")]
    [InlineData("1|F|N|-|0 x N - - - -|in 0;reduce Sum 0 M|1 N - -1|")]
    [InlineData("1|F|N|-|0 x N - - - -|in 0;rename 0 N N|1 N - -1|")]
    [InlineData("1|F|N|-|0 x N - - - -|in 0|0 - - -1|")]
    [InlineData("1|F|N|-|0 x N - - - -|in 0|7 N - -1|")]
    [InlineData("1|F|N|-|9 x N - - - -|in 0|0 N - -1|")]
    [InlineData("1|F|N|-|0 x N - - - -|in 0;choose 0 1 0,0|1 N - -1|")]
    [InlineData("1|F|N|-|0 x N - - - -|in 0;nonsense|0 N - -1|")]
    [InlineData("1|F|N|-|0 x N - - - -|in 0;real ~00|0 N - -1|")]
    public void Damaged_text_is_refused(string text) => Assert.Null(TemplateIrText.Read(text));

    /// <summary>A file that was cut or altered must neither crash the compiler nor pass as something that later passes crash on.</summary>
    [Fact]
    public void Altered_text_never_throws()
    {
        var random = new Random(20261122);
        var texts = Functions().Select(TemplateIrText.Write).ToList();
        const string letters = "0123456789-~|;, NC'ax\uffff\0";
        int read = 0;
        for (int i = 0; i < 20_000; i++)
        {
            var text = texts[i % texts.Count].ToCharArray().ToList();
            for (int edits = random.Next(1, 4); edits > 0 && text.Count > 0; edits--)
            {
                int at = random.Next(text.Count);
                switch (random.Next(4))
                {
                    case 0: text.RemoveAt(at); break;
                    case 1: text[at] = letters[random.Next(letters.Length)]; break;
                    case 2: text.Insert(at, letters[random.Next(letters.Length)]); break;
                    default: text.RemoveRange(at, Math.Min(random.Next(20), text.Count - at)); break;
                }
            }

            if (TemplateIrText.Read(new string([.. text])) is not { } function) continue;
            read++;
            Assert.Empty(IrVerifier.Check(function));
            IrPrinter.Print(function);
            Assert.NotNull(TemplateIrText.Read(TemplateIrText.Write(function)));
        }

        Assert.True(read > 100, $"{read}");
    }
}
