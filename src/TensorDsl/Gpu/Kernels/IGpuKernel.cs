namespace TensorDsl.Hlsl;

/// <summary>
/// A compute kernel, named by a type: generated code declares an empty struct per kernel, so that a back end can keep what it made of the
/// kernel (a pipeline, a shader type of its own) per type.
/// </summary>
public interface IGpuKernel
{
    /// <summary>What the kernel is. Always the same object, which devices use as the key of their caches.</summary>
    static abstract GpuKernel Kernel { get; }
}
