using System;
using ComputeSharp;

// What touches Direct3D is reached only with a device, and there is one only on Windows.
#pragma warning disable CA1416

namespace TensorDsl.Hlsl;

/// <summary>A run of a kernel that waits for the next flush.</summary>
internal abstract class RecordedDispatch
{
    protected RecordedDispatch(ComputeSharpMemory[] buffers, GpuKernel kernel)
    {
        Buffers = buffers;
        Kernel = kernel;
    }

    public ComputeSharpMemory[] Buffers { get; }

    public GpuKernel Kernel { get; }

    /// <summary>
    /// A run, in the form of the kernel that fits what can be written; null if the kernel has had so many combinations that there is none.
    /// What cannot be compiled is told here, where the kernel is used, and not when others are run.
    /// </summary>
    /// <param name="buffers">What it binds.</param>
    /// <param name="readOnly">A bit for each buffer that is bound read-only.</param>
    /// <param name="constants">All constants.</param>
    /// <param name="grid">The groups.</param>
    /// <exception cref="ShaderCompilationException">It cannot be compiled.</exception>
    public static RecordedDispatch? TryMake<TKernel>(ComputeSharpMemory[] buffers, uint readOnly, uint[] constants, (uint X, uint Y) grid)
        where TKernel : struct, IGpuKernel
    {
        if (readOnly == 0) return new RecordedDispatch<TKernel, KernelAccess.Writable>(buffers, constants, grid);
        if (KernelProgram<TKernel, KernelAccess.First>.Claim(readOnly)) return new RecordedDispatch<TKernel, KernelAccess.First>(buffers, constants, grid);
        if (KernelProgram<TKernel, KernelAccess.Second>.Claim(readOnly)) return new RecordedDispatch<TKernel, KernelAccess.Second>(buffers, constants, grid);
        if (KernelProgram<TKernel, KernelAccess.Third>.Claim(readOnly)) return new RecordedDispatch<TKernel, KernelAccess.Third>(buffers, constants, grid);
        return null;
    }

    public abstract void Record(ref readonly ComputeContext context);
}

/// <inheritdoc/>
internal sealed class RecordedDispatch<TKernel, TAccess> : RecordedDispatch
    where TKernel : struct, IGpuKernel
    where TAccess : struct
{
    private readonly KernelShader<TKernel, TAccess> _shader;
    private readonly (uint X, uint Y) _grid;

    public RecordedDispatch(ComputeSharpMemory[] buffers, uint[] constants, (uint X, uint Y) grid)
        : base(buffers, TKernel.Kernel)
    {
        _ = KernelProgram<TKernel, TAccess>.Bytecode;
        _shader = new KernelShader<TKernel, TAccess>(Array.ConvertAll(buffers, b => b.Resource), constants);
        _grid = grid;
    }

    public override void Record(ref readonly ComputeContext context)
    {
        // ComputeSharp is told threads and makes groups of them again.
        int x = checked((int)_grid.X * Kernel.GroupX), y = checked((int)_grid.Y * Kernel.GroupY);
        lock (KernelProgram<TKernel, TAccess>.Gate)
        {
            context.For(x, y, Kernel.GroupZ, in _shader);
        }
    }
}
