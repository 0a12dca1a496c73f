namespace TensorDsl.Cpu;

/// <summary>
/// The span of code in which <see cref="Threads.LimitTo"/> holds. It is a ref struct, so that it cannot live across an await, after which
/// the
/// thread may be another one.
/// </summary>
public readonly ref struct ThreadLimitScope
{
    private readonly int _outer;

    internal ThreadLimitScope(int outer) => _outer = outer;

    /// <summary>Gives the thread the limit back that it had before.</summary>
    public void Dispose() => Threads.Restore(_outer);
}
