namespace TensorDsl;

public abstract partial class TensorExpr
{
    /// <summary>The same value as a checked shape: its dims must be [A], in any order. With it C# infers the dims at a call.</summary>
    public Expr<A> As<A>() => Unevaluated.Of<Expr<A>>();

    /// <summary>The same value as a checked shape: its dims must be [A, B], in any order. With it C# infers the dims at a call.</summary>
    public Expr<A, B> As<A, B>() => Unevaluated.Of<Expr<A, B>>();

    /// <summary>
    /// The same value as a checked shape: its dims must be [A, B, C], in any order. With it C# infers the dims at a call.
    /// </summary>
    public Expr<A, B, C> As<A, B, C>() => Unevaluated.Of<Expr<A, B, C>>();

    /// <summary>
    /// The same value as a checked shape: its dims must be [A, B, C, D], in any order. With it C# infers the dims at a call.
    /// </summary>
    public Expr<A, B, C, D> As<A, B, C, D>() => Unevaluated.Of<Expr<A, B, C, D>>();
}
