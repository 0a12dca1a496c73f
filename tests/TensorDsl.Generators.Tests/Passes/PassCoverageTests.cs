using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Passes;
using static TensorDsl.Generators.Tests.Sample;

namespace TensorDsl.Generators.Tests.Passes;

/// <summary>Every pass takes every kind of instruction, or refuses it by name; a kind that is added makes these tests fail until it is covered.</summary>
public class PassCoverageTests
{
    private static readonly Dictionary<Type, Function> Examples = new()
    {
        [typeof(Input)] = Function([Tensor("x", N)], (b, p) => p[0]),
        [typeof(Constant)] = Function([Tensor("x", N)], (b, p) => b.Add(p[0], b.Real("2"))),
        [typeof(MaskConstant)] = Function([Tensor("x", N), Mask("m", N)], (b, p) => b.Select(b.Map("Equal", p[0], p[0]), p[0], b.Select(b.Add(new MaskConstant(true)), b.Zero(), p[0]))),
        [typeof(Extent)] = Function([Tensor("x", N)], (b, p) => b.Mul(p[0], b.Extent(N))),
        [typeof(Position)] = Function([Tensor("x", N)], (b, p) => b.Mul(p[0], b.Map("IndexToReal", b.Position(N)))),
        [typeof(Map)] = Function([Tensor("x", N)], (b, p) => b.Exp(p[0])),
        [typeof(Reduce)] = Function([Tensor("x", N)], (b, p) => b.Reduce("LogSumExp", p[0], [N])),
        [typeof(Rename)] = Function([Tensor("x", N)], (b, p) => b.Rename(p[0], N, N.Prime())),
        [typeof(Gather)] = Function([Tensor("x", C), Labels("y", C, N)], (b, p) => b.Gather(p[0], p[1], C)),
        [typeof(Scatter)] = Function([Tensor("x", N), Labels("y", C, N)], (b, p) => b.Scatter(p[0], p[1], C, [N])),
        [typeof(TopK)] = Function([Tensor("x", N, C), new("k", ParameterKind.Int)], (b, p) => b.TopK(p[0], p[1], C, Axis.Top(C), Generators.Ir.ValueType.Real)),
        [typeof(SingularValues)] = Function([Tensor("x", C, N, M)], (b, p) => b.SingularValues(p[0], N, M)),
        [typeof(SingularValuesGradient)] = Function([Tensor("x", N, M), Tensor("s", M)], (b, p) => b.SingularValuesGradient(p[0], p[1], N, M)),
        [typeof(Choose)] = Function([Tensor("x", N), new("flag", ParameterKind.Bool)], (b, p) => b.Choose(1, [0], [p[0], b.Exp(p[0])])),
        [typeof(Call)] = Function([Tensor("x", N)], (b, p) => b.Call("M:F", [N], p, 0, [N])),
    };

    private static readonly Dictionary<string, Func<Function, Function>> Passes = new()
    {
        ["Specialize"] = f => Specialize.Run(f, new Dictionary<int, long>()),
        ["Stabilize"] = Stabilize.Run,
        ["Simplify"] = f => Simplify.Run(f),
        ["Differentiate"] = Differentiate.Backward,
        ["Differentiable"] = f =>
        {
            _ = Differentiable.Check(f);
            return f;
        },
    };

    public static TheoryData<string, string> All
    {
        get
        {
            var kinds = typeof(Instr).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Instr)));
            var all = new TheoryData<string, string>();
            foreach (var kind in kinds)
                foreach (string pass in Passes.Keys) all.Add(kind.Name, pass);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void APassTakesAKind(string kind, string pass)
    {
        var f = Examples.Single(e => e.Key.Name == kind).Value;
        if (kind != "MaskConstant") Assert.Contains(f.Code, i => i.GetType().Name == kind);
        bool isRefused = kind == "Call" && pass != "Differentiable" || kind == "Choose" && pass == "Differentiate";
        if (isRefused)
        {
            string message = Assert.Throws<InvalidOperationException>(() => Passes[pass](f)).Message;
            Assert.Contains($"'{pass}'", message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Empty(IrVerifier.Check(Passes[pass](f)));
        }
    }

    [Fact]
    public void EveryKindIsSealed() => Assert.All(typeof(Instr).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Instr))), t => Assert.True(t.IsSealed));
}
