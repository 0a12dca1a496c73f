using Microsoft.CodeAnalysis.Text;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Pipeline;
using TensorDsl.Generators.Support;
using ValueType = TensorDsl.Generators.Ir.ValueType;

namespace TensorDsl.Generators.Tests.Pipeline;

/// <summary>A fault of ours is a diagnostic at the template, never an exception: that would stop everything that is generated.</summary>
public class InternalErrorTests
{
    private sealed record UnknownInstr() : Instr(ValueType.Real, default)
    {
        public override EquatableArray<int> Operands => default;

        public override Instr WithOperands(IReadOnlyList<int> operands) => this;
    }

    private static Template Broken()
    {
        var template = new Syntax.TemplateReader("static partial class S { [Loss] static Expr F<N>(Expr<N> x) => Mean(x); }").All.Single();
        return template with { Function = template.Function with { Code = new Instr[] { new UnknownInstr() }, Results = new[] { new Result(0, default) } } };
    }

    [Fact]
    public void In_linking()
    {
        var linked = LinkedTemplate.Link(Broken(), _ => null);
        Assert.Null(linked.Function);
        var location = new TemplateLocation(linked.Template.Key, "S.cs", new(new(3, 1), new(new(0, 3), new(0, 4))), default);
        var diagnostic = new LocatedProblem(linked.Problems.Single(), location).ToDiagnostic();
        Assert.Equal("TDSL901", diagnostic.Id);
        Assert.Equal(
            "pass 'Link' failed for 'F': InvalidOperationException: IrBuilder.Rebuild: UnknownInstr. This is a bug in TensorDsl; please report it with the text above",
            diagnostic.GetMessage());
        Assert.Equal(new TextSpan(3, 1), diagnostic.Location.SourceSpan);
    }

    /// <summary>Call sites keep compiling: the signature stays.</summary>
    [Fact]
    public void In_emitting()
    {
        var template = Broken();
        var emitted = EmittedTemplate.Emit(new(template, template.Function, default));
        Assert.Equal("Emit", emitted.Problems.Single().Arguments[0]);
        Assert.Contains("partial class S", emitted.Text);
    }
}
