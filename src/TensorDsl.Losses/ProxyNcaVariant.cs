namespace TensorDsl;

/// <summary>Which classes the denominator of <c>Losses.ProxyNca</c> runs over.</summary>
public enum ProxyNcaVariant
{
    /// <summary>Every class: ProxyNCA++ and pytorch-metric-learning.</summary>
    All,

    /// <summary>The other classes only, as in Movshovitz-Attias et al. 2017.</summary>
    Paper,
}
