using Microsoft.CodeAnalysis.CodeFixes;

namespace TensorDsl.CodeFixes.Tests;

/// <summary>Each fix gives exactly the text that is expected, and what it fixes is gone.</summary>
public class FixTests
{
    private static async Task Fixes(CodeFixProvider provider, string id, string title, string wrong, string right, params string[] left)
    {
        Assert.Equal(right, await FixHost.Apply(provider, wrong, id, title));
        Assert.Equal(left, await FixHost.Ids(right));
    }

    [Theory]
    [InlineData(
        "public static class S { [Similarity] static Expr<N> F<N>(Expr<N> x) => x; }",
        "public static partial class S { [Similarity] static Expr<N> F<N>(Expr<N> x) => x; }")]
    [InlineData(
        "// why\nclass Outer\n{\n    struct S\n    {\n        [Similarity] public static Expr<N> F<N>(Expr<N> x) => x;\n    }\n}\n",
        "// why\npartial class Outer\n{\n    partial struct S\n    {\n        [Similarity] public static Expr<N> F<N>(Expr<N> x) => x;\n    }\n}\n")]
    public Task Partial(string wrong, string right) => Fixes(new DeclarationFix(), "TDSL101", "Make it partial", wrong, right);

    [Theory]
    [InlineData("file static partial class S { [Similarity] static Expr<N> F<N>(Expr<N> x) => x; }", "static partial class S { [Similarity] static Expr<N> F<N>(Expr<N> x) => x; }")]
    [InlineData("/// <summary>Why.</summary>\nfile partial class S { [Similarity] static Expr<N> F<N>(Expr<N> x) => x; }", "/// <summary>Why.</summary>\npartial class S { [Similarity] static Expr<N> F<N>(Expr<N> x) => x; }")]
    public Task File_local(string wrong, string right) => Fixes(new DeclarationFix(), "TDSL102", "Remove 'file'", wrong, right);

    [Theory]
    [InlineData("partial class S { [Similarity] Expr<N> F<N>(Expr<N> x) => x; }", "partial class S { [Similarity] static Expr<N> F<N>(Expr<N> x) => x; }")]
    [InlineData("partial class S { [Similarity] public Expr<N> F<N>(Expr<N> x) => x; }", "partial class S { [Similarity] public static Expr<N> F<N>(Expr<N> x) => x; }")]
    public Task Static(string wrong, string right) => Fixes(new DeclarationFix(), "TDSL103", "Make it static", wrong, right);

    [Fact]
    public async Task Other_faults_of_the_signature_have_no_fix()
        => Assert.Empty(await FixHost.Titles(new DeclarationFix(), "static partial class S { [Loss, Similarity] static Expr F<N>(Expr<N> x) => Mean(x); }", "TDSL103"));

    [Fact]
    public Task A_tensor_is_no_loss() => Fixes(
        new LossKindFix(), "TDSL105", "Make it a [Similarity]",
        "static partial class S { [Loss(Gradient = false)] static Expr<N> F<N, D>(Expr<N, D> x) => Mean<D>(x); }",
        "static partial class S { [Similarity(Gradient = false)] static Expr<N> F<N, D>(Expr<N, D> x) => Mean<D>(x); }");

    [Theory]
    [InlineData(
        "static partial class S { [Similarity] static Expr<N, N> F<N>(Expr<N> x) => x * x.Prime<N>(); }", "Write Prime<N> for the second axis",
        "static partial class S { [Similarity] static Expr<N, Prime<N>> F<N>(Expr<N> x) => x * x.Prime<N>(); }")]
    [InlineData(
        "static partial class S { [Loss] static Expr F<N>(Expr<N, Prime<N>, Prime<N>> x) => Mean(x); }", "Write Prime<Prime<N>> for the second axis",
        "static partial class S { [Loss] static Expr F<N>(Expr<N, Prime<N>, Prime<Prime<N>>> x) => Mean(x); }")]
    public Task A_dim_twice(string wrong, string title, string right) => Fixes(new DuplicateDimFix(), "TDSL106", title, wrong, right);

    [Theory]
    [InlineData("x * y", "Reduce with Sum<D>(...)", "Expr<N>", "Sum<D>(x * y)")]
    [InlineData("x * y", "Reduce with Mean<D>(...)", "Expr<N>", "Mean<D>(x * y)")]
    [InlineData("x * y", "Declare it as Expr<N, D>", "Expr<N, D>", "x * y")]
    public Task A_dim_left_over(string wrong, string title, string type, string right) => Fixes(
        new ShapeFix(), "TDSL302", title,
        $"static partial class S {{ [Similarity] static Expr<N> F<N, D>(Expr<N, D> x, Expr<N, D> y) => {wrong}; }}",
        $"static partial class S {{ [Similarity] static {type} F<N, D>(Expr<N, D> x, Expr<N, D> y) => {right}; }}");

