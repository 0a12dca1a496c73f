namespace TensorDsl.Cpu;

/// <summary>
/// What <see cref="Tile{T, V, O}.AddPairTerms"/> computes once for a pair of rows and takes into both their sums, such as g·sign(x − y), which
/// the gradient of an L1 distance adds for x and subtracts for y. Implemented by a struct, under the conditions of <see cref="IInner{V}"/>.
/// </summary>
public interface IPairTerm<V>
    where V : unmanaged
{
    /// <summary>
    /// The term of one pair, whose upstream gradient is <paramref name="g"/>, the same in every lane; or, of a term that is a product with g, the
    /// other factor.
    /// </summary>
    V Of(V g, V x, V y);

    /// <summary>The sum of the row's terms with one more.</summary>
    V AddToRow(V sum, V g, V term);

    /// <summary>The sum of the column's terms with one more.</summary>
    V AddToColumn(V sum, V g, V term);
}
