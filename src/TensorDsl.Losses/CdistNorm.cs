namespace TensorDsl;

/// <summary>The norms of <c>Similarities.Cdist</c> that have code of their own; other powers are <c>PNormDistance</c>.</summary>
public enum CdistNorm
{
    /// <summary>p = 0: the number of differing entries. Has no gradient.</summary>
    Zero,

    /// <summary>p = 1: the sum of absolute differences (Manhattan).</summary>
    One,

    /// <summary>p = 2: Euclidean.</summary>
    Two,

    /// <summary>p = ∞: the largest absolute difference (Chebyshev).</summary>
    Infinity,
}
