namespace TensorDsl;

/// <summary>What a GPU or its driver could not do.</summary>
public class GpuException : Exception
{
    /// <summary>Without a message of its own.</summary>
    public GpuException()
    {
    }

    /// <summary>With what could not be done, and why.</summary>
    public GpuException(string message)
        : base(message)
    {
    }

    /// <summary>With what could not be done, why, and what caused it.</summary>
    public GpuException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
