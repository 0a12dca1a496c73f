namespace TensorDsl;

/// <summary>The device stopped working: it was removed, reset by its driver, or took too long. What its buffers held is lost; another device can be created.</summary>
public sealed class GpuDeviceLostException : GpuException
{
    /// <summary>Without a message of its own.</summary>
    public GpuDeviceLostException()
    {
    }

    /// <summary>With what could not be done, and why.</summary>
    public GpuDeviceLostException(string message)
        : base(message)
    {
    }

    /// <summary>With what could not be done, why, and what caused it.</summary>
    public GpuDeviceLostException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
