using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Ops;
using TensorDsl.Generators.Passes;
using TensorDsl.Generators.Support;
using static TensorDsl.Generators.Tests.Sample;

namespace TensorDsl.Generators.Tests.Passes;

public class DifferentiateTests
{
    private static readonly Axis P = N.Prime();

    /// <summary>The gradients of a loss with respect to its float parameters, alike before and after simplification.</summary>
    private static double[][] Gradients(Function f, IReadOnlyDictionary<string, int> extents, params object[] arguments)
    {
        var gradient = Differentiate.Gradient(f);
        Assert.Empty(IrVerifier.Check(gradient, linked: true));
        double[][] plain = Interpreter.Run(gradient, extents, [.. arguments, 1.0]);
        var simplified = Simplify.Run(gradient, dropStopGradient: true);
        Assert.Empty(IrVerifier.Check(simplified, linked: true));
        GradientCheck.Same(plain, Interpreter.Run(simplified, extents, [.. arguments, 1.0]), 1e-12, "simplified");
        return plain[1..];
    }

    private static double[] Gradient(Func<IrBuilder, int, int> body, params double[] x)
        => Gradients(Function([Tensor("x", N)], (b, p) => b.Reduce("Sum", body(b, p[0]), [N])), new Dictionary<string, int> { ["N"] = x.Length }, x)[0];

    private static void Close(IReadOnlyList<double> expected, double[] got)
    {
        Assert.Equal(expected.Count, got.Length);
        for (int i = 0; i < got.Length; i++) Assert.Equal(expected[i], got[i], 1e-12);
    }

    [Fact]
    public void TheResultsAreTheValueAndOneGradientPerFloatParameter()
    {
        var f = Function([Tensor("query", N), Labels("y", C, N), Tensor("w"), new("t", ParameterKind.Float)], (b, p) => b.Mul(b.Reduce("Sum", p[0], [N]), b.Mul(p[2], p[3])));
        var gradient = Differentiate.Gradient(f);
        Assert.Equal([null, "gradQuery", "gradW"], gradient.Results.Select(r => r.Name));
        Assert.Equal([-1, 0, 2], gradient.Results.Select(r => r.Gradient));
        Assert.Equal(new Parameter("upstream", ParameterKind.Float), gradient.Parameters[^1]);
        // The gradient of a sum is constant along N: it is declared over N all the same.
        Assert.Equal(new EquatableArray<Axis>([N]), gradient.Results[1].Axes);
        double[][] got = Interpreter.Run(gradient, Extents, new double[] { 1, 2, 3, 4 }, new int[4], 5.0, 7.0, 2.0);
        Close([350], got[0]);
        Close([70, 70, 70, 70], got[1]);
        Close([140], got[2]);
    }

    [Fact]
    public void AnUpstreamOfATupleIsNamedAfterItsElement()
    {
        var f = Functions([Tensor("x", N, M)], (b, p) => [("rows", b.Reduce("Sum", p[0], [M])), ("total", b.Reduce("Prod", p[0], [N, M]))]);
        var backward = Differentiate.Backward(f);
        Assert.Equal(["x", "upstreamRows", "upstreamTotal"], backward.Parameters.Select(p => p.Name));
        Assert.Equal(ParameterKind.Scalar, backward.Parameters[2].Kind);
        GradientCheck.Check(f, (-2, 2), order: 2);
    }

    [Fact]
    public void AParameterThatIsCalledUpstreamKeepsItsName()
        => Assert.Equal(["upstream", "upstream_"], Differentiate.Backward(Function([Tensor("upstream", N)], (b, p) => b.Exp(p[0]))).Parameters.Select(p => p.Name));

    [Fact]
    public void AResultThatIsBroadcastSumsItsCotangent()
    {
        var f = Function([Tensor("x", N)], (b, p) => b.Mul(p[0], p[0]));
        GradientCheck.Check(f with { Results = new[] { new Result(f.Results[0].Value, new[] { M, N }) } }, (-2, 2), order: 2);
    }

