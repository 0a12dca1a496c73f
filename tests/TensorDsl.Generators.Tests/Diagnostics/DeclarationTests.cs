namespace TensorDsl.Generators.Tests.Diagnostics;

/// <summary>1xx: what a template's declaration may not be.</summary>
public class DeclarationTests
{
    [Fact]
    public Task Containing_type_is_not_partial() => Verify.Diagnostics(
        "static class S { [Similarity] static Expr<N> {|TDSL101:F|}<N>(Expr<N> x) => x; }",
        "'S' must be partial so that 'F' can be generated into it");

    [Fact]
    public Task Outer_type_is_not_partial() => Verify.Diagnostics(
        "static class Outer { static partial class S { [Similarity] static Expr<N> {|TDSL101:F|}<N>(Expr<N> x) => x; } }",
        "'Outer' must be partial so that 'F' can be generated into it");

    [Fact]
    public Task File_local_type() => Verify.Diagnostics(
        "file static partial class S { [Similarity] static Expr<N> {|TDSL102:F|}<N>(Expr<N> x) => x; }",
        "'S' is file-local, and a generated file can't extend it; remove 'file'");

    [Fact]
    public Task Instance_method() => Verify.Diagnostics(
        "partial class S { [Similarity] Expr<N> {|TDSL103:F|}<N>(Expr<N> x) => x; }", "Template 'F': it must be static");

    [Fact]
    public Task Async_method() => Verify.Diagnostics(
        "using System.Threading.Tasks; static partial class S { [Loss] static async Task<Expr> {|TDSL103:{|CS1998:F|}|}<N>(Expr<N> x) => Mean(x); }",
        "Template 'F': it can't be async");

    [Fact]
    public Task Extern_method() => Verify.Diagnostics(
        """
        using System.Runtime.InteropServices;
        static partial class S { [DllImport("x")] [Loss] static extern Expr {|CS7042:{|TDSL103:F|}|}<N>(Expr<N> x); }
        """.Replace("{|CS7042:", "").Replace("|}|}", "|}").Replace("[DllImport", "[{|CS7042:DllImport|}"),
        "Template 'F': it can't be extern");

    [Fact]
    public Task Partial_method() => Verify.Diagnostics(
        """
        static partial class S
        {
            [Loss] private static partial Expr {|TDSL103:F|}<N>(Expr<N> x);
            private static partial Expr {|TDSL103:F|}<N>(Expr<N> x) => Mean(x);
        }
        """,
        "Template 'F': it can't be partial");

    [Fact]
    public Task Both_attributes() => Verify.Diagnostics(
        "static partial class S { [Loss, Similarity] static Expr {|TDSL103:F|}<N>(Expr<N> x) => Mean(x); }",
        "Template 'F': it can't be both [Similarity] and [Loss]");

    [Fact]
    public Task No_tensor_parameter() => Verify.Diagnostics(
        "static partial class S { [Similarity] static Expr {|TDSL103:F|}(Expr x) => x; }",
        "Template 'F': it needs at least one parameter of type Expr<...>, Mask<...> or Labels<...>");

    [Fact]
    public Task Returns_a_mask() => Verify.Diagnostics(
        "static partial class S { [Similarity] static Mask<N> {|TDSL103:F|}<N>(Expr<N> x) => x > 0; }",
        "Template 'F': it must return Expr, Expr<...>, Labels<..., C> with at least one dim beside C, or a tuple of them");

    [Fact]
    public Task Unnamed_tuple() => Verify.Diagnostics(
        "static partial class S { [Similarity] static (Expr<N>, Expr<N>) {|TDSL103:F|}<N>(Expr<N> x) => (x, x); }",
        "Template 'F': each element of its result needs a name, as in (Expr<P> weight, Expr<P> momentum)");

    [Fact]
    public Task By_reference() => Verify.Diagnostics(
        "static partial class S { [Similarity] static Expr<N> F<N>(Expr<N> x, in {|TDSL103:float|} t) => x * t; }",
        "Template 'F': parameter 't' can't be in");

