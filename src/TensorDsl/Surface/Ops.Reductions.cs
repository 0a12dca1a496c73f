namespace TensorDsl;

// Reductions: the named axes disappear, the others stay. Without type arguments every axis is reduced and the result is a scalar.
// where: keeps the elements whose mask is true and broadcasts against the operand; dropped elements are never part of any arithmetic, so a
// NaN or ∞ among them reaches neither the value nor a gradient.
public static partial class Ops
{
    /// <summary>Σ x over all axes, of the elements that <paramref name="where"/> keeps.</summary>
    /// <remarks>0 if there are none. The derivative is 1 for every kept element.</remarks>
    public static Expr Sum(TensorExpr x, MaskExpr? where = null) => Unevaluated.Expr;

    /// <summary>Σ x over A, of the elements that <paramref name="where"/> keeps.</summary>
    /// <remarks>0 if there are none. The derivative is 1 for every kept element.</remarks>
    public static Expr Sum<A>(TensorExpr x, MaskExpr? where = null) => Unevaluated.Expr;

    /// <summary>Σ x over A and B, of the elements that <paramref name="where"/> keeps.</summary>
    /// <remarks>0 if there are none. The derivative is 1 for every kept element.</remarks>
    public static Expr Sum<A, B>(TensorExpr x, MaskExpr? where = null) => Unevaluated.Expr;

    /// <summary>Σ x over A, B and C, of the elements that <paramref name="where"/> keeps.</summary>
    /// <remarks>0 if there are none. The derivative is 1 for every kept element.</remarks>
    public static Expr Sum<A, B, C>(TensorExpr x, MaskExpr? where = null) => Unevaluated.Expr;

    /// <summary>Σ x / count over all axes, of the elements that <paramref name="where"/> keeps.</summary>
    /// <remarks>NaN if there are none (0 / 0, as in torch). The derivative is 1 / count for every kept element.</remarks>
    public static Expr Mean(TensorExpr x, MaskExpr? where = null) => Unevaluated.Expr;

    /// <summary>Σ x / count over A, of the elements that <paramref name="where"/> keeps.</summary>
    /// <remarks>NaN if there are none (0 / 0, as in torch). The derivative is 1 / count for every kept element.</remarks>
    public static Expr Mean<A>(TensorExpr x, MaskExpr? where = null) => Unevaluated.Expr;

    /// <summary>Σ x / count over A and B, of the elements that <paramref name="where"/> keeps.</summary>
    /// <remarks>NaN if there are none (0 / 0, as in torch). The derivative is 1 / count for every kept element.</remarks>
    public static Expr Mean<A, B>(TensorExpr x, MaskExpr? where = null) => Unevaluated.Expr;

    /// <summary>Σ x / count over A, B and C, of the elements that <paramref name="where"/> keeps.</summary>
    /// <remarks>NaN if there are none (0 / 0, as in torch). The derivative is 1 / count for every kept element.</remarks>
    public static Expr Mean<A, B, C>(TensorExpr x, MaskExpr? where = null) => Unevaluated.Expr;

    /// <summary>The largest x over all axes, of the elements that <paramref name="where"/> keeps.</summary>
    /// <remarks>
    /// −∞ if there are none; NaN if one of them is NaN. Elements that tie for the largest share the gradient evenly (torch.amax);
    /// where there are none it is 0.
    /// </remarks>
    public static Expr Max(TensorExpr x, MaskExpr? where = null) => Unevaluated.Expr;

    /// <summary>The largest x over A, of the elements that <paramref name="where"/> keeps.</summary>
    /// <remarks>
    /// −∞ if there are none; NaN if one of them is NaN. Elements that tie for the largest share the gradient evenly (torch.amax);
    /// where there are none it is 0.
    /// </remarks>
    public static Expr Max<A>(TensorExpr x, MaskExpr? where = null) => Unevaluated.Expr;

    /// <summary>The largest x over A and B, of the elements that <paramref name="where"/> keeps.</summary>
    /// <remarks>
    /// −∞ if there are none; NaN if one of them is NaN. Elements that tie for the largest share the gradient evenly (torch.amax);
    /// where there are none it is 0.
    /// </remarks>
    public static Expr Max<A, B>(TensorExpr x, MaskExpr? where = null) => Unevaluated.Expr;

    /// <summary>The largest x over A, B and C, of the elements that <paramref name="where"/> keeps.</summary>
    /// <remarks>
    /// −∞ if there are none; NaN if one of them is NaN. Elements that tie for the largest share the gradient evenly (torch.amax);
    /// where there are none it is 0.
    /// </remarks>
    public static Expr Max<A, B, C>(TensorExpr x, MaskExpr? where = null) => Unevaluated.Expr;