    [Fact]
    public void AnOperandThatIsConstantAlongAnAxisCountsWithItsExtent()
    {
        GradientCheck.Check(Function([Tensor("x", N), Tensor("y", M)], (b, p) => b.Reduce("Sum", b.Add(p[0], b.Mul(p[1], p[1])), [N, M])), (-2, 2), order: 2);
        GradientCheck.Check(Function([Tensor("x", N), Tensor("y", M)], (b, p) => Composites.Mean(b, b.Mul(p[0], p[1]), [M, N])), (-2, 2), order: 2);
    }

    [Fact]
    public void NoPathGivesZero() => Close([0, 0], Gradient((b, x) => b.Map("Floor", x), 1.5, 2.5));

    [Fact]
    public void StopGradientIsHonoured() => Close([3, 5], Gradient((b, x) => b.Mul(b.Map("StopGradient", x), x), 3, 5));

    [Fact]
    public void KinksHaveTheDocumentedSubgradients()
    {
        Close([0, -1, 1], Gradient((b, x) => b.Map("Abs", x), 0, -2, 2));
        Close([0, 0, 1], Gradient((b, x) => b.Map("Relu", x), 0, -2, 2));
        Close([0.5, 0, 1], Gradient((b, x) => b.Map("Max", x, b.Real("0")), 0, -2, 2));
        Close([0.5, 1, 0], Gradient((b, x) => b.Map("Min", x, b.Real("0")), 0, -2, 2));
        Close([1, 1, 1], Gradient((b, x) => b.Map("Max", x, x), 0, -2, 2));
        Close([0, 0.25], Gradient((b, x) => b.Sqrt(x), 0, 4));
        Close([0, 0, -1], Gradient((b, x) => b.Map("Acos", x), 1, -1, 0));
        Close([0, 0, 1], Gradient((b, x) => b.Map("Asin", x), 1, -1, 0));
        Close([0, 0.25], Gradient((b, x) => b.Map("Pow", x, b.Real("0.5")), 0, 4));
        Close([0, 8], Gradient((b, x) => b.Map("Pow", x, b.Real("2")), 0, 4));
        Close([1, 1], Gradient((b, x) => b.Map("Pow", x, b.Real("1")), 0, 4));
        Close([0, 0], Gradient((b, x) => b.Map("Pow", x, b.Real("0")), 0, 4));
        Close([0, 0, Math.Log(2) * 2], Gradient((b, p) => b.Map("Pow", b.Map("StopGradient", b.Mul(b.Real("2"), b.Map("Sign", p))), p), -1, 0, 1));
    }

    [Fact]
    public void TheNormOfAZeroRowHasTheGradientZero()
    {
        var f = Function([Tensor("x", N, D)], (b, p) => b.Reduce("Sum", Composites.Norm(b, p[0], [D]), [N]));
        Close([0, 0, 0.6, 0.8], Gradients(f, new Dictionary<string, int> { ["N"] = 2, ["D"] = 2 }, new double[] { 0, 0, 3, 4 })[0]);
    }

    [Fact]
    public void EqualRowsHaveADistanceOfZeroWithTheGradientZero()
    {
        var f = Function([Tensor("x", N, D)], (b, p) =>
        {
            int distance = Composites.Norm(b, b.Sub(p[0], b.Rename(p[0], N, P)), [D]);
            return b.Reduce("Sum", distance, [N, P]);
        });
        Close([-1.2, -1.6, 1.2, 1.6], Gradients(f, new Dictionary<string, int> { ["N"] = 2, ["D"] = 2 }, new double[] { 0, 0, 3, 4 })[0]);
    }

    [Fact]
    public void LogAddExpOfTwoMinusInfinitiesHasNoCotangent()
    {
        var f = Function([Tensor("x", N), Tensor("y", N)], (b, p) => b.Reduce("Sum", b.Map("LogAddExp", p[0], p[1]), [N]));
        double inf = double.NegativeInfinity;
        double[][] got = Gradients(f, new Dictionary<string, int> { ["N"] = 4 }, new[] { inf, 1, inf, 2 }, new[] { inf, inf, 3, 2 });
        Close([0, 1, 0, 0.5], got[0]);
        Close([0, 0, 1, 0.5], got[1]);
    }

    // ---- masked lanes never evaluate 0·∞ (Note [Masked lanes])

