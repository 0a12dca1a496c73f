namespace TensorDsl;

/// <summary>Sizes that must agree do not: of two arguments, of a tensor and its data, or of a tensor and what its dim declares.</summary>
public sealed class ShapeMismatchException : ArgumentException
{
    /// <summary>Without a message of its own.</summary>
    public ShapeMismatchException()
    {
    }

    /// <summary>With what was found and what was expected.</summary>
    public ShapeMismatchException(string message)
        : base(message)
    {
    }

    /// <summary>With what was found and what was expected, and what caused it.</summary>
    public ShapeMismatchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>With what was found and what was expected, and the parameter to blame.</summary>
    public ShapeMismatchException(string message, string parameter)
        : base(message, parameter)
    {
    }
}
