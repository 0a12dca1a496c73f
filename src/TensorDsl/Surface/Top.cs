namespace TensorDsl;

/// <summary>
/// The ranks of a search along M: 0 is the nearest. What TopK&lt;M&gt; returns has this dim; its extent is the k that was asked for.
/// </summary>
public abstract class Top<M>
{
    private Top() { }
}