    [Fact]
    public void AMaskedLogarithmIsFiniteAtZero()
        => Close([0, Math.Log(0.5) + 1, 1], Gradient((b, p) => b.Select(b.Map("Greater", p, b.Zero()), b.Mul(p, b.Log(p)), b.Zero()), 0, 0.5, 1));

    [Fact]
    public void TheMaskMayStandOnTheOtherSide()
        => Close([0, Math.Log(0.5) + 1, 1], Gradient((b, p) => b.Select(b.Map("LessOrEqual", p, b.Zero()), b.Zero(), b.Mul(p, b.Log(p))), 0, 0.5, 1));

    [Fact]
    public void NestedMasksAreFinite() => Close(
        [0, -4, 0],
        Gradient(
            (b, p) => b.Select(
                b.Map("Less", p, b.One()),
                b.Exp(b.Neg(b.Select(b.Map("Greater", p, b.Zero()), b.Log(p), b.Zero()))),
                b.Zero()),
            0, 0.5, 1));

    [Fact]
    public void AClampedLogarithmIsFiniteAtZero()
    {
        Close([0, 2], Gradient((b, p) => b.Map("Max", b.Log(p), b.Real("-100")), 0, 0.5));
        Close([0, 2], Gradient((b, p) => Composites.Clamp(b, b.Log(p), b.Real("-100"), b.Real("100")), 0, 0.5));
        Close([0, 0.5], Gradient((b, p) => b.Map("Relu", b.Log(p)), 0, 2));
    }

    [Fact]
    public void AMaskOverMoreAxesThanTheOperandIsAppliedBeforeTheSum()
    {
        // d/dw of Σ over N, M of [m] w[N]·log p[M] where p is 0 in masked lanes only
        var f = Function([Tensor("w", N), Tensor("p", M), Mask("m", N, M)], (b, p) => b.Reduce("Sum", b.Select(p[2], b.Mul(p[0], b.Log(p[1])), b.Zero()), [N, M]));
        var extents = new Dictionary<string, int> { ["N"] = 2, ["M"] = 2 };
        double[][] got = Gradients(f, extents, new double[] { 3, 5 }, new[] { 0, 0.5 }, new[] { false, true, false, true });
        Close([Math.Log(0.5), Math.Log(0.5)], got[0]);
        Close([0, 16], got[1]);
    }

    [Fact]
    public void AMaskedLogSumExpOfNothingHasTheGradientZero()
    {
        var f = Function([Tensor("x", N, C), Mask("m", N, C)], (b, p) =>
        {
            int lse = Composites.Reduce(b, "LogSumExp", p[0], [C], p[1]);
            return b.Reduce("Sum", b.Select(b.Reduce("Any", p[1], [C]), lse, b.Zero()), [N]);
        });
        var extents = new Dictionary<string, int> { ["N"] = 2, ["C"] = 2 };
        Close([0.5, 0.5, 0, 0], Gradients(f, extents, new double[] { 1, 1, 2, 3 }, new[] { true, true, false, false })[0]);
        var unguarded = Function([Tensor("x", N, C), Mask("m", N, C)], (b, p) => b.Reduce("Sum", Composites.Reduce(b, "LogSumExp", p[0], [C], p[1]), [N]));
        Close([0.5, 0.5, 0, 0], Gradients(unguarded, extents, new double[] { 1, 1, 2, 3 }, new[] { true, true, false, false })[0]);
        var max = Function([Tensor("x", N, C), Mask("m", N, C)], (b, p) => b.Reduce("Sum", Composites.Reduce(b, "Max", p[0], [C], p[1]), [N]));
        Close([0.5, 0.5, 0, 0], Gradients(max, extents, new double[] { 1, 1, 2, 3 }, new[] { true, true, false, false })[0]);
    }

    [Fact]
    public void AMaskedContractionStaysAProductOfTwoMatrices()
    {
        var f = Function([Tensor("x", N, D), Tensor("y", M, D), Mask("m", N, M)], (b, p) => Composites.Reduce(b, "Sum", b.Exp(Composites.Dot(b, p[0], p[1], [D])), [N, M], p[2]));
        var gradient = Simplify.Run(Differentiate.Gradient(f));
        Assert.DoesNotContain(gradient.Code, i => i is Map { Op: "Select" } && i.Axes.Count > 2);
        GradientCheck.Check(f, (-1, 1), order: 2);
    }

