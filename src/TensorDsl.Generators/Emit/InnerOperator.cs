using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Schedule;

namespace TensorDsl.Generators.Emit;

/// <summary>The operator struct of a pass's contraction, and which of its operands has the pass's rows.</summary>
/// <param name="Name">The struct's name; "" for the product, which the run time has.</param>
/// <param name="Scalars">The arguments of its constructor.</param>
internal sealed record InnerOperator(string Name, PairContraction Contraction, bool Swapped, IReadOnlyList<int> Scalars)
{
    public int Left => Swapped ? Contraction.B : Contraction.A;

    public int Right => Swapped ? Contraction.A : Contraction.B;

    public string New(BodyEmitter body)
        => Name.Length == 0 ? $"new {KernelContext.Cpu}InnerProduct<T, V, O>()" : $"new {Name}({string.Join(", ", Scalars.Select(body.Scalar))})";

    /// <summary>Prints the structs of a pass over these rows.</summary>
    public static List<InnerOperator> Print(CodeWriter writer, OperatorEmitter emitter, int number, IEnumerable<PairContraction> contractions, IReadOnlyList<Axis> rows)
    {
        var operators = new List<InnerOperator>();
        foreach (var c in contractions)
        {
            bool swapped = !c.Rows.SameSet(rows), isProduct = c.Inner < 0;
            string name = $"Inner{number}" + NameScope.Letter(operators.Count);
            if (!isProduct) writer.Line();
            operators.Add(isProduct ? new("", c, swapped, []) : new(name, c, swapped, emitter.Inner(writer, name, c, swapped)));
        }
        return operators;
    }
}
