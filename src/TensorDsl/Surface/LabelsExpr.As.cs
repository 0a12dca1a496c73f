namespace TensorDsl;

public abstract partial class LabelsExpr
{
    /// <summary>
    /// The same labels as a checked shape: a scalar that indexes C. Lets C# infer the dims of a template that it is passed to.
    /// </summary>
    public Labels<C> As<C>() => Unevaluated.Of<Labels<C>>();

    /// <summary>
    /// The same labels as a checked shape: dims [A] that indexes C. Lets C# infer the dims of a template that it is passed to.
    /// </summary>
    public Labels<A, C> As<A, C>() => Unevaluated.Of<Labels<A, C>>();

    /// <summary>
    /// The same labels as a checked shape: dims [A, B] that indexes C. Lets C# infer the dims of a template that it is passed to.
    /// </summary>
    public Labels<A, B, C> As<A, B, C>() => Unevaluated.Of<Labels<A, B, C>>();

    /// <summary>
    /// The same labels as a checked shape: dims [A1, A2, A3] that indexes C. Lets C# infer the dims of a template that it is passed
    /// to.
    /// </summary>
    public Labels<A1, A2, A3, C> As<A1, A2, A3, C>() => Unevaluated.Of<Labels<A1, A2, A3, C>>();

    /// <summary>
    /// The same labels as a checked shape: dims [A1, A2, A3, A4] that indexes C. Lets C# infer the dims of a template that it is
    /// passed to.
    /// </summary>
    public Labels<A1, A2, A3, A4, C> As<A1, A2, A3, A4, C>() => Unevaluated.Of<Labels<A1, A2, A3, A4, C>>();
}
