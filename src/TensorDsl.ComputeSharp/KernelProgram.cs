using System;
using System.Linq;
using System.Threading;
using ComputeSharp.Interop;

// What touches Direct3D is reached only with a device, and there is one only on Windows.
#pragma warning disable CA1416

namespace TensorDsl.Hlsl;

/// <summary>What ComputeSharp needs of one form of a kernel, made once.</summary>
/// <typeparam name="TKernel">The kernel.</typeparam>
/// <typeparam name="TAccess">The form, of those in <see cref="KernelAccess"/>.</typeparam>
internal static class KernelProgram<TKernel, TAccess>
    where TKernel : struct, IGpuKernel
    where TAccess : struct
{
    private static Program? s_program = typeof(TAccess) == typeof(KernelAccess.Writable) ? new Program(0) : null;

    /// <summary>
    /// Held while the kernel is recorded: two threads that record a shader for the first time meet in ComputeSharp's pipeline cache, where
    /// one of them throws.
    /// </summary>
    public static Lock Gate { get; } = new();

    /// <summary>The text.</summary>
    public static string Hlsl => Made.Hlsl;

    /// <summary>One range for each buffer, in the order of the bindings.</summary>
    public static ResourceDescriptorRange[] Ranges => Made.Ranges;

    /// <summary>The compiled text. It is compiled when it is first asked for; a failure is not kept, so that the compiler can be
    /// replaced.</summary>
    /// <exception cref="ShaderCompilationException">It cannot be compiled.</exception>
    public static ReadOnlyMemory<byte> Bytecode
    {
        get
        {
            var made = Made;
            if (Volatile.Read(ref made.Bytecode) is { } known) return known;
            lock (Gate)
            {
                return made.Bytecode ??= ComputeSharpDevice.Compiler(TKernel.Kernel.Name, made.Hlsl);
            }
        }
    }

    private static Program Made => s_program ?? throw new InvalidOperationException("The form was never claimed.");

    /// <summary>Whether this form binds these buffers read-only: it is for them already, or was for none and is from now on.</summary>
    /// <param name="readOnly">A bit for each of them.</param>
    public static bool Claim(uint readOnly)
    {
        lock (Gate)
        {
            return (s_program ??= new Program(readOnly)).ReadOnly == readOnly;
        }
    }

    private sealed class Program
    {
        public byte[]? Bytecode;

        public Program(uint readOnly)
        {
            var kernel = TKernel.Kernel;
            ReadOnly = readOnly;
            Hlsl = HlslSource.Of(kernel, readOnly);
            Ranges = Enumerable.Range(0, kernel.Bindings.Count)
                .Select(i => new ResourceDescriptorRange(
                    (readOnly >> i & 1) == 1 ? ResourceDescriptorRangeType.ShaderResourceView : ResourceDescriptorRangeType.UnorderedAccessView,
                    (uint)kernel.Register(i, readOnly)))
                .ToArray();
        }

        public uint ReadOnly { get; }

        public string Hlsl { get; }

        public ResourceDescriptorRange[] Ranges { get; }
    }
}
