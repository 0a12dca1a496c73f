namespace TensorDsl;

/// <summary>
/// In the signature of a template: a scalar, learnable if it is a parameter. In a body: a value whose dims are inferred, such as every
/// operation returns. A number converts to it.
/// </summary>
public sealed class Expr : TensorExpr
{
    private Expr() { }

    /// <summary>The scalar constant or hyper-parameter.</summary>
    public static implicit operator Expr(float value) => Unevaluated.Expr;

    /// <summary>The scalar constant or hyper-parameter.</summary>
    public static implicit operator Expr(double value) => Unevaluated.Expr;

    /// <summary>The scalar constant or hyper-parameter.</summary>
    public static implicit operator Expr(int value) => Unevaluated.Expr;
}
