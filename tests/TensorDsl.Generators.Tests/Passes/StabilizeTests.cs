using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Ops;
using TensorDsl.Generators.Passes;
using static TensorDsl.Generators.Tests.Sample;

namespace TensorDsl.Generators.Tests.Passes;

public class StabilizeTests
{
    public static TheoryData<string, string> Rewrites => new()
    {
        { "log sum exp", "LogSumExp" },
        { "log masked sum exp", "LogSumExp" },
        { "log sum exp behind a mask", "LogSumExp" },
        { "log mean exp", "LogSumExp" },
        { "log masked mean exp", "LogSumExp" },
        { "log softmax", "LogSumExp" },
        { "log exp over sum exp", "LogSumExp" },
        { "log of a stopped softmax", "LogSumExp" },
        { "log of a softmax or one", "LogSumExp" },
        { "log of an exp or one", "Select" },
        { "log sigmoid", "Softplus" },
        { "log one minus sigmoid", "Softplus" },
        { "log one plus", "Log1p" },
        { "log plus one", "Log1p" },
        { "log one minus", "Log1p" },
        { "exp minus one", "Expm1" },
        { "log one plus exp", "Softplus" },
        { "log1p exp", "Softplus" },
        { "log exp plus exp", "LogAddExp" },
    };

    private static Function Of(string form) => Function([Tensor("x", N, M), Tensor("y", N, M), Mask("m", N, M)], (b, p) =>
    {
        var (x, y, m, one) = (p[0], p[1], p[2], b.One());
        int e = b.Exp(x);
        return form switch
        {
            "log sum exp" => b.Log(b.Reduce("Sum", e, [N, M])),
            "log masked sum exp" => b.Log(b.Reduce("Sum", b.Select(m, e, b.Zero()), [N])),
            "log sum exp behind a mask" => b.Log(b.Reduce("Sum", b.Select(m, b.Zero(), e), [N])),
            "log mean exp" => b.Log(Composites.Mean(b, e, [M])),
            "log masked mean exp" => b.Log(Composites.Mean(b, e, [N], m)),
            "log softmax" => b.Log(Composites.Softmax(b, x, [M])),
            "log exp over sum exp" => b.Log(b.Div(e, b.Reduce("Sum", e, [M]))),
            "log of a stopped softmax" => b.Log(b.Map("StopGradient", Composites.Softmax(b, x, [M]))),
            "log of a softmax or one" => b.Log(b.Select(m, b.Map("StopGradient", Composites.Softmax(b, x, [M])), one)),
            "log of an exp or one" => b.Log(b.Select(m, e, one)),
            "log sigmoid" => b.Log(b.Map("Sigmoid", x)),
            "log one minus sigmoid" => b.Log(b.Sub(one, b.Map("Sigmoid", x))),
            "log one plus" => b.Log(b.Add(one, b.Mul(x, x))),
            "log plus one" => b.Log(b.Add(b.Mul(x, x), one)),
            "log one minus" => b.Log(b.Sub(one, b.Neg(b.Mul(x, x)))),
            "exp minus one" => b.Sub(e, one),
            "log one plus exp" => b.Log(b.Add(one, e)),
            "log1p exp" => b.Map("Log1p", e),
            _ => b.Log(b.Add(e, b.Exp(y))),
        };
    });

    [Theory]
    [MemberData(nameof(Rewrites))]
    public void TheStableFormComputesTheSame(string form, string expected)
    {
        var f = Of(form);
        var stable = Simplify.Run(Stabilize.Run(f));
        Assert.Empty(IrVerifier.Check(stable, linked: true));
        Assert.Contains(stable.Code, i => i is Map m && m.Op == expected || i is Reduce r && r.Op == expected);
        Assert.DoesNotContain(stable.Code, i => i is Map { Op: "Log" } log && f.Code.Contains(log) && stable[log.Args[0]] is not (Extent or Reduce));
        object[] arguments = Arguments(f, new(1), (-1, 1));
        GradientCheck.Same(Interpreter.Run(f, Extents, arguments), Interpreter.Run(stable, Extents, arguments), 1e-12, form);
    }

    [Theory]
    [InlineData("log sum exp")]
    [InlineData("log softmax")]
    [InlineData("log of a softmax or one")]
    [InlineData("log sigmoid")]
    [InlineData("log one minus sigmoid")]
    [InlineData("log one plus exp")]
    [InlineData("log exp plus exp")]
    [InlineData("log mean exp")]
    public void ItAndItsGradientAreFiniteWhereTheOtherOverflows(string form)
    {
        var f = Of(form);
        double[] large = [.. Enumerable.Range(0, 12).Select(i => (i % 2 == 0 ? 1 : -1) * 900.0)];
        object[] arguments = [large, large, Enumerable.Repeat(true, 12).ToArray()];
        Assert.Contains(Interpreter.Run(f, Extents, arguments)[0], v => !double.IsFinite(v));
        var stable = Stabilize.Run(f);
        Assert.All(Interpreter.Run(stable, Extents, arguments)[0], v => Assert.True(double.IsFinite(v)));
        var backward = Differentiate.Backward(stable);
        int length = backward.Parameters[^1].Axes.Aggregate(1, (n, a) => n * Extents[a.Dim]);
        Assert.All(Interpreter.Run(backward, Extents, [.. arguments, Enumerable.Repeat(1.0, length).ToArray()])[0], v => Assert.True(double.IsFinite(v)));
    }

    [Fact]
    public void TheLogarithmOfAnythingElseStays()
    {
        var f = Function([Tensor("x", N)], (b, p) => b.Log(b.Reduce("Sum", b.Mul(p[0], p[0]), [N])));
        Assert.Equal(f, Stabilize.Run(f));
    }
}
