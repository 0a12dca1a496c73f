using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Ops;

/// <summary>
/// The operations of the surface that are made of others: one method each, which builds the definition. They have no derivative of their own;
/// what their definitions leave open (a norm at 0, an empty maximum) is settled by the rules of the tables.
/// </summary>
public static class Composites
{
    // ---- reductions; `where` is a mask that picks the elements, or null

    /// <summary>A reduction of the table over the elements that the mask picks; the others count as the reduction's identity.</summary>
    public static int Reduce(IrBuilder b, string op, int x, IEnumerable<Axis> over, int? where = null)
        => b.Reduce(op, where is { } mask ? b.Select(mask, x, b.Real(ReduceOps.Get(op).Identity)) : x, over);

    /// <summary>The sum over the number of elements. Of no elements it is NaN (0 / 0).</summary>
    public static int Mean(IrBuilder b, int x, IEnumerable<Axis> over, int? where = null)
    {
        var axes = over.ToList();
        if (axes.Count == 0 && where is null) return x;
        int count = where is { } mask ? Count(b, mask, axes) : b.Extent(axes);
        return b.Div(Reduce(b, "Sum", x, axes, where), count);
    }

    /// <summary>How many elements of a mask hold, as a number. The mask may lack some of the axes.</summary>
    public static int Count(IrBuilder b, int mask, IEnumerable<Axis> over) => b.SumOver(b.Map("MaskToReal", mask), over);

    /// <summary>Σ x².</summary>
    public static int SquaredNorm(IrBuilder b, int x, IEnumerable<Axis> over) => b.Reduce("Sum", Square(b, x), over);

    /// <summary>√Σ x², with the subgradient 0 at 0.</summary>
    public static int Norm(IrBuilder b, int x, IEnumerable<Axis> over) => b.Sqrt(SquaredNorm(b, x, over));

    /// <summary>Σ x·y.</summary>
    public static int Dot(IrBuilder b, int x, int y, IEnumerable<Axis> over) => b.Reduce("Sum", b.Mul(x, y), over);

    /// <summary>x / max(|x|, eps).</summary>
    /// <param name="eps">A value; 1e-12 if null.</param>
    public static int Normalize(IrBuilder b, int x, IEnumerable<Axis> over, int? eps = null)
        => b.Div(x, b.Map("Max", Norm(b, x, over), eps ?? b.Real("1e-12")));

    /// <summary>The dot product of both sides normalised. Each is normalised before the product, so that it is a contraction of unit rows.</summary>
    /// <param name="eps">A value; 1e-8 if null.</param>
    public static int Cosine(IrBuilder b, int x, int y, IEnumerable<Axis> over, int? eps = null)
    {
        var axes = over.ToList();
        int least = eps ?? b.Real("1e-8");
        return Dot(b, Normalize(b, x, axes, least), Normalize(b, y, axes, least), axes);
    }

    /// <summary>x − ln Σ e^x.</summary>
    public static int LogSoftmax(IrBuilder b, int x, IEnumerable<Axis> over) => b.Sub(x, b.Reduce("LogSumExp", x, over));

    /// <summary>e^x / Σ e^x.</summary>
    public static int Softmax(IrBuilder b, int x, IEnumerable<Axis> over) => b.Exp(LogSoftmax(b, x, over));

    // ---- element-wise

    /// <summary>x·x.</summary>
    public static int Square(IrBuilder b, int x) => b.Mul(x, x);

    /// <summary>ln σ(x) = −softplus(−x).</summary>
    public static int LogSigmoid(IrBuilder b, int x) => b.Neg(b.Map("Softplus", b.Neg(x)));

    /// <summary>
    /// x within [low, high], low ≤ high; NaN for NaN. At a bound the derivative is x's (as torch.clamp has it), unlike that of a maximum,
    /// which is shared.
    /// </summary>
    public static int Clamp(IrBuilder b, int x, int low, int high)
        => b.Select(b.Map("Less", x, low), low, b.Select(b.Map("Greater", x, high), high, x));

    // ---- positions

    /// <summary>The elements of x at equal positions along an axis and its prime; the prime is gone.</summary>
    public static int Diagonal(IrBuilder b, int x, Axis axis) => Diagonal(b, x, axis, axis.Prime());

    /// <summary>The elements of x at equal positions along two axes; the second is gone.</summary>
    public static int Diagonal(IrBuilder b, int x, Axis axis, Axis other) => b.Gather(x, b.Position(axis), other);

    /// <summary>The mask that holds where the positions along two axes are equal.</summary>
    public static int OnDiagonal(IrBuilder b, Axis axis, Axis other) => b.Map("IndexEqual", b.Position(axis), b.Position(other));

    /// <summary>The mask that holds where the positions along two axes differ.</summary>
    public static int OffDiagonal(IrBuilder b, Axis axis, Axis other) => b.Map("IndexNotEqual", b.Position(axis), b.Position(other));
}
