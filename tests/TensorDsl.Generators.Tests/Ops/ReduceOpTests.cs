using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Ops;
using TensorDsl.Generators.Passes;
using static TensorDsl.Generators.Tests.Sample;

namespace TensorDsl.Generators.Tests.Ops;

public class ReduceOpTests
{
    public static TheoryData<string> All => [.. ReduceOps.All.Select(op => op.Name)];

    public static TheoryData<string> Differentiable => [.. ReduceOps.All.Where(op => op.Vjp is not null).Select(op => op.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public void EitherHasADerivativeOrSaysWhyNot(string name)
        => Assert.Equal(ReduceOps.Get(name).Vjp is null, ReduceOps.Get(name).NotDifferentiable is not null);

    [Theory]
    [MemberData(nameof(All))]
    public void OfNothingIsTheIdentity(string name)
    {
        var op = ReduceOps.Get(name);
        string text = op.Identity.Replace("inf", "Infinity", StringComparison.Ordinal);
        Assert.Equal(double.Parse(text, System.Globalization.CultureInfo.InvariantCulture), op.Eval([]));
    }

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void DerivativesAreFiniteDifferences(string name)
    {
        foreach (Axis[] over in (Axis[][])[[N], [M], [N, M], [M, N], [N, M, D]])
            GradientCheck.Check(Function([Tensor("x", N, M, D)], (b, p) => b.Reduce(name, p[0], over)), (-2, 2), order: 2);
    }

    [Theory]
    [InlineData("Max", new[] { 3.0, 1, 3, 3 }, new[] { 1 / 3.0, 0, 1 / 3.0, 1 / 3.0 })]
    [InlineData("Min", new[] { 3.0, 1, 1, 3 }, new[] { 0.0, 0.5, 0.5, 0 })]
    [InlineData("Prod", new[] { 2.0, 3, 5, 7 }, new[] { 105.0, 70, 42, 30 })]
    [InlineData("Prod", new[] { 2.0, 0, 5, 7 }, new[] { 0.0, 70, 0, 0 })]
    [InlineData("Prod", new[] { 2.0, 0, 0, 7 }, new[] { 0.0, 0, 0, 0 })]
    [InlineData("LogSumExp", new[] { 0.0, 0, 0, 0 }, new[] { 0.25, 0.25, 0.25, 0.25 })]
    [InlineData("LogSumExp", new[] { 1000.0, 1000, -1000, -1000 }, new[] { 0.5, 0.5, 0, 0 })]
    [InlineData("LogSumExp", new[] { double.NegativeInfinity, 2, double.NegativeInfinity, 2 }, new[] { 0, 0.5, 0, 0.5 })]
    [InlineData("LogSumExp", new[] { double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity }, new[] { 0.0, 0, 0, 0 })]
    public void GradientsAtTiesZerosAndInfinities(string name, double[] x, double[] expected)
    {
        var gradient = Differentiate.Gradient(Function([Tensor("x", N)], (b, p) => b.Reduce(name, p[0], [N])));
        foreach (var f in (Function[])[gradient, Simplify.Run(gradient)])
        {
            double[] got = Interpreter.Run(f, Extents, x, 1.0)[1];
            for (int i = 0; i < x.Length; i++) Assert.Equal(expected[i], got[i], 1e-12);
        }
    }

    [Fact]
    public void ASoftmaxSharesItsExponentialWithTheGradient()
    {
        var f = Function([Tensor("x", N, C)], (b, p) => Composites.Softmax(b, p[0], [C]));
        var backward = Simplify.Run(Differentiate.Backward(f));
        Assert.Single(backward.Code, i => i is Map { Op: "Exp" });
    }

    [Theory]
    [InlineData("ArgMax", new[] { 1.0, 4, 4, 2 }, 1)]
    [InlineData("ArgMin", new[] { 1.0, 0, 0, 2 }, 1)]
    [InlineData("ArgMax", new[] { 1.0, 4, double.NaN, 2 }, 2)]
    [InlineData("Any", new[] { 0.0, 0, 1 }, 1)]
    [InlineData("All", new[] { 1.0, 0, 1 }, 0)]
    public void ReferenceOfPositionsAndMasks(string name, double[] x, double expected) => Assert.Equal(expected, ReduceOps.Get(name).Eval(x));
}
