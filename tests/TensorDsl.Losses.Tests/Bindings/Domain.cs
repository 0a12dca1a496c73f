namespace TensorDsl.LossTests.Bindings;

/// <summary>What the numbers of an input look like.</summary>
public enum Domain
{
    /// <summary>Standard normal.</summary>
    Normal,

    /// <summary>Rows that sum to one.</summary>
    Probabilities,

    /// <summary>Logarithms of rows that sum to one.</summary>
    LogProbabilities,

    /// <summary>Between 0.05 and 0.95.</summary>
    Fractions,

    /// <summary>0 or 1.</summary>
    Bits,

    /// <summary>−1 or 1.</summary>
    Signs,

    /// <summary>Between 0.2 and 3.</summary>
    Positive,

    /// <summary>0, 1, 2 or 3.</summary>
    SmallIntegers,

    /// <summary>One number near 0.5: a learnable scalar.</summary>
    Scale,
}
