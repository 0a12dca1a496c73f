namespace TensorDsl.LossTests.Execution;

/// <summary>Marker types that close the generated methods' type parameters; which one stands for which dim does not matter.</summary>
public static class Dims
{
    public static readonly IReadOnlyList<Type> All = [typeof(First), typeof(Second), typeof(Third), typeof(Fourth), typeof(Fifth), typeof(Sixth)];

    public abstract class First;

    public abstract class Second;

    public abstract class Third;

    public abstract class Fourth;

    public abstract class Fifth;

    public abstract class Sixth;
}
