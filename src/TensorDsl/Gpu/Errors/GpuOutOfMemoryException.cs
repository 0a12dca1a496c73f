namespace TensorDsl;

/// <summary>There is not enough memory on the device or in the host. Nothing was changed; the device stays usable.</summary>
public sealed class GpuOutOfMemoryException : GpuException
{
    /// <summary>Without a message of its own.</summary>
    public GpuOutOfMemoryException()
    {
    }

    /// <summary>With what could not be done, and why.</summary>
    public GpuOutOfMemoryException(string message)
        : base(message)
    {
    }

    /// <summary>With what could not be done, why, and what caused it.</summary>
    public GpuOutOfMemoryException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
