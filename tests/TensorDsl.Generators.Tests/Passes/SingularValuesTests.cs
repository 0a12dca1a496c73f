using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Passes;
using static TensorDsl.Generators.Tests.Sample;

namespace TensorDsl.Generators.Tests.Passes;

/// <summary>Singular values in the reference semantics, and their gradient against finite differences of these.</summary>
public class SingularValuesTests
{
    private static readonly Dictionary<string, int> s_extents = new() { ["N"] = 4, ["M"] = 3, ["C"] = 2, ["D"] = 6 };

    [Fact]
    public void TheReferenceIsTheDefinition()
    {
        var f = Function([Tensor("x", N, M)], (b, p) => b.SingularValues(p[0], N, M));
        var extents = new Dictionary<string, int> { ["N"] = 2, ["M"] = 3 };
        // xxᵀ = [14 32; 32 77] has the eigenvalues (91 ± √(91² − 4·54)) / 2.
        double[] got = Interpreter.Run(f, extents, new double[] { 1, 2, 3, 4, 5, 6 })[0];
        double root = Math.Sqrt(91.0 * 91 - 4 * 54);
        Assert.Equal(Math.Sqrt((91 + root) / 2), got[0], 1e-13);
        Assert.Equal(Math.Sqrt((91 - root) / 2), got[1], 1e-13);
        Assert.Equal(0, got[2]);
    }

    /// <summary>Tall, wide, transposed, and a batch; each singular value has an upstream of its own.</summary>
    [Fact]
    public void TheGradientIsTheFiniteDifference()
    {
        GradientCheck.Check(Function([Tensor("x", N, M)], (b, p) => b.SingularValues(p[0], N, M)), (-2, 2), extents: s_extents);
        GradientCheck.Check(Function([Tensor("x", N, D)], (b, p) => b.SingularValues(p[0], N, D)), (-2, 2), extents: s_extents);
        GradientCheck.Check(Function([Tensor("x", N, M)], (b, p) => b.SingularValues(p[0], M, N)), (-2, 2), extents: s_extents);
        GradientCheck.Check(Function([Tensor("x", N, C, M)], (b, p) => b.SingularValues(p[0], N, M)), (-2, 2), extents: s_extents);
        GradientCheck.Check(
            Function([Tensor("x", N, M), Tensor("w", M)], (b, p) => b.Reduce("Sum", b.Mul(p[1], b.Exp(b.Neg(b.SingularValues(b.Mul(p[0], p[0]), N, M)))), [M])),
            (-2, 2), extents: s_extents);
    }

    /// <summary>A matrix of equal rows has one singular value that is not 0; its gradient is defined, the others' count nothing.</summary>
    [Fact]
    public void AValueThatIsConstantAlongAnAxisIsAMatrixOfEqualRows()
    {
        GradientCheck.Check(Function([Tensor("x", M)], (b, p) => b.Reduce("Sum", b.SingularValues(p[0], N, M), [M]) is var sum ? b.Mul(sum, b.Extent(N)) : 0), (1, 2), extents: s_extents);
        var f = Function([Tensor("x", M), Tensor("n", N)], (b, p) => b.Add(b.SingularValues(p[0], N, M), b.Mul(b.Zero(), b.Reduce("Sum", p[1], [N]))));
        double[] got = Interpreter.Run(f, s_extents, new double[] { 3, 0, 4 }, new double[4])[0];
        Assert.Equal(10, got[0], 1e-12);
        Assert.Equal(0, got[1], 1e-12);
    }

    [Fact]
    public void ZeroAndDeficientMatricesHaveNoNaN()
    {
        var f = Function([Tensor("x", N, M)], (b, p) => b.Reduce("Sum", b.SingularValues(p[0], N, M), [M]));
        var gradient = Differentiate.Gradient(f);
        Assert.All(Interpreter.Run(gradient, s_extents, new double[12], 1.0)[1], v => Assert.Equal(0, v));
        // Rank 1: x / ‖x‖.
        double[] x = [.. Enumerable.Range(0, 12).Select(i => (1.0 + i / 3) * (1 + i % 3))];
        double norm = Math.Sqrt(x.Sum(v => v * v));
        double[] got = Interpreter.Run(gradient, s_extents, x, 1.0)[1];
        for (int i = 0; i < x.Length; i++) Assert.Equal(x[i] / norm, got[i], 1e-13);
    }

    /// <summary>A mask that leaves out whole matrices keeps out their NaN; one along the columns tells apart what one matrix mixes.</summary>
    [Fact]
    public void AMatrixThatAMaskLeavesOutHasNoGradient()
    {
        var f = Function(
            [Tensor("x", C, N, M), Mask("m", C), Mask("k", C, M)],
            (b, p) => b.Reduce("Sum", b.Select(p[1], b.Select(p[2], b.SingularValues(p[0], N, M), b.Zero()), b.Zero()), [C, M]));
        var only = Function([Tensor("x", C, N, M), Mask("m", C)], (b, p) => b.Reduce("Sum", b.Select(p[1], b.SingularValues(p[0], N, M), b.Zero()), [C, M]));
        double[] x = [.. Enumerable.Range(0, 24).Select(i => Math.Sin(i * i + 1))];
        double[] alone = [.. x[..12], .. x[..12]];
        bool[] first = [true, false], all = [.. Enumerable.Repeat(true, 6)];
        double[] expected = Interpreter.Run(Differentiate.Gradient(only), s_extents, alone, first, 1.0)[1];
        x[15] = double.NaN;
        double[] got = Interpreter.Run(Differentiate.Gradient(only), s_extents, x, first, 1.0)[1];
        Assert.Equal(expected[..12], got[..12]);
        Assert.All(got[12..], v => Assert.Equal(0, v));
        Assert.Equal(expected[..12], Interpreter.Run(Differentiate.Gradient(f), s_extents, x, first, all, 1.0)[1][..12]);
        GradientCheck.Check(f, (-2, 2), extents: s_extents);
    }

    [Fact]
    public void TheGradientIsNotDifferentiatedAgain()
    {
        var gradient = Differentiate.Gradient(Function([Tensor("x", N, M)], (b, p) => b.Reduce("Sum", b.SingularValues(p[0], N, M), [M])));
        var second = gradient with { Results = new[] { gradient.Results[1] with { Gradient = -1 } } };
        var finding = Assert.Single(Differentiable.Check(second, [0]));
        Assert.Equal("the gradient of SingularValues", finding.Op);
        Assert.NotNull(finding.Reason);
    }

    /// <summary>The columns of a call are the caller's axes, also where both sides are copies of one dim.</summary>
    [Fact]
    public void ACallBringsItsAxes()
    {
        var callee = Function([Tensor("x", N, M)], (b, p) => b.SingularValues(p[0], N, M)) with { TypeParameters = new[] { "N", "M" } };
        var caller = Function([Tensor("x", D, D.Prime())], (b, p) => b.Call("M:F", [D.Prime(), D], p, 0, [D]));
        var linked = Link.Run("M:G", caller, key => key == "M:F" ? callee : null).Function!;
        Assert.Empty(IrVerifier.Check(linked, linked: true));
        var s = Assert.Single(linked.Code.OfType<SingularValues>());
        Assert.Equal((D.Prime(), D), (s.Rows, s.Columns));
    }
}
