namespace TensorDsl;

/// <summary>
/// A second axis with the extent of N, for all pairs of one dim: s[i, j] with i along N and j along Prime&lt;N&gt;.
/// Prime&lt;Prime&lt;N&gt;&gt; is a third.
/// </summary>
public abstract class Prime<N>
{
    private Prime() { }
}
