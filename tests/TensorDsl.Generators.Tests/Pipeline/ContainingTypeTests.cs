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
        Assert.Empty(result.Diagnostics);
        Assert.DoesNotContain(output.GetDiagnostics(), d => d.Severity >= DiagnosticSeverity.Warning);
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
