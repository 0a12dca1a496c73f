namespace TensorDsl.Generators.Tests.Diagnostics;

/// <summary>3xx: shapes that don't fit.</summary>
public class ShapeTests
{
    private static Task Body(string result, string parameters, string body, params string[] messages)
        => Verify.Diagnostics($"static partial class S {{ [Similarity] static {result} F<N, M, C, D>({parameters}) => {body}; }}", messages);

    [Fact]
    public Task Forgotten_reduction() => Body(
        "Expr<N, M>", "Expr<N, D> x, Expr<M, D> y", "{|TDSL302:x * y|}",
        "This has shape [N, D, M], but Expr<N, M> is declared: D is left over; reduce with e.g. Sum<D>(...) or add it to the declared type");

    [Fact]
    public Task Reduced_twice() => Body(
        "Expr<N>", "Expr<N, D> x", "{|TDSL301:Sum<D>|}(Norm<D>(x) + 1)", "Sum<D>: the operand has no dimension D; its shape is [N]");

    [Fact]
    public Task Singular_values_of_a_vector() => Body(
        "Expr<D>", "Expr<D> x", "{|TDSL301:SingularValues<N, D>|}(x)", "SingularValues<N>: the operand has no dimension N; its shape is [D]");

    [Fact]
    public Task Singular_values_along_one_dim() => Body("Expr<N>", "Expr<N, D> x", "x.{|TDSL106:SingularValues<N, N>|}()");

    [Fact]
    public Task Missing_dim() => Body(
        "Expr<N, M>", "Expr<N, D> x, Expr<M, D> y", "{|TDSL303:Sum<D>(x * x)|}",
        "This has shape [N], but Expr<N, M> is declared: M is missing");

    [Fact]
    public Task Scalar_result() => Body("Expr", "Expr<N, D> x", "{|TDSL302:Sum<D>(x)|}");

    [Fact]
    public Task Typed_local() => Verify.Diagnostics(
        "static partial class S { [Loss] static Expr F<N, D>(Expr<N, D> x) { Expr<N> s = {|TDSL302:Exp(x)|}; return Mean(s); } }");

    [Fact]
    public Task Assignment_to_a_typed_local() => Verify.Diagnostics(
        "static partial class S { [Loss] static Expr F<N, D>(Expr<N, D> x) { Expr<N> s = Sum<D>(x); {|TDSL302:s *= x|}; return Mean(s); } }");

    [Fact]
    public Task Argument_of_a_template() => Verify.Diagnostics(
        """
        static partial class S
        {
            [Similarity] static Expr<N> Rows<N, D>(Expr<N, D> x) => Sum<D>(x);
            [Loss] static Expr F<N, D>(Expr<N, D> x) => Mean(Rows<N, D>({|TDSL303:Norm<D>(x)|}));
            [Similarity] static Expr<N> Scaled<N>(Expr<N> x, Expr s) => x * s;
            [Loss] static Expr G<N, D>(Expr<N, D> x) => Mean(Scaled(x.Sum<D>().As<N>(), {|TDSL302:x.Sum<D>()|}));
        }
        """);

    [Fact]
    public Task Tuple_of_an_op() => Body(
        "(Expr<N, M> values, Labels<N, Top<M>, M> at)", "Expr<N, M> x, int k", "{|TDSL302:TopK<M>(x, k)|}",
        "This has shape [N, Top<M>], but Expr<N, M> is declared: Top<M> is left over; reduce with e.g. Sum<Top<M>>(...) or add it to the declared type");

    [Fact]
    public Task Labels_of_another_dim() => Body(
        "Labels<N, Top<M>, C>", "Expr<N, M> x, Labels<N, C> other, int k", "{|TDSL308:TopK<M>(x, k).Indices|}");

    [Fact]
    public Task A_search_of_a_dim_that_is_not_there() => Body(
        "Expr<N, Top<C>>", "Expr<N, M> x, int k", "{|TDSL301:TopK<C>|}(x, k).Values", "TopK<C>: the operand has no dimension C; its shape is [N, M]");

    [Fact]
    public Task Tuple_element() => Verify.Diagnostics(
        "static partial class S { [Similarity] static (Expr<N> a, Expr b) F<N>(Expr<N> x) => (x, {|TDSL302:x * 2|}); }");

    [Fact]
    public Task Typed_assertion() => Body("Expr<N, D>", "Expr<N, D> x", "x.{|TDSL302:As<N>|}() * x");

    [Fact]
    public Task Diagonal_without_prime() => Body(
        "Expr<N>", "Expr<N, M> s", "Sum<M>(s) + {|TDSL304:Diagonal<N>|}(s)", "Diagonal<N> needs the axes N and Prime<N>; the operand's shape is [N, M]");

    [Fact]
    public Task Prime_twice() => Body(
        "Expr<N, Prime<N>>", "Expr<N, Prime<N>> s", "s.{|TDSL305:Prime<N>|}()",
        "Prime<N>(): the operand already has the axis Prime<N>; its shape is [N, Prime<N>]");

    [Fact]
    public Task One_sided_dot() => Body(
        "Expr<N>", "Expr<N, D> x, Expr<N, C> y", "Dot<D>(x, {|TDSL306:y|})", "Dot<D>: D is missing in 'y', whose shape is [N, C]");

    [Fact]
    public Task Labels_of_an_absent_dim() => Body(
        "Expr<N>", "Expr<N, C> x, Labels<N, M> l", "x.{|TDSL301:At|}(l)", "At<M>: the operand has no dimension M; its shape is [N, C]");

    [Fact]
    public Task Branches_of_two_shapes() => Body(
        "Expr<N>", "Expr<N, D> x, bool flag", "flag ? Sum<D>(x) : {|TDSL307:Sum(x)|}",
        "This branch has shape a scalar, but the first one has shape [N]; all branches need one shape");

    [Fact]
    public Task Labels_of_two_dims() => Body(
        "Expr<N>", "Labels<N, C> a, Labels<N, M> b, Expr<N> x", "Where(Equal(a, {|TDSL308:b|}), x, 0f)", "Equal: 'b' are labels of M, but C is expected");

    [Fact]
    public Task Typed_labels() => Verify.Diagnostics(
        "static partial class S { [Loss] static Expr F<N, C, D>(Expr<N, C> x, Expr<N, D> y) { Labels<N, D> l = {|TDSL308:ArgMax<C>(x)|}; return Mean(y.At(l)); } }",
        "Labels<N, D>: 'ArgMax<C>(x)' are labels of C, but D is expected");

    [Fact]
    public Task Relabel_to_a_taken_axis() => Body(
        "Expr<N, D>", "Expr<N, D> x", "x.{|TDSL309:Relabel<N, D>|}()", "Relabel<N, D>: the operand already has the axis D; its shape is [N, D]");

    [Fact]
    public Task Every_wrong_expression_is_found() => Verify.Diagnostics(
        """
        static partial class S
        {
            [Loss] static Expr F<N, D>(Expr<N, D> x)
            {
                var a = {|TDSL301:Sum<Prime<N>>|}(x);
                var b = {|TDSL301:Max<Prime<D>>|}(x);
                return Mean(a + b);
            }
        }
        """);
}
