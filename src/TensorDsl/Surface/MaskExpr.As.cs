namespace TensorDsl;

public abstract partial class MaskExpr
{
    /// <summary>The same value as a checked shape: its dims must be [A], in any order. With it C# infers the dims at a call.</summary>
    public Mask<A> As<A>() => Unevaluated.Of<Mask<A>>();

    /// <summary>The same value as a checked shape: its dims must be [A, B], in any order. With it C# infers the dims at a call.</summary>
    public Mask<A, B> As<A, B>() => Unevaluated.Of<Mask<A, B>>();

    /// <summary>
    /// The same value as a checked shape: its dims must be [A, B, C], in any order. With it C# infers the dims at a call.
    /// </summary>
    public Mask<A, B, C> As<A, B, C>() => Unevaluated.Of<Mask<A, B, C>>();

    /// <summary>
    /// The same value as a checked shape: its dims must be [A, B, C, D], in any order. With it C# infers the dims at a call.
    /// </summary>
    public Mask<A, B, C, D> As<A, B, C, D>() => Unevaluated.Of<Mask<A, B, C, D>>();
}
