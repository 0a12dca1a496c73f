using TensorDsl.Cpu;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Ops;
using static TensorDsl.Generators.Tests.Sample;
using ValueType = TensorDsl.Generators.Ir.ValueType;

namespace TensorDsl.Generators.Tests.Ops;

public class ScalarOpTests
{
    public static TheoryData<string> All => [.. ScalarOps.All.Select(op => op.Name)];

    public static TheoryData<string> Differentiable => [.. ScalarOps.All.Where(op => op.Vjp is not null).Select(op => op.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public void EitherHasADerivativeOrSaysWhyNot(string name)
    {
        var op = ScalarOps.Get(name);
        Assert.Equal(op.Vjp is null, op.NotDifferentiable is not null);
        Assert.True(op.Domain.Low < op.Domain.High);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void IsAMemberOfTheRunTimeLibrary(string name)
    {
        var op = ScalarOps.Get(name);
        if (name == "StopGradient") return;
        var member = typeof(ISimd<,>).GetMethod(op.CSharp);
        Assert.NotNull(member);
        Assert.Equal(op.Arity, member.GetParameters().Length);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void ItsHlslUsesEveryOperand(string name)
    {
        var op = ScalarOps.Get(name);
        for (int i = 0; i < op.Arity; i++) Assert.Contains($"{{{i}}}", op.Hlsl, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void DerivativesAreFiniteDifferences(string name)
    {
        var op = ScalarOps.Get(name);
        Axis[][][] shapes =
        [
            [[N], [N], [N]],
            [[], [], []],
            [[N, M], [M], [N]],
            [[M], [N, M], [M, D]],
            [[N], [M], []],
            [[], [N], [N, M]],
        ];
        foreach (var shape in shapes)
        {
            var parameters = op.Operands.Select((type, i) => type == ValueType.Mask ? Mask($"m{i}", shape[i]) : Tensor($"x{i}", shape[i])).ToArray();
            GradientCheck.Check(Function(parameters, (b, p) => b.Map(name, p)), op.Domain, order: 2);
        }
    }

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void OneValueMayBeEveryOperand(string name)
    {
        var op = ScalarOps.Get(name);
        if (op.Operands.Any(t => t != ValueType.Real)) return;
        GradientCheck.Check(Function([Tensor("x", N)], (b, p) => b.Map(name, [.. Enumerable.Repeat(p[0], op.Arity)])), op.Domain);
    }

    private const double Inf = double.PositiveInfinity, NaN = double.NaN;

    [Theory]
    [InlineData("Max", NaN, NaN, 1.0)]
    [InlineData("Max", NaN, 1.0, NaN)]
    [InlineData("Min", NaN, NaN, 1.0)]
    [InlineData("Min", NaN, 1.0, NaN)]
    [InlineData("Relu", NaN, NaN)]
    [InlineData("Relu", 0.0, -1.0)]
    [InlineData("Relu", 2.0, 2.0)]
    [InlineData("Sign", NaN, NaN)]
    [InlineData("Sign", 0.0, 0.0)]
    [InlineData("Sign", -1.0, -3.0)]
    [InlineData("Round", 2.0, 2.5)]
    [InlineData("Round", -2.0, -1.5)]
    [InlineData("Greater", 0.0, NaN, 1.0)]
    [InlineData("LessOrEqual", 0.0, 1.0, NaN)]
    [InlineData("Equal", 0.0, NaN, NaN)]
    [InlineData("NotEqual", 1.0, NaN, NaN)]
    [InlineData("Select", 3.0, 1.0, 3.0, 4.0)]
    [InlineData("Select", 4.0, 0.0, NaN, 4.0)]
    [InlineData("Softplus", 1000.0, 1000.0)]
    [InlineData("Softplus", 0.0, -1000.0)]
    [InlineData("Softplus", NaN, NaN)]
    [InlineData("Sigmoid", 1.0, 1000.0)]
    [InlineData("Sigmoid", 0.0, -1000.0)]
    [InlineData("Log1p", 1e-20, 1e-20)]
    [InlineData("Log1p", -Inf, -1.0)]
    [InlineData("Log1p", Inf, Inf)]
    [InlineData("Log1p", NaN, -2.0)]
    [InlineData("Expm1", 1e-20, 1e-20)]
    [InlineData("Expm1", -1.0, -1000.0)]
    [InlineData("Expm1", Inf, Inf)]
    [InlineData("Expm1", -1.0, -Inf)]
    [InlineData("LogAddExp", -Inf, -Inf, -Inf)]
    [InlineData("LogAddExp", 3.0, 3.0, -Inf)]
    [InlineData("LogAddExp", Inf, Inf, -Inf)]
    [InlineData("LogAddExp", 1000.0, 1000.0, -1000.0)]
    [InlineData("LogAddExp", NaN, NaN, 1.0)]
    [InlineData("Pow", 1.0, 0.0, 0.0)]
    [InlineData("Kept", 0.0, -100.0, -100.0)]
    [InlineData("Kept", 1.0, 3.0, -100.0)]
    public void ReferenceAtTheExtremes(string op, double expected, params double[] x) => Assert.Equal(expected, ScalarOps.Get(op).Eval(x));

    [Theory]
    [InlineData(1e-8, 9.99999995e-9)]
    [InlineData(-1e-5, -1.0000050000333336e-05)]
    [InlineData(1.5, 0.9162907318741551)]
    [InlineData(1e10, 23.025850930040455)]
    public void Log1pIsAccurate(double x, double expected) => Assert.Equal(1, ScalarOps.Get("Log1p").Eval([x]) / expected, 1e-15);

    [Theory]
    [InlineData(1e-8, 1.000000005e-8)]
    [InlineData(-1e-5, -9.99995000016667e-06)]
    [InlineData(1.5, 3.481689070338065)]
    public void Expm1IsAccurate(double x, double expected) => Assert.Equal(1, ScalarOps.Get("Expm1").Eval([x]) / expected, 1e-14);

    [Fact]
    public void AnUnknownNameIsAnInternalError() => Assert.Contains("'Foo'", Assert.Throws<InvalidOperationException>(() => ScalarOps.Get("Foo")).Message, StringComparison.Ordinal);
}
