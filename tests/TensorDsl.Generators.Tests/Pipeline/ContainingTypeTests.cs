using Microsoft.CodeAnalysis;

namespace TensorDsl.Generators.Tests.Pipeline;

/// <summary>Templates may stand in any type that can be partial, and what is generated there compiles.</summary>
public class ContainingTypeTests
{
    [Theory]
    [InlineData("namespace A.B; public partial class Outer<T> { public static partial class Inner { [Similarity] static Expr<N> F<N, D>(Expr<N, D> x) => Sum<D>(x); } }")]
    [InlineData("namespace A.@class.B { static partial class @static { [Similarity] static Expr<N> @if<N, D>(Expr<N, D> @in) => Sum<D>(@in); } }")]
    [InlineData("partial struct St { [Similarity] static Expr<N> F<N, D>(Expr<N, D> x) => Sum<D>(x); }")]
    [InlineData("readonly partial struct St { [Similarity] static Expr<N> F<N, D>(Expr<N, D> x) => Sum<D>(x); }")]
    [InlineData("ref partial struct St { [Similarity] static Expr<N> F<N, D>(Expr<N, D> x) => Sum<D>(x); }")]
    [InlineData("partial record R { [Similarity] static Expr<N> F<N, D>(Expr<N, D> x) => Sum<D>(x); }")]
    [InlineData("partial record struct R { [Similarity] static Expr<N> F<N, D>(Expr<N, D> x) => Sum<D>(x); }")]
    [InlineData("sealed partial record class R(int X) { [Similarity] static Expr<N> F<N, D>(Expr<N, D> x) => Sum<D>(x); }")]
    [InlineData("partial interface I<in T, out U> { [Similarity] static Expr<N> F<N, D>(Expr<N, D> x) => Sum<D>(x); }")]
    [InlineData("static partial class Ext { [Similarity] internal static Expr<N> F<N, D>(this Expr<N, D> x, int k = 3) => Sum<D>(x) * k; }")]
    [InlineData("static partial class O { [Similarity] static Expr<N> F<N, D>(Expr<N, D> x) => Sum<D>(x); [Similarity] static Expr<N> F<N, D>(Expr<N, D> x, Expr<D> w) => Sum<D>(x * w); }")]
    [InlineData("public static partial class Model<N, D> where N : class { [Similarity] static Expr<N> F(Expr<N, D> x) => Sum<D>(x); }")]
    [InlineData("abstract class Batch; public static partial class C { [Similarity] internal static Expr<Batch> F<D>(Expr<Batch, D> x) => Sum<D>(x); }")]
    [InlineData("public static partial class C { abstract class Hidden; [Similarity] static Expr<Hidden> F<D>(Expr<Hidden, D> x) => Sum<D>(x); }")]
    [InlineData("static partial class C { [Similarity] static Expr<N> F<N, D>(Expr<N, D> x) => Sum<D>(x); } static partial class C { [Loss] static Expr G<N, D>(Expr<N, D> x) => Mean(F(x)); }")]
    public void Compiles(string source)
    {
        var (output, result) = RoslynHost.Generate(RoslynHost.Compile(source));
        Assert.DoesNotContain(result.Diagnostics, d => d.Severity >= DiagnosticSeverity.Warning);
        Assert.DoesNotContain(output.GetDiagnostics(), d => d.Severity >= DiagnosticSeverity.Warning);
        Assert.NotEmpty(result.GeneratedTrees);
    }

    /// <summary>Parameters are called as generated variables and parameters are, or as keywords; two dims have one short name.</summary>
    [Theory]
    [InlineData("static partial class C { [Loss] static Expr F<N>(Expr<N> value, Expr<N> result, float upstream = 1, float frame = 1) => Mean(value * result * upstream * frame); }")]
    [InlineData("static partial class C { [Loss] static Expr F<N>(Expr<N> x, Expr<N> gradX, Expr<N> xPointer, Expr<N> xView) => Mean(x * gradX * xPointer * xView); }")]
    [InlineData("static partial class C { [Similarity] static Expr<N> F<N>(Expr<N> destination, Expr<N> upstream, Expr<N> sizeN) => destination * upstream * sizeN; }")]
    [InlineData("static partial class C { [Similarity] static Expr<N> @class<N, C>(Expr<N> @in, Mask<N> @fixed, Labels<N, C> @is, Expr @as, float @float = 1) => Where(@fixed & Equal(@is, @is), @in, @as) * @float; }")]
    [InlineData("namespace A { public abstract class Embed; } namespace B { public abstract class Embed; } static partial class C { [Similarity] static Expr<A.Embed, B.Embed> F(Expr<A.Embed> x, Expr<B.Embed> y) => x * y; }")]
    [InlineData("static partial class C { [Similarity] static (Expr<N> @out, Expr @ref) F<N>(Expr<N> x, Expr s) => (x * s, Sum(x)); }")]
    [InlineData("static partial class C { [Similarity] static Expr<N> Same<N, K>(Labels<N, K> x, Labels<N, K> y) => ToReal(Equal(x, y)); [Loss(Gradient = false)] static Expr All<N>(Mask<N> m) => Mean(ToReal(m)); }")]
    [InlineData("namespace TensorDsl.Mine { class System; static partial class C { [Similarity] static Expr<N, M> F<N, M, D>(Expr<N, D> x, Expr<M, D> y) => Dot<D>(x, y); } }")]
    public void Compiles_whatever_things_are_called(string source) => Compiles(source);

