using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Syntax;

/// <summary>What an expression of a template stands for: an instruction, or the elements of a tuple.</summary>
/// <param name="Id">The instruction; negative where the expression failed, which has been reported.</param>
/// <param name="Class">Of labels: the dim that they index.</param>
/// <param name="Elements">Of a tuple.</param>
internal sealed record Value(int Id, Axis? Class = null, IReadOnlyList<Value>? Elements = null)
{
    public static readonly Value Failed = new(-1);

    public bool IsFailed => Elements is null ? Id < 0 : Elements.Any(e => e.IsFailed);

    public static Value Tuple(IReadOnlyList<Value> elements) => new(-1, null, elements);
}