    [Fact]
    public Task Optional_tensor() => Verify.Diagnostics(
        "static partial class S { [Similarity] static Expr<N> F<N>(Expr<N> x, {|TDSL103:Expr<N>?|} y = null) => x; }",
        "Template 'F': parameter 'y' can't be null; write an overload without it");

    [Fact]
    public Task Other_parameter_types() => Verify.Diagnostics(
        "static partial class S { [Similarity] static Expr<N> F<N>(Expr<N> x, {|TDSL104:string|} s, {|TDSL104:Mask|} m, {|TDSL104:Labels|} l) => x; }",
        "Parameter 's' of type 'string' can't be used in a template: use Expr<...>, Mask<...>, Labels<...>, float, double, int, bool or an enum");

    [Fact]
    public Task Loss_with_dims() => Verify.Diagnostics(
        "static partial class S { [Loss] static {|TDSL105:Expr<N>|} F<N, D>(Expr<N, D> x) => Norm<D>(x); }",
        "[Loss] 'F' must return Expr (a scalar), not 'Expr<N>'; reduce it with e.g. Mean(...), or make it a [Similarity]");

    [Fact]
    public Task One_dim_twice() => Verify.Diagnostics(
        "static partial class S { [Similarity] static {|TDSL106:Expr<N, N>|} F<N, D>(Expr<N, D> x, Expr<N, D> y) => {|TDSL106:Dot<D>(x, y)|}; }",
        "'Expr<N, N>' has the dimension N twice; use Prime<N> for a second axis of the same extent");

    [Fact]
    public Task One_dim_twice_by_a_call() => Verify.Diagnostics(
        """
        static partial class S
        {
            [Similarity] static Expr<N, M> Pairs<N, M, D>(Expr<N, D> x, Expr<M, D> y) => Dot<D>(x, y);
            [Loss] static Expr F<N, D>(Expr<N, D> x) => Mean({|TDSL106:Pairs|}(x, x));
        }
        """,
        "'Expr<N, N>' has the dimension N twice; use Prime<N> for a second axis of the same extent");

    [Fact]
    public Task Extent_without_a_tensor() => Verify.Diagnostics(
        "static partial class S { [Loss] static Expr {|TDSL107:F|}<N, C>(Expr<N> x, Labels<N, C> l) => Mean(x) / Size<C>(); }",
        "The extent of C is needed here, but no parameter of 'F' has the dimension C; add a tensor, mask or labels parameter that has it");

    [Fact]
    public Task Value_type_as_dim() => Verify.Diagnostics(
        "static partial class S { [Loss] static Expr F<N>({|TDSL108:Expr<N, int>|} x) => Mean(x); }",
        "'int' can't be a dimension, because it is a value type; declare a marker such as 'public abstract class Int;'");

    [Fact]
    public Task Float_and_double_twins() => Verify.Diagnostics(
        """
        static partial class S
        {
            [Similarity] static Expr<N> {|TDSL109:F|}<N>(Expr<N> x, float t) => x * t;
            [Similarity] static Expr<M> {|TDSL109:F|}<M>(Expr<M> x, double t) => x * t;
        }
        """);

    /// <summary>At run time a learnable scalar is a tensor of rank 0, and a hyper-parameter a number: two overloads.</summary>
    [Fact]
    public Task Scalar_and_number() => Verify.Diagnostics(
        """
        static partial class S
        {
            [Loss] static Expr F<N>(Expr<N> x, float t) => Mean(x) * t;
            [Loss] static Expr F<N>(Expr<N> x, Expr scale) => Mean(x) * scale;
        }
        """);

