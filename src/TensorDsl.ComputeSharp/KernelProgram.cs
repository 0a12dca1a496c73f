using System;
using System.Linq;
using System.Threading;
using ComputeSharp.Interop;

// What touches Direct3D is reached only with a device, and there is one only on Windows.
#pragma warning disable CA1416

namespace TensorDsl.Hlsl;

/// <summary>What ComputeSharp needs of a kernel, made once.</summary>
internal static class KernelProgram<TKernel>
    where TKernel : struct, IGpuKernel
{
    private static byte[]? s_bytecode;

    /// <summary>
    /// Held while the kernel is recorded: two threads that record a shader for the first time meet in ComputeSharp's pipeline cache, where
    /// one of them throws.
    /// </summary>
    public static Lock Gate { get; } = new();

    /// <summary>The text, with all buffers writable.</summary>
    public static string Hlsl { get; } = HlslSource.Of(TKernel.Kernel, inputsAsUav: true);

    /// <summary>One range for each buffer, in the order of the bindings, which is that of the registers.</summary>
    public static ResourceDescriptorRange[] Ranges { get; } =
        Enumerable.Range(0, TKernel.Kernel.Bindings.Count)
            .Select(i => new ResourceDescriptorRange(ResourceDescriptorRangeType.UnorderedAccessView, (uint)TKernel.Kernel.Register(i, inputsAsUav: true)))
            .ToArray();

    /// <summary>The compiled text. It is compiled when it is first asked for; a failure is not kept, so that the compiler can be
    /// replaced.</summary>
    /// <exception cref="ShaderCompilationException">It cannot be compiled.</exception>
    public static ReadOnlyMemory<byte> Bytecode
    {
        get
        {
            if (Volatile.Read(ref s_bytecode) is { } known) return known;
            lock (Gate)
            {
                return s_bytecode ??= ComputeSharpDevice.Compiler(TKernel.Kernel.Name, Hlsl);
            }
        }
    }
}