    [Fact]
    public Task A_typed_local_is_declared_as_what_it_is() => Fixes(
        new ShapeFix(), "TDSL303", "Declare it as Expr<N>",
        "static partial class S { [Loss] static Expr F<N, D>(Expr<N, D> x) { Expr<N, D> s = Sum<D>(x); return Mean(s); } }",
        "static partial class S { [Loss] static Expr F<N, D>(Expr<N, D> x) { Expr<N> s = Sum<D>(x); return Mean(s); } }");

    [Fact]
    public async Task Pairs_for_a_primed_local()
    {
        const string Wrong = "static partial class S { [Loss] static Expr F<N, D>(Expr<N, D> x) { Expr<N, D> s = Dot<D>(x, x.Prime<N>()); return Mean(s); } }";
        Assert.Equal(["Reduce with Sum<Prime<N>>(...)", "Reduce with Mean<Prime<N>>(...)", "Declare it as Expr<N, Prime<N>>"], await FixHost.Titles(new ShapeFix(), Wrong, "TDSL302"));
        await Fixes(new ShapeFix(), "TDSL302", "Declare it as Expr<N, Prime<N>>", Wrong, Wrong.Replace("Expr<N, D> s", "Expr<N, Prime<N>> s"));
    }

    [Theory]
    [InlineData("Relu(x)", "Write the fluent form 'x.Relu(...)'", "x.Relu()")]
    [InlineData("Relu(x)", "Write 'Ops.Relu'", "Ops.Relu(x)")]
    [InlineData("Relu<N>(x - 1)", "Write the fluent form '(x - 1).Relu(...)'", "(x - 1).Relu()")]
    [InlineData("2 * Relu<N>(Abs(x)) + 1", "Write the fluent form 'Abs(x).Relu(...)'", "2 * Abs(x).Relu() + 1")]
    public Task A_template_that_hides_an_op(string wrong, string title, string right) => Fixes(
        new SelfCallFix(), "TDSL204", title,
        $"static partial class S {{ [Similarity] static Expr<N> Relu<N>(Expr<N> x) => {wrong}; }}",
        $"static partial class S {{ [Similarity] static Expr<N> Relu<N>(Expr<N> x) => {right}; }}");

    [Fact]
    public Task A_template_that_hides_an_op_over_dims() => Fixes(
        new SelfCallFix(), "TDSL204", "Write the fluent form 'x.Sum<D>(...)'",
        "static partial class S { abstract class N; [Similarity] static Expr<N> Sum<D>(Expr<N, D> x) => Sum<D>(x); }",
        "static partial class S { abstract class N; [Similarity] static Expr<N> Sum<D>(Expr<N, D> x) => x.Sum<D>(); }");

    [Fact]
    public async Task A_recursion_has_no_fix()
        => Assert.Empty(await FixHost.Titles(new SelfCallFix(), "static partial class S { [Loss] static Expr F<N>(Expr<N> x) => F(x) + 1; }", "TDSL204"));

    [Theory]
    [InlineData(
        "static partial class S\n{\n    [Loss] static Expr F(Expr<Batch> x) => Mean(x);\n}\n", "Batch",
        "public abstract class Batch;\n\nstatic partial class S\n{\n    [Loss] static Expr F(Expr<Batch> x) => Mean(x);\n}\n")]
    [InlineData(
        "namespace A\n{\n    // why\n    static partial class S\n    {\n        static Tensor<float, Prime<Rows>>? X;\n    }\n}\n", "Rows",
        "namespace A\n{\n    public abstract class Rows;\n\n    // why\n    static partial class S\n    {\n        static Tensor<float, Prime<Rows>>? X;\n    }\n}\n", "CS0169")]
    public Task A_dim_that_is_not_declared(string wrong, string name, string right, params string[] left)
        => Fixes(new MissingDimFix(), "CS0246", $"Declare the dimension {name}", wrong, right, left);

    [Theory]
    [InlineData("class S { System.Collections.Generic.List<Missing>? x; }")]
    [InlineData("class S { Missing? x; }")]
    [InlineData("class S { Tensor<Missing>? x; }")]
    public async Task Other_missing_names_are_not_ours(string source) => Assert.Empty(await FixHost.Titles(new MissingDimFix(), source, "CS0246"));
}