    [Fact]
    public void RowsThatNoLabelHitsGetNoCotangent()
    {
        // The logarithm of the second entry is −∞, but nothing reads it.
        var f = Function([Tensor("p", C), Labels("y", C, N)], (b, p) => b.Reduce("Sum", b.Gather(b.Log(p[0]), p[1], C), [N]));
        var extents = new Dictionary<string, int> { ["N"] = 3, ["C"] = 3 };
        Close([4, 0, 4], Gradients(f, extents, new[] { 0.25, 0, 0.5 }, new[] { 0, 2, 2 })[0]);
    }

    [Fact]
    public void WhatIsLeftOfAMaskIsNotCarriedWhereNothingIsSingular()
    {
        var f = Function([Tensor("x", N, D), Tensor("y", M, D), Mask("m", N, M)], (b, p) => Composites.Reduce(b, "Sum", Composites.Cosine(b, p[0], p[1], [D]), [N, M], p[2]));
        Assert.DoesNotContain(Differentiate.Gradient(f).Code, i => i is Reduce { Op: "Any" });
    }

    // ---- gathers

    [Fact]
    public void AnElementGatherGivesASelectionByIndex()
    {
        var f = Function([Tensor("x", N, C), Labels("y", C, N)], (b, p) => b.Gather(p[0], p[1], C));
        GradientCheck.Check(f, (-2, 2), order: 2);
        Assert.DoesNotContain(Differentiate.Backward(f).Code, i => i is Scatter);
    }

    [Fact]
    public void ARowGatherGivesAScatterWhoseDerivativeIsAGather()
    {
        var f = Function([Tensor("w", C, D), Labels("y", C, N)], (b, p) => b.Gather(b.Mul(p[0], p[0]), p[1], C));
        Assert.Contains(Differentiate.Backward(f).Code, i => i is Scatter);
        GradientCheck.Check(f, (-2, 2), order: 3);
    }

    [Fact]
    public void GathersOfSeveralIndexAxes()
    {
        GradientCheck.Check(Function([Tensor("w", N, C), Labels("y", C, N, M)], (b, p) => b.Gather(b.Exp(p[0]), p[1], C)), (-2, 2), order: 3);
        GradientCheck.Check(Function([Tensor("w", C), Labels("y", C, N, M)], (b, p) => b.Gather(b.Exp(p[0]), p[1], C)), (-2, 2), order: 3);
        // Along its own axis: a permutation with repetitions.
        GradientCheck.Check(Function([Tensor("w", C, D), Labels("y", C, C)], (b, p) => b.Gather(b.Exp(p[0]), p[1], C)), (-2, 2), order: 3);
    }

    [Fact]
    public void AnIgnoredLabelIsReadAsZeroAndGetsNoGradient()
    {
        var f = Function([Tensor("x", N, C), Tensor("w", C, D), Labels("y", C, N)], (b, p) => b.Add(
            b.Reduce("Sum", b.Gather(p[0], p[2], C), [N]),
            b.Reduce("Sum", b.Gather(p[1], p[2], C), [N, D])));
        var extents = new Dictionary<string, int> { ["N"] = 2, ["C"] = 2, ["D"] = 1 };
        double[][] got = Gradients(f, extents, new double[] { 1, 2, 3, 4 }, new double[] { 5, 6 }, new[] { -100, 1 });
        Close([0, 0, 0, 1], got[0]);
        Close([0, 1], got[1]);
        // The cotangent that comes back to the scatter's operand is constant along C: an ignored label must still get none.
        var scatter = Function([Tensor("x", N), Labels("y", C, N)], (b, p) => b.Reduce("Sum", b.Scatter(p[0], p[1], C, [N]), [C]));
        Close([0, 1], Gradients(scatter, extents, new double[] { 1, 2 }, new[] { -100, 1 })[0]);
    }

