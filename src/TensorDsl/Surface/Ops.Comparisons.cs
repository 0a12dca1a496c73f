namespace TensorDsl;

// Equality of values. (Order is written with the operators > < >= <=.)
public static partial class Ops
{
    /// <summary>Whether two values are the same number.</summary>
    /// <remarks>False where either is NaN; 0 equals −0.</remarks>
    public static Mask Equal(TensorExpr x, TensorExpr y) => Unevaluated.Mask;

    /// <inheritdoc cref="Equal(TensorExpr, TensorExpr)"/>
    public static Mask Equal(TensorExpr x, float y) => Unevaluated.Mask;

    /// <inheritdoc cref="Equal(TensorExpr, TensorExpr)"/>
    public static Mask Equal(TensorExpr x, double y) => Unevaluated.Mask;

    /// <inheritdoc cref="Equal(TensorExpr, TensorExpr)"/>
    public static Mask Equal(float x, TensorExpr y) => Unevaluated.Mask;

    /// <inheritdoc cref="Equal(TensorExpr, TensorExpr)"/>
    public static Mask Equal(double x, TensorExpr y) => Unevaluated.Mask;

    /// <summary>Whether two labels are the same. Both must index the same dim.</summary>
    public static Mask Equal(LabelsExpr x, LabelsExpr y) => Unevaluated.Mask;

    /// <summary>Whether two values differ.</summary>
    /// <remarks>True where either is NaN.</remarks>
    public static Mask NotEqual(TensorExpr x, TensorExpr y) => Unevaluated.Mask;

    /// <inheritdoc cref="NotEqual(TensorExpr, TensorExpr)"/>
    public static Mask NotEqual(TensorExpr x, float y) => Unevaluated.Mask;

    /// <inheritdoc cref="NotEqual(TensorExpr, TensorExpr)"/>
    public static Mask NotEqual(TensorExpr x, double y) => Unevaluated.Mask;

    /// <inheritdoc cref="NotEqual(TensorExpr, TensorExpr)"/>
    public static Mask NotEqual(float x, TensorExpr y) => Unevaluated.Mask;

    /// <inheritdoc cref="NotEqual(TensorExpr, TensorExpr)"/>
    public static Mask NotEqual(double x, TensorExpr y) => Unevaluated.Mask;

    /// <summary>Whether two labels differ. Both must index the same dim.</summary>
    public static Mask NotEqual(LabelsExpr x, LabelsExpr y) => Unevaluated.Mask;
}
