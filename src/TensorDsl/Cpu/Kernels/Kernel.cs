using System.Runtime.Intrinsics;

namespace TensorDsl.Cpu;

/// <summary>Runs generated kernels with the widest vectors that the machine computes with.</summary>
public static unsafe class Kernel
{
    /// <summary>Runs the kernel over float or double. The frame holds pointers, so the caller keeps their targets pinned.</summary>
    public static void Run<TKernel, T>(void* frame)
        where TKernel : struct, IKernel
        where T : unmanaged
    {
        // The conditions are constants to the JIT: one branch is left, and only its instantiation is ever compiled.
        if (typeof(T) == typeof(float))
        {
            if (SimdWidth.Chosen == 512) TKernel.Run<float, Vector512<float>, Float512, FloatScalar>(frame);
            else if (SimdWidth.Chosen == 256) TKernel.Run<float, Vector256<float>, Float256, FloatScalar>(frame);
            else TKernel.Run<float, Vector128<float>, Float128, FloatScalar>(frame);
        }
        else if (typeof(T) == typeof(double))
        {
            if (SimdWidth.Chosen == 512) TKernel.Run<double, Vector512<double>, Double512, DoubleScalar>(frame);
            else if (SimdWidth.Chosen == 256) TKernel.Run<double, Vector256<double>, Double256, DoubleScalar>(frame);
            else TKernel.Run<double, Vector128<double>, Double128, DoubleScalar>(frame);
        }
        else throw new NotSupportedException($"TensorDsl computes in float and double, not in {typeof(T)}");
    }
}
