using System;
using System.Runtime.InteropServices;
using ComputeSharp;
using ComputeSharp.Descriptors;
using ComputeSharp.Interop;

// What touches Direct3D is reached only with a device, and there is one only on Windows.
#pragma warning disable CA1416

namespace TensorDsl.Hlsl;

// The group sizes are those of the kernel, and come through the descriptor; an attribute could only state one for all kernels.
#pragma warning disable CMPS0047, CMPS0044

/// <summary>
/// Any kernel as a shader of ComputeSharp's: what ComputeSharp's own generator would write for a shader, taken from the kernel's facts. Each closed
/// type is a shader of its own for ComputeSharp, with a pipeline of its own.
/// </summary>
/// <typeparam name="TKernel">The kernel.</typeparam>
/// <typeparam name="TAccess">
/// Which buffers are bound read-only: those that ComputeSharp made so. All others are bound writable, also where the kernel only reads them:
/// ComputeSharp has no read-only view of a buffer that another kernel wrote, and so no other way for one function's output to be another's input.
/// </typeparam>
internal readonly struct KernelShader<TKernel, TAccess> : IComputeShader, IComputeShaderDescriptor<KernelShader<TKernel, TAccess>>
    where TKernel : struct, IGpuKernel
    where TAccess : struct
{
    private readonly IGraphicsResource[] _resources;
    private readonly uint[] _constants;

    /// <param name="resources">Buffers, in the order of the kernel's bindings.</param>
    /// <param name="constants">All constants: the words in front, and the kernel's own.</param>
    public KernelShader(IGraphicsResource[] resources, uint[] constants)
    {
        _resources = resources;
        _constants = constants;
    }

    static int IComputeShaderDescriptor<KernelShader<TKernel, TAccess>>.ThreadsX => TKernel.Kernel.GroupX;

    static int IComputeShaderDescriptor<KernelShader<TKernel, TAccess>>.ThreadsY => TKernel.Kernel.GroupY;

    static int IComputeShaderDescriptor<KernelShader<TKernel, TAccess>>.ThreadsZ => TKernel.Kernel.GroupZ;

    static int IComputeShaderDescriptor<KernelShader<TKernel, TAccess>>.ConstantBufferSize => TKernel.Kernel.ConstantBytes;

    static bool IComputeShaderDescriptor<KernelShader<TKernel, TAccess>>.IsStaticSamplerRequired => false;

    static ReadOnlyMemory<ResourceDescriptorRange> IComputeShaderDescriptor<KernelShader<TKernel, TAccess>>.ResourceDescriptorRanges
        => KernelProgram<TKernel, TAccess>.Ranges;

    static string IComputeShaderDescriptor<KernelShader<TKernel, TAccess>>.HlslSource => KernelProgram<TKernel, TAccess>.Hlsl;

    static ReadOnlyMemory<byte> IComputeShaderDescriptor<KernelShader<TKernel, TAccess>>.HlslBytecode => KernelProgram<TKernel, TAccess>.Bytecode;

    static void IComputeShaderDescriptor<KernelShader<TKernel, TAccess>>.LoadConstantBuffer<TLoader>(
        in KernelShader<TKernel, TAccess> shader, ref TLoader loader, int x, int y, int z)
        => loader.LoadConstantBuffer(MemoryMarshal.AsBytes<uint>(shader._constants));

    static void IComputeShaderDescriptor<KernelShader<TKernel, TAccess>>.LoadGraphicsResources<TLoader>(
        in KernelShader<TKernel, TAccess> shader, ref TLoader loader)
    {
        for (int i = 0; i < shader._resources.Length; i++) loader.LoadGraphicsResource(shader._resources[i], (uint)i);
    }

    void IComputeShader.Execute() => throw new NotSupportedException("The body of this shader is HLSL.");
}