    /// <summary>Overloads that differ in ranks and dims only have one signature over spans.</summary>
    [Theory]
    [InlineData("static partial class C { [Loss] static Expr F<N>(Expr<N> x) => Mean(x); [Loss] static Expr F<N, D>(Expr<N, D> x) => Mean(x); [Similarity] static Expr<N> F<N, D, K>(Expr<N, D, K> x) => Sum<D, K>(x); }", 0)]
    [InlineData("static partial class C { [Loss] static Expr F<N>(Expr<N> x, float t = 1) => Mean(x) * t; [Loss] static Expr F<N, D>(Expr<N, D> x, float t = 2) => Mean(x) * t; }", 1)]
    [InlineData("static partial class C { [Loss] static Expr F<N>(Expr<N> x, Expr t) => Mean(x) * t; [Loss] static Expr F<N>(Expr<N> x, Expr<N> t) => Mean(x * t); }", 1)]
    [InlineData("static partial class C { [Similarity] static Expr<N> F<N, D>(Expr<N, D> x, float e = 1) => Sum<D>(x) * e; [Similarity] static Expr F<N, D>(Expr<N, D> x, Expr<N, D> y) => Sum(x * StopGradient(y)); }", 0)]
    [InlineData("static partial class C { [Similarity] static Expr<N> FInto<N, D>(Expr<N, D> x) => Sum<D>(x); [Similarity] static Expr<N> F<N, D>(Expr<N, D> x) => Sum<D>(x); }", 0)]
    [InlineData("static partial class C { [Similarity] static (Expr<N> a, Expr<N> b) F<N, D>(Expr<N, D> x) => (Sum<D>(x), Max<D>(x)); [Similarity] static Expr<N> F<N>(Expr<N> x) => x; }", 1)]
    [InlineData("static partial class C { static int Spans => 1; [Similarity] static Expr<N> F<N, D>(Expr<N, D> x) => Sum<D>(x); }", 1)]
    [InlineData("static partial class Spans { [Similarity] static Expr<N> F<N, D>(Expr<N, D> x) => Sum<D>(x); }", 1)]
    [InlineData("static partial class C { [Similarity] static Expr<N> Spans<N, D>(Expr<N, D> x) => Sum<D>(x); }", 1)]
    [InlineData("static partial class C<Spans> { [Similarity] static Expr<N> F<N, D>(Expr<N, D> x) => Sum<D>(x); }", 1)]
    public void Compiles_over_spans(string source, int withoutSpans)
    {
        var (output, result) = RoslynHost.Generate(RoslynHost.Compile(source));
        Assert.DoesNotContain(output.GetDiagnostics(), d => d.Severity >= DiagnosticSeverity.Error);
        Assert.Equal(Enumerable.Repeat("TDSL110", withoutSpans), result.Diagnostics.Select(d => d.Id));
        Assert.NotEmpty(result.GeneratedTrees);
    }

    [Theory]
    [InlineData("public abstract class M; public static partial class C { [Loss] static Expr F(Expr<M> x) => Mean(x); }", "public")]
    [InlineData("abstract class M; public static partial class C { [Loss] static Expr F(Expr<M> x) => Mean(x); }", "internal")]
    [InlineData("public abstract class M<T>; class A; public static partial class C { [Loss] static Expr F(Expr<M<A>> x) => Mean(x); }", "internal")]
    [InlineData("public static partial class C { class M; [Loss] static Expr F(Expr<Prime<M>> x) => Mean(x); }", "private")]
    [InlineData("public static partial class C { private enum E { A } [Loss] static Expr F<N>(Expr<N> x, E e = E.A) => Mean(x); }", "private")]
    [InlineData("public static partial class C { [Loss] private static Expr F<N>(Expr<N> x) => Mean(x); }", "public")]
    public void No_more_accessible_than_its_types(string source, string expected)
        => Assert.Equal(expected, new Syntax.TemplateReader(source).All.Single().Accessibility);

    [Theory]
    [InlineData("namespace A { static partial class C { [Loss] static Expr F<N>(Expr<N> x) => Mean(x); } }", "A.C.F.")]
    [InlineData("static partial class C<T> { [Loss] static Expr F<N>(Expr<N> x) => Mean(x); }", "C.F.")]
    public void Hint_names_say_what_is_generated(string source, string prefix)
    {
        var (_, result) = RoslynHost.Generate(RoslynHost.Compile(source));
        string hint = result.Results[0].GeneratedSources.Single().HintName;
        Assert.StartsWith(prefix, hint);
        Assert.EndsWith(".g.cs", hint);
    }

    /// <summary>Nothing is generated into what can't be extended: an error of ours must not come with ones of C#'s.</summary>
    [Theory]
    [InlineData("static class S { [Similarity] static Expr<N> F<N>(Expr<N> x) => x; }")]
    [InlineData("file static partial class S { [Similarity] static Expr<N> F<N>(Expr<N> x) => x; }")]
    [InlineData("static partial class S { [Loss, Similarity] static Expr F<N>(Expr<N> x) => Mean(x); }")]
    public void Nothing_for_an_unsound_signature(string source)
        => Assert.Empty(RoslynHost.Generate(RoslynHost.Compile(source)).Result.GeneratedTrees);
}
