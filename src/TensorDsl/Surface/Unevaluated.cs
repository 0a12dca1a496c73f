namespace TensorDsl;

/// <summary>
/// What the members of the symbolic surface return: never anything, since the body of a template is compiled by the generator and not
/// run.
/// </summary>
internal static class Unevaluated
{
    public static Expr Expr => Of<Expr>();

    public static Mask Mask => Of<Mask>();

    public static Labels Labels => Of<Labels>();

    public static T Of<T>() => throw new NotSupportedException(
        "This is part of a template: the TensorDsl generator compiles the bodies of [Similarity] and [Loss] methods, they are never run. " +
        "Call the generated overload of the template, which takes tensors.");
}
