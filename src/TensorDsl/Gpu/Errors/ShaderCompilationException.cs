namespace TensorDsl;

/// <summary>A kernel could not be compiled: there is no compiler, or it refused the kernel's text. The message has its output.</summary>
public sealed class ShaderCompilationException : GpuException
{
    /// <summary>Without a message of its own.</summary>
    public ShaderCompilationException()
    {
    }

    /// <summary>With what could not be done, and why.</summary>
    public ShaderCompilationException(string message)
        : base(message)
    {
    }

    /// <summary>With what could not be done, why, and what caused it.</summary>
    public ShaderCompilationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
