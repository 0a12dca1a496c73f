using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Support;
using static TensorDsl.Generators.Tests.Sample;
using ValueType = TensorDsl.Generators.Ir.ValueType;

namespace TensorDsl.Generators.Tests.Ir;

public class IrVerifierTests
{
    private static readonly Function Sound = Function(
        [Tensor("x", N, C), Labels("y", C, N), Mask("m", N), new("flag", ParameterKind.Bool)],
        (b, p) => b.Reduce("Sum", b.Select(p[2], b.Gather(p[0], p[1], C), b.Zero()), [N]));

    private static string Fault(params Instr[] more)
    {
        var code = Sound.Code.Concat(more).ToEquatable();
        return Assert.Single(IrVerifier.Check(Sound with { Code = code }, linked: true));
    }

    [Fact]
    public void SoundCodePasses() => Assert.Empty(IrVerifier.Check(Sound, linked: true));

    [Fact]
    public void UseBeforeDefinition() => Assert.Contains("uses %99 before its definition", Fault(new Map("Exp", new[] { 99 }, ValueType.Real, default)), StringComparison.Ordinal);

    [Fact]
    public void WrongAxes() => Assert.Contains("it has axes [N], not [N, C]", Fault(new Map("Exp", new[] { 0 }, ValueType.Real, new[] { N })), StringComparison.Ordinal);

    [Fact]
    public void WrongType() => Assert.Contains("it is Mask, not Real", Fault(new Map("Exp", new[] { 0 }, ValueType.Mask, new[] { N, C })), StringComparison.Ordinal);

    [Fact]
    public void WrongOperandType() => Assert.Contains("operand %1 is Index, not Real", Fault(new Map("Exp", new[] { 1 }, ValueType.Real, new[] { N })), StringComparison.Ordinal);

    [Fact]
    public void WrongArity() => Assert.Contains("2 operands, not 1", Fault(new Map("Exp", new[] { 0, 0 }, ValueType.Real, new[] { N, C })), StringComparison.Ordinal);

    [Fact]
    public void UnknownOps()
    {
        Assert.Contains("no such op", Fault(new Map("Foo", new[] { 0 }, ValueType.Real, new[] { N, C })), StringComparison.Ordinal);
        Assert.Contains("no such reduction", Fault(new Reduce("Foo", 0, new[] { C }, ValueType.Real, new[] { N })), StringComparison.Ordinal);
    }

    [Fact]
    public void Reductions()
    {
        Assert.Contains("no axis M", Fault(new Reduce("Sum", 0, new[] { M }, ValueType.Real, new[] { N, C })), StringComparison.Ordinal);
        Assert.Contains("not [N]", Fault(new Reduce("Sum", 0, new[] { C }, ValueType.Real, new[] { N, C })), StringComparison.Ordinal);
        Assert.Contains("not Mask", Fault(new Reduce("Any", 0, new[] { C }, ValueType.Mask, new[] { N })), StringComparison.Ordinal);
    }

    [Fact]
    public void Renames()
    {
        Assert.Contains("no axis M", Fault(new Rename(0, M, D, ValueType.Real, new[] { N, C })), StringComparison.Ordinal);
        Assert.Contains("axis N already", Fault(new Rename(0, C, N, ValueType.Real, new[] { N })), StringComparison.Ordinal);
    }

    [Fact]
    public void GathersAndScatters()
    {
        Assert.Contains("%0 is no index", Fault(new Gather(0, 0, C, ValueType.Real, new[] { N, C })), StringComparison.Ordinal);
        Assert.Contains("no axis D", Fault(new Gather(0, 1, D, ValueType.Real, new[] { N, C })), StringComparison.Ordinal);
        Assert.Contains("the index lacks", Fault(new Scatter(0, 1, D, new[] { C }, new[] { N, D })), StringComparison.Ordinal);
    }

    [Fact]
    public void SingularValuesHaveTheColumns()
    {
        Assert.Contains("not [C]", Fault(new SingularValues(0, N, C, new[] { N })), StringComparison.Ordinal);
        Assert.Contains("one axis N", Fault(new SingularValues(0, N, N, new[] { N, C })), StringComparison.Ordinal);
        Assert.Contains("%1 is no number", Fault(new SingularValues(1, N, C, new[] { C })), StringComparison.Ordinal);
        Assert.Contains("the axis of the rows, N", Fault(new SingularValuesGradient(0, 0, N, C, new[] { N, C })), StringComparison.Ordinal);
        Assert.Contains("%1 is no number", Fault(new SingularValuesGradient(0, 1, N, C, new[] { N, C })), StringComparison.Ordinal);
    }

    [Fact]
    public void BranchesAndCalls()
    {
        Assert.Contains("neither bool nor enum nor float", Fault(new Choose(0, new long[] { 0 }, new[] { 0, 0 }, ValueType.Real, new[] { N, C })), StringComparison.Ordinal);
        Assert.Contains("1 arms for 1 values", Fault(new Choose(3, new long[] { 0 }, new[] { 0 }, ValueType.Real, new[] { N, C })), StringComparison.Ordinal);
        Assert.Contains("a call is left", Fault(new Call("M:F", default, default, 0, default)), StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs()
    {
        Assert.Contains("no parameter 9", Fault(new Input(9, ValueType.Real, default)), StringComparison.Ordinal);
        Assert.Contains("not [N, C]", Fault(new Input(0, ValueType.Real, new[] { N })), StringComparison.Ordinal);
        Assert.Contains("'abc' is no number", Fault(new Constant("abc")), StringComparison.Ordinal);
    }

    [Fact]
    public void Results()
    {
        string Of(params Result[] results) => Assert.Single(IrVerifier.Check(Sound with { Results = results }));
        Assert.Contains("no result", Of(), StringComparison.Ordinal);
        Assert.Contains("%99, which is not defined", Of(new Result(99, default)), StringComparison.Ordinal);
        Assert.Contains("%0 has [C], which it does not declare", Of(new Result(0, new[] { N })), StringComparison.Ordinal);
        Assert.Contains("declares an axis twice", Of(new Result(0, new[] { N, C, N })), StringComparison.Ordinal);
        Assert.Contains("'y', which has none", Of(new Result(0, new[] { N, C }, null, 1)), StringComparison.Ordinal);
    }
}
