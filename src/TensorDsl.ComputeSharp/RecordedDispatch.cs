using ComputeSharp;

// What touches Direct3D is reached only with a device, and there is one only on Windows.
#pragma warning disable CA1416

namespace TensorDsl.Hlsl;

/// <summary>A run of a kernel that waits for the next flush.</summary>
internal abstract class RecordedDispatch
{
    protected RecordedDispatch(ReadWriteBuffer<float>[] buffers, GpuKernel kernel)
    {
        Buffers = buffers;
        Kernel = kernel;
    }

    public ReadWriteBuffer<float>[] Buffers { get; }

    public GpuKernel Kernel { get; }

    public abstract void Record(ref readonly ComputeContext context);
}

/// <inheritdoc/>
internal sealed class RecordedDispatch<TKernel> : RecordedDispatch
    where TKernel : struct, IGpuKernel
{
    private readonly KernelShader<TKernel> _shader;
    private readonly (uint X, uint Y) _grid;

    public RecordedDispatch(ReadWriteBuffer<float>[] buffers, uint[] constants, (uint X, uint Y) grid)
        : base(buffers, TKernel.Kernel)
    {
        _shader = new KernelShader<TKernel>(buffers, constants);
        _grid = grid;
    }

    public override void Record(ref readonly ComputeContext context)
    {
        // ComputeSharp is told threads and makes groups of them again.
        int x = checked((int)_grid.X * Kernel.GroupX), y = checked((int)_grid.Y * Kernel.GroupY);
        lock (KernelProgram<TKernel>.Gate)
        {
            context.For(x, y, Kernel.GroupZ, in _shader);
        }
    }
}
