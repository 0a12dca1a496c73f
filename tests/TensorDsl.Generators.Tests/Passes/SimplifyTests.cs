using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Ops;
using TensorDsl.Generators.Passes;
using static TensorDsl.Generators.Tests.Sample;

namespace TensorDsl.Generators.Tests.Passes;

public class SimplifyTests
{
    private static readonly Axis P = N.Prime();

    /// <summary>The code lines of the simplified function, which computes the same.</summary>
    private static string[] Lines(Function f, (double, double)? domain = null)
    {
        var simplified = Simplify.Run(f);
        Assert.Empty(IrVerifier.Check(simplified, linked: true));
        Assert.Equal(simplified, Simplify.Run(simplified));
        object[] arguments = Arguments(f, new(3), domain ?? (-2, 2));
        GradientCheck.Same(Interpreter.Run(f, Extents, arguments), Interpreter.Run(simplified, Extents, arguments), 1e-12, "simplified");
        return [.. Enumerable.Range(0, simplified.Code.Count).Select(id => IrPrinter.Line(simplified, id))];
    }

    [Theory]
    [InlineData("Add", "0.1", "0.2", "0.3")]
    [InlineData("Subtract", "0.3", "0.1", "0.2")]
    [InlineData("Multiply", "0.1", "3", "0.3")]
    [InlineData("Divide", "1", "8", "0.125")]
    [InlineData("Divide", "0.3", "0.1", "3")]
    [InlineData("Divide", "1", "3", "0.3333333333333333")]
    [InlineData("Divide", "1", "0", "inf")]
    [InlineData("Subtract", "inf", "inf", "nan")]
    [InlineData("Multiply", "1e-8", "1e-8", "0.0000000000000001")]
    [InlineData("Multiply", "1e-30", "1e-8", "1.0000000000000001E-38")]
    [InlineData("Max", "2", "-3", "2")]
    [InlineData("Pow", "2", "10", "1024")]
    public void ConstantsFold(string op, string x, string y, string expected)
        => Assert.Equal([$"%0 : [] = {expected}"], Lines(Function([], (b, p) => b.Map(op, b.Real(x), b.Real(y)))));

    [Fact]
    public void LogOfExp() => Assert.Equal(["%0 : [N] = x"], Lines(Function([Tensor("x", N)], (b, p) => b.Log(b.Exp(p[0])))));

    [Fact]
    public void ExpOfLogStaysBecauseNegativeNumbersHaveNone()
        => Assert.Equal(3, Lines(Function([Tensor("x", N)], (b, p) => b.Exp(b.Log(p[0])))).Length);

    [Fact]
    public void PowersOfTwo() => Assert.Equal(["%0 : [N] = x", "%1 : [N] = Multiply %0, %0"], Lines(Function([Tensor("x", N)], (b, p) => b.Map("Pow", p[0], b.Real("2.0")))));

    [Fact]
    public void EqualProductsAreSharedWhateverTheirOrder()
        => Assert.Equal(4, Lines(Function([Tensor("x", N), Tensor("y", M)], (b, p) => b.Sub(b.Mul(p[0], p[1]), b.Mul(p[1], p[0])))).Length);

    [Fact]
    public void DeadCodeGoes() => Assert.Single(Lines(Function([Tensor("x", N), Tensor("y", N)], (b, p) => b.Exp(p[1]) > 0 ? p[0] : 0)));

    [Fact]
    public void NamesFollowTheirValues()
    {
        var f = Function([Tensor("x", N), Tensor("y", N)], (b, p) => b.Exp(b.Log(b.Exp(p[1]))));
        f = f with { ValueNames = new[] { new ValueName(0, "x"), new ValueName(4, "z") } };
        Assert.Equal([new ValueName(1, "z")], Simplify.Run(f).ValueNames);
    }

    [Fact]
    public void AGatherAtThePositionOfAnotherAxisIsARename()
        => Assert.Equal(["%0 : [N] = x", "%1 : [N'] = Rename N->N' %0"], Lines(Function([Tensor("x", N)], (b, p) => b.Gather(p[0], b.Position(P), N))));

    [Fact]
    public void ASumOverADiagonalMatrixIsARename() => Assert.Equal(
        ["%0 : [N] = x", "%1 : [N, D] = y", "%2 : [N, D] = Multiply %0, %1"],
        Lines(Function([Tensor("x", N), Tensor("y", N, D)], (b, p) => b.Reduce(
            "Sum", b.Mul(b.Select(Composites.OnDiagonal(b, N, P), p[0], b.Zero()), b.Rename(p[1], N, P)), [P]))));

    [Fact]
    public void ASumOverAOneHotIsAGather() => Assert.Equal(
        ["%0 : [N] = x", "%1 : [C, D] = w", "%2 : index [N] = y", "%3 : [D, N] = Gather<C> %1 at %2", "%4 : [N, D] = Multiply %0, %3"],
        Lines(Function([Tensor("x", N), Tensor("w", C, D), Labels("y", C, N)], (b, p) => b.Reduce(
            "Sum", b.Mul(b.Select(b.Map("IndexEqual", b.Position(C), p[2]), p[0], b.Zero()), p[1]), [C]))));

