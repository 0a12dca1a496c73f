namespace TensorDsl.Generators.Tests.Diagnostics;

/// <summary>6xx: what a plan could not fuse, as information at the template's name.</summary>
public class RemarkTests
{
    [Fact]
    public Task Weights_are_transposed() => Verify.Diagnostics(
        """
        static partial class S
        {
            [Similarity(Gradient = false)] static Expr<N, C> {|TDSL601:F|}<N, I, H, C>(Expr<N, I> x, Expr<H, I> w, Expr<C, H> v)
            {
                var hidden = Relu(Dot<I>(x, w));
                return Dot<H>(hidden, v);
            }
        }
        """,
        "F: 'v' is copied into memory order [H, C] for a contraction");

    [Fact]
    public Task All_pairs_for_an_index_are_stored() => Verify.Diagnostics(
        """
        static partial class S
        {
            [Loss(Gradient = false)] static Expr {|TDSL601:F|}<N, D>(Expr<N, D> x)
            {
                var s = Dot<D>(x, x.Prime<N>());
                return Mean(ToReal(ArgMax<Prime<N>>(s)));
            }
        }
        """,
        "F: 's' [N, N'] lies in memory between passes: N·N elements, the shape of no parameter and no result");

    [Fact]
    public Task A_sum_that_no_tile_computes() => Verify.Diagnostics(
        """
        static partial class S
        {
            [Similarity(Gradient = false)] static Expr<N, M> {|TDSL601:F|}<N, M, D>(Expr<N, D> x, Expr<M, D> y, Expr<N, M> t) => Prod<D>(x * y + t);
        }
        """);

    [Fact]
    public Task An_operand_is_copied() => Verify.Diagnostics(
        """
        static partial class S
        {
            [Similarity(Gradient = false)] static Expr<N, M> {|TDSL601:F|}<N, M, D, K>(Expr<D, N, K> x, Expr<M, D, K> y) => Dot<D, K>(x, y);
        }
        """);

    [Fact]
    public Task Singular_values_are_computed_apart() => Verify.Diagnostics(
        "static partial class S { [Loss] static Expr {|TDSL601:{|TDSL601:{|TDSL601:{|TDSL601:F|}|}|}|}<N, D>(Expr<N, D> x) => Sum<D>(SingularValues<N, D>(x)); }",
        "F: each matrix N × D is decomposed in memory, in a time of order N·D·min(N, D)",
        "FGradient: each matrix N × D is decomposed in memory, in a time of order N·D·min(N, D): once for its singular values, and again for their gradient",
        "F: there is no form over GPU tensors: singular values are computed on CPUs only",
        "FGradient: there is no form over GPU tensors: singular values are computed on CPUs only");

    [Fact]
    public Task A_matrix_in_another_order_is_copied() => Verify.Diagnostics(
        "static partial class S { [Similarity(Gradient = false)] static Expr<N> {|TDSL601:{|TDSL601:{|TDSL601:F|}|}|}<N, D>(Expr<N, D> x) => SingularValues<D, N>(x); }",
        "F: 'x' is copied into memory order [D, N] for singular values",
        "F: each matrix D × N is decomposed in memory, in a time of order D·N·min(D, N)",
        "F: there is no form over GPU tensors: singular values are computed on CPUs only");

    /// <summary>A pairwise loss stores no pairs, and says nothing.</summary>
    [Theory]
    [InlineData("[Loss] static Expr F<N, D>(Expr<N, D> x, Expr<N, D> y) { var s = Cosine<D>(x, y.Prime<N>()); return Mean<N>(LogSumExp<Prime<N>>(s) - Diagonal<N>(s)); }")]
    [InlineData("[Similarity] static Expr<N, M> F<N, M, D>(Expr<N, D> x, Expr<M, D> y) => Sum<D>(Abs(x - y));")]
    [InlineData("[Loss] static Expr F<N, C>(Expr<N, C> x, Labels<N, C> t) => -Mean<N>(LogSoftmax<C>(x).At(t));")]
    public Task Nothing_to_say(string template) => Verify.Diagnostics($"static partial class S {{ {template} }}");

    [Fact]
    public void Explain_says_the_same()
    {
        string source = Generated.KnownTemplates.Code.Source("Perceptron");
        Assert.Contains(" [N, H] lie in memory between passes: N·H elements", source);
        Assert.Contains("note: ", source);
    }
}