    /// <summary>The smallest x over all axes, of the elements that <paramref name="where"/> keeps.</summary>
    /// <remarks>
    /// +∞ if there are none; NaN if one of them is NaN. Elements that tie for the smallest share the gradient evenly (torch.amin);
    /// where there are none it is 0.
    /// </remarks>
    public static Expr Min(TensorExpr x, MaskExpr? where = null) => Unevaluated.Expr;

    /// <summary>The smallest x over A, of the elements that <paramref name="where"/> keeps.</summary>
    /// <remarks>
    /// +∞ if there are none; NaN if one of them is NaN. Elements that tie for the smallest share the gradient evenly (torch.amin);
    /// where there are none it is 0.
    /// </remarks>
    public static Expr Min<A>(TensorExpr x, MaskExpr? where = null) => Unevaluated.Expr;

    /// <summary>The smallest x over A and B, of the elements that <paramref name="where"/> keeps.</summary>
    /// <remarks>
    /// +∞ if there are none; NaN if one of them is NaN. Elements that tie for the smallest share the gradient evenly (torch.amin);
    /// where there are none it is 0.
    /// </remarks>
    public static Expr Min<A, B>(TensorExpr x, MaskExpr? where = null) => Unevaluated.Expr;

    /// <summary>The smallest x over A, B and C, of the elements that <paramref name="where"/> keeps.</summary>
    /// <remarks>
    /// +∞ if there are none; NaN if one of them is NaN. Elements that tie for the smallest share the gradient evenly (torch.amin);
    /// where there are none it is 0.
    /// </remarks>
    public static Expr Min<A, B, C>(TensorExpr x, MaskExpr? where = null) => Unevaluated.Expr;

    /// <summary>Π x over all axes, of the elements that <paramref name="where"/> keeps.</summary>
    /// <remarks>1 if there are none. The derivative is the product of the other kept elements, with zeros among them too.</remarks>
    public static Expr Prod(TensorExpr x, MaskExpr? where = null) => Unevaluated.Expr;

    /// <summary>Π x over A, of the elements that <paramref name="where"/> keeps.</summary>
    /// <remarks>1 if there are none. The derivative is the product of the other kept elements, with zeros among them too.</remarks>
    public static Expr Prod<A>(TensorExpr x, MaskExpr? where = null) => Unevaluated.Expr;

    /// <summary>Π x over A and B, of the elements that <paramref name="where"/> keeps.</summary>
    /// <remarks>1 if there are none. The derivative is the product of the other kept elements, with zeros among them too.</remarks>
    public static Expr Prod<A, B>(TensorExpr x, MaskExpr? where = null) => Unevaluated.Expr;

    /// <summary>Π x over A, B and C, of the elements that <paramref name="where"/> keeps.</summary>
    /// <remarks>1 if there are none. The derivative is the product of the other kept elements, with zeros among them too.</remarks>
    public static Expr Prod<A, B, C>(TensorExpr x, MaskExpr? where = null) => Unevaluated.Expr;

    /// <summary>ln Σ eˣ over all axes, of the elements that <paramref name="where"/> keeps, without overflow.</summary>
    /// <remarks>
    /// −∞ if there are none or all are −∞, with a zero gradient; +∞ if one of them is +∞; NaN if one of them is NaN. The derivative
    /// is the softmax.
    /// </remarks>
    public static Expr LogSumExp(TensorExpr x, MaskExpr? where = null) => Unevaluated.Expr;

    /// <summary>ln Σ eˣ over A, of the elements that <paramref name="where"/> keeps, without overflow.</summary>
    /// <remarks>
    /// −∞ if there are none or all are −∞, with a zero gradient; +∞ if one of them is +∞; NaN if one of them is NaN. The derivative
    /// is the softmax.
    /// </remarks>
    public static Expr LogSumExp<A>(TensorExpr x, MaskExpr? where = null) => Unevaluated.Expr;

    /// <summary>ln Σ eˣ over A and B, of the elements that <paramref name="where"/> keeps, without overflow.</summary>
    /// <remarks>
    /// −∞ if there are none or all are −∞, with a zero gradient; +∞ if one of them is +∞; NaN if one of them is NaN. The derivative
    /// is the softmax.
    /// </remarks>
    public static Expr LogSumExp<A, B>(TensorExpr x, MaskExpr? where = null) => Unevaluated.Expr;