    [Fact]
    public void ASumOverRowsOfAOneHotIsAScatter() => Assert.Contains(
        Lines(Function([Tensor("x", N, D), Tensor("e", N), Labels("y", C, N)], (b, p) => b.Reduce(
            "Sum", b.Mul(b.Select(b.Map("IndexEqual", b.Position(C), p[2]), p[1], b.Zero()), p[0]), [N]))),
        line => line.Contains("Scatter<C>", StringComparison.Ordinal));

    [Fact]
    public void AnIgnoredLabelIsStillIgnoredWhereAOneHotBecomesAGather()
    {
        // Σ over C of [C = y]·e with e constant along C: 0 for a label out of range.
        var f = Function([Tensor("e", N), Labels("y", C, N)], (b, p) => b.Reduce("Sum", b.Select(b.Map("IndexEqual", b.Position(C), p[1]), p[0], b.Zero()), [C]));
        object[] arguments = [new double[] { 1, 2, 3, 4 }, new[] { 0, -100, 4, 5 }];
        Assert.Equal([1.0, 0, 3, 0], Interpreter.Run(f, Extents, arguments)[0]);
        Assert.Equal([1.0, 0, 3, 0], Interpreter.Run(Simplify.Run(f), Extents, arguments)[0]);
    }

    [Fact]
    public void ScalarsLeaveSums() => Assert.Equal(
        ["%0 : [N, M] = x", "%1 : [] = t", "%2 : [N] = Sum<M> %0", "%3 : [N] = Divide %2, %1", "%4 : [N] = Negate %3"],
        Lines(Function([Tensor("x", N, M), Tensor("t")], (b, p) => b.Reduce("Sum", b.Neg(b.Div(p[0], p[1])), [M])), (1, 2)));

    [Fact]
    public void AFactorThatStandsTwiceIsTakenOutTwice()
    {
        _ = Lines(Function([Tensor("c", N), Tensor("x", N, M)], (b, p) => b.Reduce("Sum", b.Mul(p[0], b.Mul(p[0], p[1])), [M])));
        _ = Lines(Function([Tensor("c"), Tensor("x", N, M)], (b, p) => b.Reduce("Sum", b.Mul(p[0], b.Div(b.Mul(p[0], p[1]), p[0])), [M])));
    }

    [Fact]
    public void WhatMayBeInfiniteStaysUnderItsMask()
    {
        // 1 / count is infinite where the mask is empty; the sum is 0 there.
        var f = Function([Tensor("x", N, M), Mask("m", N)], (b, p) =>
            b.Reduce("Sum", b.Select(p[1], b.Div(p[0], Composites.Count(b, p[1], [N])), b.Zero()), [N, M]));
        object[] arguments = [Enumerable.Repeat(1.0, 12).ToArray(), new bool[4]];
        Assert.Equal([0.0], Interpreter.Run(f, Extents, arguments)[0]);
        Assert.Equal([0.0], Interpreter.Run(Simplify.Run(f), Extents, arguments)[0]);
    }

    [Fact]
    public void RowFactorsStayInAContraction()
    {
        string[] lines = Lines(Function([Tensor("c", N), Tensor("w", N, M), Tensor("y", M, D)], (b, p) => b.Reduce("Sum", b.Mul(b.Mul(p[0], p[1]), p[2]), [M])));
        Assert.EndsWith("Sum<M> %4", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void RowNormsStayWithTheirRows()
    {
        string[] lines = Lines(Function([Tensor("x", N, D), Tensor("y", N, D)], (b, p) => Composites.Cosine(b, p[0], p[1], [D])));
        Assert.StartsWith($"%{lines.Length - 1} : [N] = Sum<D>", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void StopGradientStaysUntilNothingIsDifferentiatedAnyMore()
    {
        var f = Function([Tensor("x", N)], (b, p) => b.Map("StopGradient", p[0]));
        Assert.Equal(2, Simplify.Run(f).Code.Count);
        Assert.Single(Simplify.Run(f, dropStopGradient: true).Code);
    }

    [Fact]
    public void InfoNceHasOneContractionPerGradientAndOneForItsValue()
    {
        var f = Function([Tensor("x", N, D), Tensor("y", N, D)], (b, p) =>
        {
            int s = b.Div(Composites.Dot(b, p[0], b.Rename(p[1], N, P), [D]), b.Real("0.1"));
            return Composites.Mean(b, b.Sub(b.Reduce("LogSumExp", s, [P]), Composites.Diagonal(b, s, N)), [N]);
        });
        var gradient = Simplify.Run(Differentiate.Gradient(f));
        Assert.Equal(3, gradient.Code.Count(i => i is Map { Op: "Multiply", Axes.Count: 3 }));
        Assert.Single(gradient.Code, i => i is Map { Op: "Exp" });
    }
}
