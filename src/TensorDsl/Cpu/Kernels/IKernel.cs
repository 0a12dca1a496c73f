namespace TensorDsl.Cpu;

/// <summary>
/// The generated code of one plan. The body is written once, over the element type and the vector type; <see cref="Kernel"/> chooses them.
/// </summary>
public unsafe interface IKernel
{
    /// <summary>Runs all passes over the arguments in the kernel's own frame.</summary>
    static abstract void Run<T, V, O, S>(void* frame)
        where T : unmanaged
        where V : unmanaged
        where O : struct, ISimd<T, V>
        where S : struct, ISimd<T, T>;
}
