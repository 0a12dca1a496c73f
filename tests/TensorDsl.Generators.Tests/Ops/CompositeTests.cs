using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Ops;
using TensorDsl.Generators.Passes;
using static TensorDsl.Generators.Tests.Sample;

namespace TensorDsl.Generators.Tests.Ops;

public class CompositeTests
{
    private static readonly double[] X = [1, -2, 3, 4, -5, 6];
    private static readonly IReadOnlyDictionary<string, int> TwoByThree = new Dictionary<string, int> { ["N"] = 2, ["M"] = 3 };

    private static double[] Rows(Func<IrBuilder, int, int> body, params double[] x)
        => Interpreter.Run(Function([Tensor("x", N, M)], (b, p) => body(b, p[0])), TwoByThree, x.Length == 0 ? X : x)[0];

    private static void Close(double[] expected, double[] got)
    {
        Assert.Equal(expected.Length, got.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], got[i], 1e-12);
    }

    [Fact]
    public void Mean() => Close([2 / 3.0, 5 / 3.0], Rows((b, x) => Composites.Mean(b, x, [M])));

    [Fact]
    public void SquaredNorm() => Close([14, 77], Rows((b, x) => Composites.SquaredNorm(b, x, [M])));

    [Fact]
    public void Norm() => Close([Math.Sqrt(14), Math.Sqrt(77)], Rows((b, x) => Composites.Norm(b, x, [M])));

    [Fact]
    public void NormalizeOfAZeroRowIsZero() => Close([0, 0, 0, 0.6, 0, 0.8], Rows((b, x) => Composites.Normalize(b, x, [M]), 0, 0, 0, 3, 0, 4));

    [Fact]
    public void CosineOfAllPairs() => Close(
        [1, 0.6, 0.6, 1],
        Rows((b, x) => Composites.Cosine(b, x, b.Rename(x, N, N.Prime()), [M]), 1, 0, 0, 3, 4, 0));

    [Fact]
    public void Softmax() => Close([1 / 3.0, 1 / 3.0, 1 / 3.0, 0.5, 0.5, 0], Rows((b, x) => Composites.Softmax(b, x, [M]), 7, 7, 7, 900, 900, -900));

    [Fact]
    public void LogSigmoid() => Close([-Math.Log(2), -1000, 0, 0, 0, 0], Rows((b, x) => Composites.LogSigmoid(b, x), 0, -1000, 1000, 800, 900, 999));

    [Fact]
    public void ClampHasTheDerivativeOfItsOperandAtTheBounds()
    {
        var f = Function([Tensor("x", N)], (b, p) => b.Reduce("Sum", Composites.Clamp(b, p[0], b.Real("-1"), b.Real("1")), [N]));
        double[][] got = Interpreter.Run(Differentiate.Gradient(f), Extents, new[] { -2.0, -1, 1, 2 }, 1.0);
        Assert.Equal([0.0], got[0]);
        Assert.Equal([0, 1, 1, 0], got[1]);
    }

    [Fact]
    public void ClampKeepsNaN() => Assert.True(double.IsNaN(Rows((b, x) => Composites.Clamp(b, x, b.Real("-1"), b.Real("1")), double.NaN, 0, 0, 0, 0, 0)[0]));

    [Fact]
    public void MaskedReductionsOfSomeAndOfNothing()
    {
        double[] Masked(Func<IrBuilder, int, int, int> body) => Interpreter.Run(
            Function([Tensor("x", N, M), Mask("m", N, M)], (b, p) => body(b, p[0], p[1])), TwoByThree, X, new[] { true, false, true, false, false, false })[0];

        Close([4, 0], Masked((b, x, m) => Composites.Reduce(b, "Sum", x, [M], m)));
        Close([3, double.NegativeInfinity], Masked((b, x, m) => Composites.Reduce(b, "Max", x, [M], m)));
        Close([1, double.PositiveInfinity], Masked((b, x, m) => Composites.Reduce(b, "Min", x, [M], m)));
        Close([3, 1], Masked((b, x, m) => Composites.Reduce(b, "Prod", x, [M], m)));
        Close([Math.Log(Math.Exp(1) + Math.Exp(3)), double.NegativeInfinity], Masked((b, x, m) => Composites.Reduce(b, "LogSumExp", x, [M], m)));
        Close([2, double.NaN], Masked((b, x, m) => Composites.Mean(b, x, [M], m)));
        Close([2, 0], Masked((b, x, m) => Composites.Count(b, m, [M])));
        Close([1], Masked((b, x, m) => b.Map("MaskToReal", b.Reduce("Any", m, [N, M]))));
    }

    [Fact]
    public void AMaskOverFewerAxesCountsWithTheExtent()
    {
        var f = Function([Tensor("x", N, M), Mask("m", N)], (b, p) => Composites.Mean(b, p[0], [N, M], p[1]));
        Assert.Equal(2 / 3.0, Interpreter.Run(f, TwoByThree, X, new[] { true, false })[0][0], 1e-12);
    }

    [Fact]
    public void Diagonal()
    {
        var square = new Dictionary<string, int> { ["N"] = 2 };
        var f = Function([Tensor("x", N, N.Prime())], (b, p) => Composites.Diagonal(b, p[0], N));
        Assert.Equal([1.0, 4], Interpreter.Run(f, square, new[] { 1.0, 2, 3, 4 })[0]);
        var off = Function([Tensor("x", N, N.Prime())], (b, p) => Composites.Reduce(b, "Sum", p[0], [N, N.Prime()], Composites.OffDiagonal(b, N, N.Prime())));
        Assert.Equal([5.0], Interpreter.Run(off, square, new[] { 1.0, 2, 3, 4 })[0]);
    }

    [Theory]
    [InlineData("Mean")]
    [InlineData("Norm")]
    [InlineData("SquaredNorm")]
    [InlineData("Normalize")]
    [InlineData("Cosine")]
    [InlineData("Softmax")]
    [InlineData("LogSoftmax")]
    [InlineData("LogSigmoid")]
    [InlineData("Clamp")]
    [InlineData("MaskedMean")]
    [InlineData("MaskedLogSumExp")]
    [InlineData("MaskedProd")]
    [InlineData("Diagonal")]
    public void DerivativesAreFiniteDifferences(string name)
    {
        var f = Function([Tensor("x", N, D), Tensor("y", M, D), Mask("m", N, D)], (b, p) => name switch
        {
            "Mean" => Composites.Mean(b, p[0], [N]),
            "Norm" => Composites.Norm(b, p[0], [D]),
            "SquaredNorm" => Composites.SquaredNorm(b, p[0], [D]),
            "Normalize" => Composites.Normalize(b, p[0], [D]),
            "Cosine" => Composites.Cosine(b, p[0], p[1], [D]),
            "Softmax" => Composites.Softmax(b, p[0], [D]),
            "LogSoftmax" => Composites.LogSoftmax(b, p[0], [N, D]),
            "LogSigmoid" => Composites.LogSigmoid(b, p[0]),
            "Clamp" => Composites.Clamp(b, p[0], b.Real("-0.5"), b.Real("0.5")),
            "MaskedMean" => Composites.Mean(b, p[0], [N], b.Map("Or", p[2], b.Map("IndexEqual", b.Position(N), b.Position(D)))),
            "MaskedLogSumExp" => Composites.Reduce(b, "LogSumExp", p[0], [N], p[2]),
            "MaskedProd" => Composites.Reduce(b, "Prod", p[0], [N], p[2]),
            _ => Composites.Diagonal(b, b.Reduce("Sum", b.Mul(p[0], b.Rename(p[0], N, N.Prime())), [D]), N),
        });
        GradientCheck.Check(f, (-2, 2), order: 2);
    }
}