    [Fact]
    public void DiagonalsRenamesAndPrimes()
    {
        GradientCheck.Check(Function([Tensor("x", N, D), Tensor("y", N, D)], (b, p) =>
        {
            int s = Composites.Cosine(b, p[0], b.Rename(p[1], N, P), [D]);
            return Composites.Mean(b, b.Sub(b.Reduce("LogSumExp", s, [P]), Composites.Diagonal(b, s, N)), [N]);
        }), (-2, 2), order: 2);
        GradientCheck.Check(Function([Tensor("x", N, P)], (b, p) => b.Mul(Composites.Diagonal(b, b.Mul(p[0], p[0]), N), b.Rename(b.Reduce("Sum", p[0], [N]), P, N))), (-2, 2), order: 2);
    }

    // ---- whole losses

    [Fact]
    public void CrossEntropy() => GradientCheck.Check(
        Function([Tensor("x", N, D), Tensor("w", C, D), Labels("y", C, N)], (b, p) =>
        {
            int logits = Composites.Dot(b, p[0], p[1], [D]);
            return Composites.Mean(b, b.Sub(b.Reduce("LogSumExp", logits, [C]), b.Gather(logits, p[2], C)), [N], b.Map("Kept", p[2], b.Position(N)));
        }), (-2, 2), order: 2);

    [Fact]
    public void SupCon() => GradientCheck.Check(
        Function([Tensor("x", N, D), Labels("y", C, N), Tensor("t")], (b, p) =>
        {
            int z = Composites.Normalize(b, p[0], [D]);
            int s = b.Div(Composites.Dot(b, z, b.Rename(z, N, P), [D]), b.Add(b.Exp(p[2]), b.One()));
            int off = Composites.OffDiagonal(b, N, P);
            int positive = b.Map("And", off, b.Map("IndexEqual", p[1], b.Rename(p[1], N, P)));
            int logProbability = b.Sub(s, Composites.Reduce(b, "LogSumExp", s, [P], off));
            int count = Composites.Count(b, positive, [P]);
            int each = b.Div(Composites.Reduce(b, "Sum", logProbability, [P], positive), b.Map("Max", count, b.One()));
            return b.Neg(Composites.Mean(b, each, [N], b.Map("Greater", count, b.Zero())));
        }), (-2, 2), order: 2, extents: new Dictionary<string, int> { ["N"] = 7, ["C"] = 2, ["D"] = 3 });

    [Fact]
    public void AProxySoftmax() => GradientCheck.Check(
        Function([Tensor("x", N, D), Tensor("w", C, M, D), Tensor("sigma")], (b, p) =>
        {
            int s = Composites.Cosine(b, p[0], p[1], [D]);
            return b.Mul(p[2], b.Reduce("Sum", b.Mul(Composites.Softmax(b, b.Mul(b.Real("3"), s), [M]), s), [M]));
        }), (-2, 2), order: 2);

    [Fact]
    public void BatchAllTriplets() => GradientCheck.Check(
        Function([Tensor("x", N, D), Labels("y", C, N)], (b, p) =>
        {
            Axis q = P.Prime();
            int square = Composites.SquaredNorm(b, b.Sub(p[0], b.Rename(p[0], N, P)), [D]);
            int positive = b.Map("And", Composites.OffDiagonal(b, N, P), b.Map("IndexEqual", p[1], b.Rename(p[1], N, P)));
            int negative = b.Rename(b.Map("IndexNotEqual", p[1], b.Rename(p[1], N, P)), P, q);
            int hinge = b.Map("Relu", b.Add(b.Sub(square, b.Rename(square, P, q)), b.Real("0.2")));
            return Composites.Reduce(b, "Sum", hinge, [N, P, q], b.Map("And", positive, negative));
        }), (-2, 2), extents: new Dictionary<string, int> { ["N"] = 5, ["C"] = 2, ["D"] = 2 });

    [Fact]
    public void ACallOrABranchIsAnInternalError()
    {
        var call = Function([Tensor("x", N)], (b, p) => b.Call("M:F", [N], p, 0, [N]));
        Assert.Contains("'M:F': link first", Assert.Throws<InvalidOperationException>(() => Differentiate.Backward(call)).Message, StringComparison.Ordinal);
        var choose = Function([Tensor("x", N), new("flag", ParameterKind.Bool)], (b, p) => b.Choose(1, [0], [p[0], b.Exp(p[0])]));
        Assert.Contains("'Differentiate'", Assert.Throws<InvalidOperationException>(() => Differentiate.Backward(choose)).Message, StringComparison.Ordinal);
    }
}
