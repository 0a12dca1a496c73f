using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Passes;
using TensorDsl.Generators.Support;
using static TensorDsl.Generators.Tests.Sample;

namespace TensorDsl.Generators.Tests.Passes;

public class SpecializeTests
{
    private static readonly Parameter Flag = new("flag", ParameterKind.Bool);

    private static readonly Parameter Kind = new(
        "kind", ParameterKind.Enum, EnumType: "global::App.Kind", EnumValues: new EnumValue[] { new("A", 0), new("B", 5), new("C", 7) });

    private static readonly Function F = Function(
        [Tensor("x", N), Flag, Kind, new("unused", ParameterKind.Bool)],
        (b, p) => b.Choose(1, [0], [b.Choose(2, [5, 0], [b.Exp(p[0]), b.Log(p[0]), b.Sqrt(p[0])]), b.Neg(p[0])]));

    [Theory]
    [InlineData(0, 5, "Exp")]
    [InlineData(0, 0, "Log")]
    [InlineData(0, 7, "Sqrt")]
    [InlineData(0, 99, "Sqrt")]
    [InlineData(1, 5, "Negate")]
    public void TheArmOfTheValueIsLeft(long flag, long kind, string op)
    {
        var f = Specialize.Run(F, new Dictionary<int, long> { [1] = flag, [2] = kind });
        Assert.Equal(2, f.Code.Count);
        Assert.Equal(op, Assert.IsType<Map>(f[1]).Op);
        Assert.Equal(F.Parameters, f.Parameters);
        // The interpreter decides branches on its own: it must agree.
        object[] arguments = [new[] { 0.5, 1, 2, 3 }, flag, kind, 0];
        GradientCheck.Same(Interpreter.Run(F, Extents, arguments), Interpreter.Run(f, Extents, arguments), 0, op);
    }

    [Fact]
    public void BranchesOnOtherParametersStay() => Assert.Single(Specialize.Run(F, new Dictionary<int, long> { [1] = 0 }).Code, i => i is Choose);

    [Fact]
    public void ChoicesAreTheParametersThatMatter()
    {
        Assert.Equal([new Choice(1, new long[] { 0, 1 }, null), new Choice(2, new long[] { 0, 5 }, 7)], Specialize.Choices(F));
        Assert.Empty(Specialize.Choices(Specialize.Run(F, new Dictionary<int, long> { [1] = 1 })));
    }

    [Fact]
    public void AnEnumWhoseValuesAreAllNamedHasOthersStill()
    {
        var f = Function([Tensor("x", N), Kind], (b, p) => b.Choose(1, [0, 5, 7], [b.Exp(p[0]), b.Log(p[0]), b.Sqrt(p[0]), p[0]]));
        Assert.Equal([new Choice(1, new long[] { 0, 5, 7 }, 8)], Specialize.Choices(f));
    }
}
