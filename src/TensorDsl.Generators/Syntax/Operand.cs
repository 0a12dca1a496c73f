using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace TensorDsl.Generators.Syntax;

/// <summary>An operand of an op: its value, and where it stands.</summary>
internal sealed record Operand(Value Value, IOperation Operation)
{
    public SyntaxNode Syntax => Unconverted.Syntax;

    public string Text => Syntax.ToString();

    private IOperation Unconverted
    {
        get
        {
            var o = Operation;
            while (o is IConversionOperation { IsImplicit: true } c) o = c.Operand;
            return o;
        }
    }
}
