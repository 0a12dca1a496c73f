using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Passes;
using static TensorDsl.Generators.Tests.Sample;

namespace TensorDsl.Generators.Tests.Passes;

public class DifferentiableTests
{
    [Fact]
    public void AGradientPathIsEnoughWhateverTheOthersDo()
        => Assert.Empty(Differentiable.Check(Function([Tensor("x", N)], (b, p) => b.Mul(p[0], b.Map("Floor", p[0])))));

    [Fact]
    public void NoPathAtAll()
        => Assert.Equal([new GradientFinding(1, -1, null, null)], Differentiable.Check(Function([Tensor("x", N), Tensor("y", N), Labels("l", C, N)], (b, p) => p[0])));

    [Fact]
    public void ThePathBreaksOffAtAnOp()
    {
        var f = Function([Tensor("x", N)], (b, p) => b.Reduce("Sum", b.Map("Floor", b.Exp(p[0])), [N]));
        Assert.Equal([new GradientFinding(0, 2, "Floor", "piecewise constant")], Differentiable.Check(f));
    }

    [Fact]
    public void ThePathBreaksOffAtAReductionOrAComparison()
    {
        var argMax = Function([Tensor("x", N, C), Labels("y", C, N)], (b, p) => b.Map("MaskToReal", b.Map("IndexEqual", b.Reduce("ArgMax", p[0], [C]), p[1])));
        Assert.Equal("ArgMax", Assert.Single(Differentiable.Check(argMax)).Op);
        var greater = Function([Tensor("x", N)], (b, p) => b.Select(b.Map("Greater", p[0], b.Zero()), b.One(), b.Zero()));
        Assert.Equal("Greater", Assert.Single(Differentiable.Check(greater)).Op);
    }

    [Fact]
    public void AStoppedGradientIsTold()
    {
        var finding = Assert.Single(Differentiable.Check(Function([Tensor("x", N)], (b, p) => b.Map("StopGradient", p[0]))));
        Assert.True(finding.IsStopped);
        var both = Function([Tensor("x", N)], (b, p) => b.Add(b.Map("StopGradient", p[0]), b.Map("Floor", p[0])));
        Assert.Equal("Floor", Assert.Single(Differentiable.Check(both)).Op);
    }

    [Fact]
    public void OnlyParametersThatAreAskedForAreLookedAt()
        => Assert.Empty(Differentiable.Check(Function([Tensor("x", N), Tensor("y", N)], (b, p) => p[0]), [0]));
}
