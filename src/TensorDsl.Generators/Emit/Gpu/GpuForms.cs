namespace TensorDsl.Generators.Emit.Gpu;

/// <summary>The memory on GPUs over which a template's methods are wanted.</summary>
public enum GpuForms
{
    None,

    /// <summary>GPU tensors.</summary>
    Tensors,

    /// <summary>GPU tensors, and ComputeSharp's buffers.</summary>
    TensorsAndComputeSharp,
}
