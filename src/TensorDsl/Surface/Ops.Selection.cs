namespace TensorDsl;

// Selection: by a mask, by the largest or smallest element, and by labels.
public static partial class Ops
{
    /// <summary>a where the mask is true, b elsewhere.</summary>
    /// <remarks>The side that is not taken reaches neither the value nor a gradient, even if it is NaN or ∞.</remarks>
    public static Expr Where(MaskExpr mask, TensorExpr a, TensorExpr b) => Unevaluated.Expr;

    /// <inheritdoc cref="Where(MaskExpr, TensorExpr, TensorExpr)"/>
    public static Expr Where(MaskExpr mask, TensorExpr a, float b) => Unevaluated.Expr;

    /// <inheritdoc cref="Where(MaskExpr, TensorExpr, TensorExpr)"/>
    public static Expr Where(MaskExpr mask, float a, TensorExpr b) => Unevaluated.Expr;

    /// <inheritdoc cref="Where(MaskExpr, TensorExpr, TensorExpr)"/>
    public static Expr Where(MaskExpr mask, TensorExpr a, double b) => Unevaluated.Expr;

    /// <inheritdoc cref="Where(MaskExpr, TensorExpr, TensorExpr)"/>
    public static Expr Where(MaskExpr mask, double a, TensorExpr b) => Unevaluated.Expr;

    /// <inheritdoc cref="Where(MaskExpr, TensorExpr, TensorExpr)"/>
    public static Expr Where(MaskExpr mask, float a, float b) => Unevaluated.Expr;

    /// <inheritdoc cref="Where(MaskExpr, TensorExpr, TensorExpr)"/>
    public static Expr Where(MaskExpr mask, double a, double b) => Unevaluated.Expr;

    /// <summary>The position of the largest x along C, as labels that index C.</summary>
    /// <remarks>The first one wins ties; the first NaN counts as the largest (torch); −1 of no elements. No derivative.</remarks>
    public static Labels ArgMax<C>(TensorExpr x) => Unevaluated.Labels;

    /// <summary>The position of the smallest x along C, as labels that index C.</summary>
    /// <remarks>The first one wins ties; the first NaN counts as the smallest (torch); −1 of no elements. No derivative.</remarks>
    public static Labels ArgMin<C>(TensorExpr x) => Unevaluated.Labels;

    /// <summary>
    /// The k largest elements of x along C in descending order, and where they stand: x [N, C] gives values [N, Top&lt;C&gt;] and indices
    /// Labels&lt;N, Top&lt;C&gt;, C&gt;. The extent of <see cref="Top{C}"/> is k.
    /// </summary>
    /// <remarks>
    /// Of equal elements the one at the lower index comes first; NaN comes after all numbers. Where there are fewer than k elements, the
    /// values behind the last one are −∞ and the indices −1. To leave an element out, put −∞ in its place (<c>Where</c>): it then stands behind
    /// all finite ones. A similarity that is searched is computed tile by tile and never stored. No derivative.
    /// </remarks>
    /// <param name="x">What is searched.</param>
    /// <param name="k">An int parameter of the template, or a constant; a negative one is refused at run time.</param>
    public static (Expr Values, Labels Indices) TopK<C>(TensorExpr x, int k) => (Unevaluated.Expr, Unevaluated.Labels);

    /// <summary>
    /// The element of x at each label, along the dim that the labels index: [N, C] at Labels&lt;N, C&gt; is [N], [C, D] at
    /// Labels&lt;N, C&gt; is [N, D].
    /// </summary>
    /// <remarks>0 where the label is an ignored one. The gradient of an element is the sum over the labels that picked it.</remarks>
    public static Expr At(TensorExpr x, LabelsExpr labels) => Unevaluated.Expr;

    /// <summary>True where the label is not ignoreIndex.</summary>
    /// <remarks>
    /// Marks ignoreIndex as the only label that may lie outside the dim; any other one outside is an ArgumentOutOfRangeException at
    /// run time.
    /// </remarks>
    public static Mask Kept(LabelsExpr labels, int ignoreIndex) => Unevaluated.Mask;

    /// <summary>1 where the mask is true, 0 elsewhere. No derivative.</summary>
    public static Expr ToReal(MaskExpr mask) => Unevaluated.Expr;

    /// <summary>The label as a number. No derivative.</summary>
    public static Expr ToReal(LabelsExpr labels) => Unevaluated.Expr;
}
