namespace TensorDsl.Cpu;

/// <summary>
/// What <see cref="Tile{T, V, O}.AddPairwise"/> adds for one pair of rows, such as g·sign(x − y), the gradient of an L1 distance.
/// Implemented by a
/// struct, under the conditions of <see cref="IInner{V}"/>.
/// </summary>
public interface IOuter<V>
    where V : unmanaged
{
    /// <summary>The accumulator after one more pair, whose upstream gradient is <paramref name="g"/>, the same in every lane.</summary>
    V Step(V accumulator, V g, V x, V y);
}
