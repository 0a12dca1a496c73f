namespace TensorDsl;

/// <summary>There is no device that could be used. The message says why; the CPU functions work without one.</summary>
public sealed class GpuUnavailableException : GpuException
{
    /// <summary>Without a message of its own.</summary>
    public GpuUnavailableException()
    {
    }

    /// <summary>With what could not be done, and why.</summary>
    public GpuUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>With what could not be done, why, and what caused it.</summary>
    public GpuUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