    [Fact]
    public Task Method_over_tensors() => Verify.Diagnostics(
        """
        static partial class S
        {
            [Loss] static Expr {|TDSL109:F|}<N, C>(Expr<N> x, Labels<N, C> l, Mask<N> m) => Mean(x, where: m);
            static float F<N, C>(Tensor<float, N> x, Tensor<Index<C>, N> l, Tensor<bool, N> m) => 0;
            static float F<N, C>(Tensor<float, N, C> x, Tensor<Index<C>, N> l, Tensor<bool, N> m) => 0;
        }
        """,
        "'Expr S.F<N, C>(Expr<N> x, Labels<N, C> l, Mask<N> m)' would generate an overload that 'float S.F<N, C>(Tensor<float, N> x, Tensor<Index<C>, N> l, Tensor<bool, N> m)' has already; rename one of them");

    [Fact]
    public Task Local_function() => Verify.Diagnostics(
        "static class S { static void G() { [Loss] static Expr {|TDSL103:F|}<N>(Expr<N> x) => Mean(x); _ = (Func<Expr<object>, Expr>)F; } }",
        "Template 'F': it can't be a local function; write it as a static method of a partial type");

    [Fact]
    public Task Overloads_that_spans_cannot_tell_apart() => Verify.Diagnostics(
        """
        public static partial class S
        {
            [Similarity] static Expr<N> F<N, D>(Expr<N, D> x, Expr<N, D> y) => Dot<D>(x, y);
            [Similarity] static Expr<N, M> {|TDSL110:F|}<N, M, D>(Expr<N, D> x, Expr<M, D> y) => Dot<D>(x, y);
        }
        """,
        "'F' is generated over tensors only, not over tensor spans: the one that takes x [N, D], y [N, D] can't be told from it by ranks, or has other defaults or results");

    [Theory]
    [InlineData("static class FGradient { }", "FGradient", "FGradient")]
    [InlineData("const int FGradient = 1;", "FGradient", "int S.FGradient")]
    [InlineData("static float FGradient { get; set; }", "FGradient", "float S.FGradient")]
    [InlineData("static float FGradient<N>(Tensor<float, N> x, Tensor<float, N>? gradX, float upstream) => 0;", "FGradient", "float S.FGradient<N>(Tensor<float, N> x, Tensor<float, N>? gradX, float upstream)")]
    [InlineData("static void FGradient<M>(Tensor<double, M> a, Tensor<double, M>? b, float c) { }", "FGradient", "void S.FGradient<M>(Tensor<double, M> a, Tensor<double, M>? b, float c)")]
    public Task A_member_in_the_way(string member, string method, string shown) => Verify.Diagnostics(
        $$"""static partial class S { {{member}} [Loss] static Expr {|TDSL111:F|}<N>(Expr<N> x) => Mean(x); }""",
        $"'F' would generate '{method}', but '{shown}' is there already; rename one of them");

    [Theory]
    [InlineData("static float FGradient(int x) => x;")]
    [InlineData("static float FInto => 1;")]
    [InlineData("static float FGradient<N>(Tensor<float, N> x) => 0;")]
    public Task A_member_beside_it(string member) => Verify.Diagnostics($$"""static partial class S { {{member}} [Loss] static Expr F<N>(Expr<N> x) => Mean(x); }""");

    [Fact]
    public Task Not_without_gradients() => Verify.Diagnostics(
        "static partial class S { static float FGradient => 1; [Loss(Gradient = false)] static Expr F<N>(Expr<N> x) => Mean(x); }");

    [Fact]
    public Task A_template_in_the_way() => Verify.Diagnostics(
        """
        static partial class S
        {
            [Similarity] static Expr<N> {|TDSL111:F|}<N>(Expr<N> x) => x;
            [Similarity(Gradient = false)] static Expr<N> {|TDSL111:FInto|}<N>(Expr<N> x, Expr<N> y) => x * y;
        }
        """,
        "'F' would generate 'FInto', but 'Expr<N> S.FInto<N>(Expr<N> x, Expr<N> y)' is there already; rename one of them",
        "'FInto' would generate 'FInto', but 'Expr<N> S.F<N>(Expr<N> x)' is there already; rename one of them");

    [Fact]
    public Task The_type_is_called_so() => Verify.Diagnostics(
        "static partial class FGradient { [Loss] static Expr {|TDSL111:F|}<N>(Expr<N> x) => Mean(x); }");
}
