using static TensorDsl.Generators.Ir.ValueType;

namespace TensorDsl.Generators.Ops;

public static partial class ScalarOps
{
    private const string OfIntegers = "integers have no derivative";

    /// <summary>Comparisons of positions and labels.</summary>
    private static ScalarOp[] Indices() =>
    [
        IndexComparison("IndexEqual", "IndexEqual", "{0} == {1}", static x => x[0] == x[1]),
        IndexComparison("IndexNotEqual", "IndexNotEqual", "{0} != {1}", static x => x[0] != x[1]),
        IndexComparison("IndexLess", "IndexLess", "{0} < {1}", static x => x[0] < x[1]),

        // Of its own name because the checks at run time read it: these labels may hold the ignored value.
        IndexComparison("Kept", "IndexNotEqual", "{0} != {1}", static x => x[0] != x[1]),
        new("IndexToReal", Real, Index)
        {
            CSharp = "IndexToReal",
            Hlsl = "(float){0}",
            Eval = static x => x[0],
            Vjp = null,
            NotDifferentiable = OfIntegers,
            Domain = (0, 5),
            Cost = 1,
        },
    ];

    private static ScalarOp IndexComparison(string name, string member, string hlsl, Func<double[], bool> holds) => new(name, Mask, Index, Index)
    {
        CSharp = member,
        Hlsl = hlsl,
        Eval = x => holds(x) ? 1 : 0,
        Vjp = null,
        NotDifferentiable = OfIntegers,
        Domain = (0, 5),
        Cost = 1,
    };
}
