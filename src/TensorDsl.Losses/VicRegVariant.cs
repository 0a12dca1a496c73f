namespace TensorDsl;

/// <summary>The two definitions of <c>Losses.VicReg</c>, which differ by factors.</summary>
public enum VicRegVariant
{
    /// <summary>The authors' code: the invariance is a mean over entries, the variance terms of the views are halved.</summary>
    Code,

    /// <summary>Equations 1 to 6: the invariance is a mean over rows, the variance terms are added.</summary>
    Paper,
}
