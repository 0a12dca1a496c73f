namespace TensorDsl.Cpu;

/// <summary>
/// What a contraction tile folds over the reduced dim: x·y for a matrix product, |x − y| for an L1 distance. Implemented by a struct; its
/// fields (an exponent, a margin) become registers of the kernel. Members are inlined into the kernel, so they must be small and call
/// nothing that is not.
/// </summary>
public interface IInner<V>
    where V : unmanaged
{
    /// <summary>The value of an empty fold, in every lane.</summary>
    V Start { get; }

    /// <summary>
    /// The accumulator after one more step: <paramref name="a"/> is the row's element, the same in every lane, <paramref name="b"/> the
    /// columns'.
    /// </summary>
    V Step(V accumulator, V a, V b);
}