    /// <summary>ln Σ eˣ over A, B and C, of the elements that <paramref name="where"/> keeps, without overflow.</summary>
    /// <remarks>
    /// −∞ if there are none or all are −∞, with a zero gradient; +∞ if one of them is +∞; NaN if one of them is NaN. The derivative
    /// is the softmax.
    /// </remarks>
    public static Expr LogSumExp<A, B, C>(TensorExpr x, MaskExpr? where = null) => Unevaluated.Expr;

    /// <summary>eˣ / Σ eˣ over A, without overflow; keeps the dims of x.</summary>
    /// <remarks>The results sum to 1. NaN where every x is −∞ or one is NaN or +∞.</remarks>
    public static Expr Softmax<A>(TensorExpr x) => Unevaluated.Expr;

    /// <summary>eˣ / Σ eˣ over A and B, without overflow; keeps the dims of x.</summary>
    /// <remarks>The results sum to 1. NaN where every x is −∞ or one is NaN or +∞.</remarks>
    public static Expr Softmax<A, B>(TensorExpr x) => Unevaluated.Expr;

    /// <summary>eˣ / Σ eˣ over A, B and C, without overflow; keeps the dims of x.</summary>
    /// <remarks>The results sum to 1. NaN where every x is −∞ or one is NaN or +∞.</remarks>
    public static Expr Softmax<A, B, C>(TensorExpr x) => Unevaluated.Expr;

    /// <summary>x − ln Σ eˣ over A, without overflow; keeps the dims of x.</summary>
    /// <remarks>At most 0. More accurate than Log(Softmax(x)), which the compiler turns into this.</remarks>
    public static Expr LogSoftmax<A>(TensorExpr x) => Unevaluated.Expr;

    /// <summary>x − ln Σ eˣ over A and B, without overflow; keeps the dims of x.</summary>
    /// <remarks>At most 0. More accurate than Log(Softmax(x)), which the compiler turns into this.</remarks>
    public static Expr LogSoftmax<A, B>(TensorExpr x) => Unevaluated.Expr;

    /// <summary>x − ln Σ eˣ over A, B and C, without overflow; keeps the dims of x.</summary>
    /// <remarks>At most 0. More accurate than Log(Softmax(x)), which the compiler turns into this.</remarks>
    public static Expr LogSoftmax<A, B, C>(TensorExpr x) => Unevaluated.Expr;

    /// <summary>Whether any element is true over all axes.</summary>
    /// <remarks>False if there are none.</remarks>
    public static Mask Any(MaskExpr mask) => Unevaluated.Mask;

    /// <summary>Whether any element is true over A.</summary>
    /// <remarks>False if there are none.</remarks>
    public static Mask Any<A>(MaskExpr mask) => Unevaluated.Mask;

    /// <summary>Whether any element is true over A and B.</summary>
    /// <remarks>False if there are none.</remarks>
    public static Mask Any<A, B>(MaskExpr mask) => Unevaluated.Mask;

    /// <summary>Whether all elements are true over all axes.</summary>
    /// <remarks>True if there are none.</remarks>
    public static Mask All(MaskExpr mask) => Unevaluated.Mask;

    /// <summary>Whether all elements are true over A.</summary>
    /// <remarks>True if there are none.</remarks>
    public static Mask All<A>(MaskExpr mask) => Unevaluated.Mask;

    /// <summary>Whether all elements are true over A and B.</summary>
    /// <remarks>True if there are none.</remarks>
    public static Mask All<A, B>(MaskExpr mask) => Unevaluated.Mask;

    /// <summary>How many elements are true over all axes, as a number.</summary>
    /// <remarks>Along an axis that the mask lacks, every position counts. No derivative.</remarks>
    public static Expr Count(MaskExpr mask) => Unevaluated.Expr;

    /// <summary>How many elements are true over A, as a number.</summary>
    /// <remarks>Along an axis that the mask lacks, every position counts. No derivative.</remarks>
    public static Expr Count<A>(MaskExpr mask) => Unevaluated.Expr;

    /// <summary>How many elements are true over A and B, as a number.</summary>
    /// <remarks>Along an axis that the mask lacks, every position counts. No derivative.</remarks>
    public static Expr Count<A, B>(MaskExpr mask) => Unevaluated.Expr;

    /// <summary>How many elements are true over A, B and C, as a number.</summary>
    /// <remarks>Along an axis that the mask lacks, every position counts. No derivative.</remarks>
    public static Expr Count<A, B, C>(MaskExpr mask) => Unevaluated.Expr;
}
