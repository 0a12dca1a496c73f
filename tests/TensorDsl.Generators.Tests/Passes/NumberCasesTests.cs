using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Passes;
using static TensorDsl.Generators.Tests.Sample;

namespace TensorDsl.Generators.Tests.Passes;

public class NumberCasesTests
{
    private static readonly Parameter Exponent = new("p", ParameterKind.Float);

    /// <summary>The p-norm: an exponent that is the parameter, and one that is made of it.</summary>
    private static readonly Function Norm = Function([Tensor("x", N), Exponent],
        (b, p) => b.Map("Pow", b.Reduce("Sum", b.Map("Pow", b.Map("Abs", p[0]), p[1]), [N]), b.Div(b.One(), p[1])));

    [Fact]
    public void A_parameter_that_is_an_exponent_gets_a_case_for_2()
    {
        var cased = NumberCases.Run(Norm);
        Assert.Empty(IrVerifier.Check(cased, linked: true));
        var choice = Assert.Single(Specialize.Choices(cased));
        Assert.Equal((1, NumberCases.Exponent), (choice.Parameter, (int)Assert.Single(choice.Values)));
        Assert.NotNull(choice.Other);
    }

    [Fact]
    public void The_case_for_2_has_squares_and_computes_the_same()
    {
        var cased = NumberCases.Run(Norm);
        var two = Simplify.Run(Specialize.Run(cased, new Dictionary<int, long> { [1] = NumberCases.Exponent }));
        Assert.DoesNotContain(two.Code, i => i is Map { Op: "Abs" } || i is Map { Op: "Pow" } && i.Axes.Count > 0);
        object[] arguments = [new[] { 0.5, -1, 2, -3 }, 2.0];
        GradientCheck.Same(Interpreter.Run(Norm, Extents, arguments), Interpreter.Run(two, Extents, arguments), 1e-15, "p = 2");

        long other = Specialize.Choices(cased)[0].Other!.Value;
        var general = Specialize.Run(cased, new Dictionary<int, long> { [1] = other });
        foreach (double p in (double[])[2, 2.5, other])
        {
            arguments[1] = p;
            GradientCheck.Same(Interpreter.Run(Norm, Extents, arguments), Interpreter.Run(general, Extents, arguments), 0, "p");
        }
    }

    /// <summary>A term that a parameter switches on.</summary>
    private static readonly Function Smoothed = Function([Tensor("x", N), Exponent],
        (b, p) => b.Select(b.Map("Greater", p[1], b.Zero()), b.Add(p[0], b.Mul(p[1], b.Exp(p[0]))), p[0]));

    [Fact]
    public void A_parameter_that_switches_a_term_on_gets_a_case_without_it()
    {
        var cased = NumberCases.Run(Smoothed);
        Assert.Empty(IrVerifier.Check(cased, linked: true));
        var choice = Assert.Single(Specialize.Choices(cased));
        Assert.Equal((1, NumberCases.Off), (choice.Parameter, (int)Assert.Single(choice.Values)));
        var off = Simplify.Run(Specialize.Run(cased, new Dictionary<int, long> { [1] = NumberCases.Off }));
        Assert.DoesNotContain(off.Code, i => i is Map);
        var general = Specialize.Run(cased, new Dictionary<int, long> { [1] = choice.Other!.Value });
        foreach (double p in (double[])[0, 0.5, -1, double.NaN])
        {
            object[] arguments = [new[] { 0.5, -1, 2, -3 }, p];
            GradientCheck.Same(Interpreter.Run(Smoothed, Extents, arguments), Interpreter.Run(general, Extents, arguments), 0, $"p = {p}");
            if (p == 0) GradientCheck.Same(Interpreter.Run(Smoothed, Extents, arguments), Interpreter.Run(off, Extents, arguments), 0, "p = 0");
        }
    }

    [Fact]
    public void A_selection_that_is_made_once_has_no_cases()
    {
        var scalar = Function([Tensor("x", N), Exponent], (b, p) => b.Mul(p[0], b.Select(b.Map("Greater", p[1], b.Zero()), p[1], b.One())));
        Assert.Equal(scalar, NumberCases.Run(scalar));
    }

    [Fact]
    public void Powers_of_scalars_and_other_exponents_have_no_cases()
    {
        var scalar = Function([Tensor("x", N), Exponent], (b, p) => b.Map("Pow", b.Reduce("Sum", p[0], [N]), p[1]));
        Assert.Equal(scalar, NumberCases.Run(scalar));
        var made = Function([Tensor("x", N), Exponent], (b, p) => b.Map("Pow", p[0], b.Add(p[1], b.One())));
        Assert.Equal(made, NumberCases.Run(made));
    }
}
