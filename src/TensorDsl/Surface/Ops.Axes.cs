namespace TensorDsl;

// Axes: a second axis of one extent, diagonals, positions and names.
public static partial class Ops
{
    /// <summary>
    /// The same elements with the axis N called Prime&lt;N&gt;: a second axis of the same extent, for all pairs of one dim.
    /// </summary>
    /// <remarks>Dot&lt;D&gt;(x, x.Prime&lt;N&gt;()) has the dims [N, Prime&lt;N&gt;].</remarks>
    public static Expr Prime<N>(TensorExpr x) => Unevaluated.Expr;

    /// <summary>
    /// The same elements with the axis N called Prime&lt;N&gt;: a second axis of the same extent, for all pairs of one dim.
    /// </summary>
    /// <remarks>Dot&lt;D&gt;(x, x.Prime&lt;N&gt;()) has the dims [N, Prime&lt;N&gt;].</remarks>
    public static Mask Prime<N>(MaskExpr x) => Unevaluated.Mask;

    /// <summary>
    /// The same elements with the axis N called Prime&lt;N&gt;: a second axis of the same extent, for all pairs of one dim.
    /// </summary>
    /// <remarks>Dot&lt;D&gt;(x, x.Prime&lt;N&gt;()) has the dims [N, Prime&lt;N&gt;].</remarks>
    public static Labels Prime<N>(LabelsExpr x) => Unevaluated.Labels;

    /// <summary>The elements whose positions along N and Prime&lt;N&gt; are equal: [N, Prime&lt;N&gt;] becomes [N].</summary>
    public static Expr Diagonal<N>(TensorExpr x) => Unevaluated.Expr;

    /// <summary>True where the positions along N and Prime&lt;N&gt; are equal; dims [N, Prime&lt;N&gt;].</summary>
    public static Mask OnDiagonal<N>() => Unevaluated.Mask;

    /// <summary>True where the positions along N and M are equal; dims [N, M].</summary>
    public static Mask OnDiagonal<N, M>() => Unevaluated.Mask;

    /// <summary>True where the positions along N and Prime&lt;N&gt; differ; dims [N, Prime&lt;N&gt;].</summary>
    public static Mask OffDiagonal<N>() => Unevaluated.Mask;

    /// <summary>True where the positions along N and M differ; dims [N, M].</summary>
    public static Mask OffDiagonal<N, M>() => Unevaluated.Mask;

    /// <summary>The position along N: 0, 1, 2 …; dims [N], indexing N.</summary>
    public static Labels IndexOf<N>() => Unevaluated.Labels;

    /// <summary>The extent of N, as a number. No derivative.</summary>
    public static Expr Size<N>() => Unevaluated.Expr;

    /// <summary>The same elements with the axis From called To.</summary>
    /// <remarks>Both must have one extent; that is checked at run time, and a ShapeMismatchException names both.</remarks>
    public static Expr Relabel<From, To>(TensorExpr x) => Unevaluated.Expr;

    /// <summary>The same elements with the axis From called To.</summary>
    /// <remarks>Both must have one extent; that is checked at run time, and a ShapeMismatchException names both.</remarks>
    public static Mask Relabel<From, To>(MaskExpr x) => Unevaluated.Mask;

    /// <summary>The same elements with the axis From called To.</summary>
    /// <remarks>Both must have one extent; that is checked at run time, and a ShapeMismatchException names both.</remarks>
    public static Labels Relabel<From, To>(LabelsExpr x) => Unevaluated.Labels;
}
