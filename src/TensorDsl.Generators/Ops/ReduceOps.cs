using TensorDsl.Generators.Ir;
using static TensorDsl.Generators.Ir.ValueType;

namespace TensorDsl.Generators.Ops;

/// <summary>The table of reductions. Mean, norms and the masked forms are made of these (<see cref="Composites"/>).</summary>
public static class ReduceOps
{
    private const string PiecewiseConstant = "piecewise constant";

    public static IReadOnlyList<ReduceOp> All { get; } =
    [
        new("Sum", Real, Real)
        {
            IdentityOnScalar = true,
            Identity = "0",
            Eval = static x => x.Sum(),
            Vjp = static (b, r, y, dy) => dy,
        },
        new("Max", Real, Real)
        {
            IdentityOnScalar = true,
            Identity = "-inf",
            Eval = static x => x.Aggregate(double.NegativeInfinity, Math.Max),
            Vjp = Extremum,
        },
        new("MaxNumber", Real, Real)
        {
            // No template says it: the maximum that exponentials are taken below need not know of NaN, because their sum does.
            IdentityOnScalar = true,
            Identity = "-inf",
            Eval = static x => x.Aggregate(double.NegativeInfinity, static (a, b) => b > a ? b : a),
            Vjp = Extremum,
        },
        new("Min", Real, Real)
        {
            IdentityOnScalar = true,
            Identity = "inf",
            Eval = static x => x.Aggregate(double.PositiveInfinity, Math.Min),
            Vjp = Extremum,
        },
        new("Prod", Real, Real)
        {
            IdentityOnScalar = true,
            Identity = "1",
            Eval = static x => x.Aggregate(1.0, static (a, b) => a * b),
            Vjp = ProductOfOthers,
        },
        new("LogSumExp", Real, Real)
        {
            IdentityOnScalar = true,
            Identity = "-inf",
            Eval = Reference.LogSumExp,
            Vjp = Softmax,
        },
        new("ArgMax", Real, Index)
        {
            IdentityOnScalar = false,
            Identity = "-1",
            Eval = static x => Reference.ArgMax(x, smallest: false),
            Vjp = null,
            NotDifferentiable = PiecewiseConstant,
        },
        new("ArgMin", Real, Index)
        {
            IdentityOnScalar = false,
            Identity = "-1",
            Eval = static x => Reference.ArgMax(x, smallest: true),
            Vjp = null,
            NotDifferentiable = PiecewiseConstant,
        },
        new("Any", Mask, Mask)
        {
            IdentityOnScalar = true,
            Identity = "0",
            Eval = static x => x.Any(static v => v != 0) ? 1 : 0,
            Vjp = null,
            NotDifferentiable = PiecewiseConstant,
        },
        new("All", Mask, Mask)
        {
            IdentityOnScalar = true,
            Identity = "1",
            Eval = static x => x.All(static v => v != 0) ? 1 : 0,
            Vjp = null,
            NotDifferentiable = PiecewiseConstant,
        },
    ];

    private static readonly Dictionary<string, ReduceOp> ByName = All.ToDictionary(op => op.Name);

    /// <summary>The reduction of that name.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static ReduceOp Get(string name)
        => ByName.TryGetValue(name, out var op) ? op : throw new InvalidOperationException($"There is no reduction '{name}'.");

    public static bool TryGet(string name, out ReduceOp op) => ByName.TryGetValue(name, out op);

    /// <summary>dy goes to the elements that equal the extremum, in equal parts (as torch.amax has it).</summary>
    private static int Extremum(IrBuilder b, Reduce r, int y, int dy)
    {
        int picked = b.Map("Equal", r.Arg, y);
        int count = b.Reduce("Sum", b.Map("MaskToReal", picked), r.Over);
        return b.Select(picked, b.Div(dy, count), b.Zero());
    }

    /// <summary>
    /// dy times the product of the other elements, in O(n): the product of all non-zero elements without this one, and 0 where another
    /// element is zero. (Second derivatives are those of this formula: at points with two zeros in one product they miss the mixed term.)
    /// </summary>
    private static int ProductOfOthers(IrBuilder b, Reduce r, int y, int dy)
    {
        int isZero = b.Map("Equal", r.Arg, b.Zero());
        int factor = b.Select(isZero, b.One(), r.Arg);
        int product = b.Reduce("Prod", factor, r.Over);
        int zero = b.Map("MaskToReal", isZero);
        int otherZeros = b.Sub(b.Reduce("Sum", zero, r.Over), zero);
        return b.Select(b.Map("Equal", otherZeros, b.Zero()), b.Mul(dy, b.Div(product, factor)), b.Zero());
    }

    /// <summary>
    /// dy·exp(x − y). Where nothing was summed (y = −∞) this would be exp(−∞ − −∞): there the difference is taken from 0, which gives 0 and
    /// leaves the inner loop without a selection. If the exponential of x − y is there already (a softmax), it is used, under a mask.
    /// </summary>
    private static int Softmax(IrBuilder b, Reduce r, int y, int dy)
    {
        int some = b.Map("NotEqual", y, b.Real("-inf"));
        if (b.TryFindMap("Exp", b.Sub(r.Arg, y)) is { } softmax) return b.Select(some, b.Mul(dy, softmax), b.Zero());
        return b.Mul(dy, b.Exp(b.Sub(r.Arg, b.Select(some, y, b.Zero()))));
    }
}
