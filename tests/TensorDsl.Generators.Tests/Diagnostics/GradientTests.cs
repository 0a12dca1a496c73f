using TensorDsl.Generators.Pipeline;

namespace TensorDsl.Generators.Tests.Diagnostics;

/// <summary>5xx: losses that have no gradient. They are found on linked IR, so a call is looked into.</summary>
public class GradientTests
{
    [Fact]
    public Task No_derivative_on_any_path() => Verify.Diagnostics(
        "static partial class S { [Loss] static Expr Rank<N>(Expr<N> scores) => Mean({|TDSL501:Floor|}(scores) * 2); }",
        "'Rank' cannot be differentiated with respect to 'scores': 'Floor' has no derivative (piecewise constant); wrap it in StopGradient if that is intended");

    [Fact]
    public Task In_a_called_template() => Verify.Diagnostics(
        """
        static partial class S
        {
            [Similarity] static Expr<N> Rounded<N>(Expr<N> x) => Round(x);
            [Loss] static Expr F<N>(Expr<N> x, Expr<N> y) => Mean({|TDSL501:Rounded|}(x) * y);
        }
        """,
        "'F' cannot be differentiated with respect to 'x': 'Round' has no derivative (piecewise constant); wrap it in StopGradient if that is intended");

    [Fact]
    public Task In_the_fluent_form_and_in_a_local() => Verify.Diagnostics(
        """
        static partial class S
        {
            [Loss] static Expr F<N>(Expr<N> x, Expr<N> y)
            {
                Expr<N> shown = Abs(x);
                Expr<N> rounded = (x * 2).{|TDSL501:Round|}();
                return Mean(rounded * y);
            }
        }
        """);

    /// <summary>The callee's own expression is in another template, so the call is shown.</summary>
    [Fact]
    public Task In_a_template_that_is_called_by_a_called_one() => Verify.Diagnostics(
        """
        static partial class S
        {
            [Similarity] static Expr<N> Rounded<N>(Expr<N> x) => Round(x);
            [Similarity] static Expr<N> Twice<N>(Expr<N> x) => 2 * Rounded(x);
            [Loss] static Expr F<N>(Expr<N> x, Expr<N> y) => Mean(y * {|TDSL501:Twice|}<N>(x)) + Mean(Round(y));
        }
        """.Replace("Twice|}<N>", "Twice<N>|}"));

    [Fact]
    public Task Of_a_search() => Verify.Diagnostics(
        "static partial class S { [Loss] static Expr {|TDSL601:F|}<N, M>(Expr<N, M> x) => Mean({|TDSL501:TopK<M>|}(x, 3).Values); }",
        "'F' cannot be differentiated with respect to 'x': 'TopK' has no derivative (no derivative of a search is defined); wrap it in StopGradient if that is intended");

    [Fact]
    public Task Comparisons_only() => Verify.Diagnostics(
        "static partial class S { [Loss] static Expr F<N>(Expr<N> x) => Count({|TDSL501:x > 0|}) / Size<N>(); }",
        "'F' cannot be differentiated with respect to 'x': '>' has no derivative (piecewise constant); wrap it in StopGradient if that is intended");

    [Fact]
    public Task No_path() => Verify.Diagnostics(
        "static partial class S { [Loss] static Expr {|TDSL502:F|}<N>(Expr<N> x) => Size<N>() * 2; }",
        "Loss 'F' depends on none of its tensors through a differentiable path; write [Loss(Gradient = false)] if that is intended");

    [Theory]
    [InlineData("[Loss(Gradient = false)] static Expr F<N>(Expr<N> x) => Mean(Floor(x));")]
    [InlineData("[Loss] static Expr F<N>(Expr<N> x, Expr<N> y) => Mean(x * StopGradient(Floor(y)));")]
    [InlineData("[Loss] static Expr F<N>(Expr<N> x, Expr<N> y) => Mean(Where(y > 0, x, -x));")]
    [InlineData("[Loss] static Expr F<N>(Expr<N> x) => Mean(Floor(x) + x);")]
    [InlineData("[Similarity] static Expr<N> F<N>(Expr<N> x, Expr<N> y) => ToReal(NotEqual(x, y));")]
    public Task Intended(string template) => Verify.Diagnostics($"static partial class S {{ {template} }}");

    [Theory]
    [InlineData("[Similarity] static Expr<N> F<N>(Expr<N> x, Expr<N> y) => ToReal(NotEqual(x, y));", false)]
    [InlineData("[Similarity] static Expr<N> F<N>(Expr<N> x, Expr<N> y) => x * y;", true)]
    [InlineData("[Similarity(Gradient = false)] static Expr<N> F<N>(Expr<N> x, Expr<N> y) => x * y;", false)]
    [InlineData("[Similarity] static Expr<N> F<N, C>(Labels<N, C> x, Labels<N, C> y) => ToReal(Equal(x, y));", false)]
    public void Backward_code_is_wanted(string template, bool expected)
    {
        var parsed = new Syntax.TemplateReader($"static partial class S {{ {template} }}").All.Single();
        Assert.Equal(expected, LinkedTemplate.Link(parsed, _ => null).Template.IsDifferentiable);
    }
}
