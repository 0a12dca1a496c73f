using TensorDsl.Hlsl;

namespace TensorDsl.LossTests.Execution;

/// <summary>
/// A device that runs nothing: it counts what generated host code rents and dispatches, at extents that no software device would finish. What is read
/// from it is 0.
/// </summary>
public sealed class CountingDevice : IGpuDevice
{
    private long _rented, _peak, _dispatches;

    public string Name => "counting";

    public GpuLimits Limits { get; } = new(long.MaxValue, 32 << 10, 1024);

    public bool IsUsable => true;

    public GpuStatistics Statistics => new()
    {
        RentedBytes = _rented, PeakRentedBytes = _peak, RentedBuffers = 0, AllocatedBytes = 0, Dispatches = _dispatches, Submissions = 0, Barriers = 0, Pipelines = 0,
        Compilations = 0,
    };

    public void ResetPeak() => _peak = _rented;

    public GpuBuffer Rent(long elements) => new Buffer(this, elements);

    public void Upload(GpuBuffer destination, ReadOnlySpan<byte> data)
    {
    }

    public void Download(GpuBuffer source, Span<byte> data) => data.Clear();

    public void Dispatch<TKernel>(ReadOnlySpan<GpuBuffer> buffers, ReadOnlySpan<uint> constants, long groups)
        where TKernel : struct, IGpuKernel
    {
        TKernel.Kernel.Check(buffers, constants);
        if (groups > 0) _dispatches++;
    }

    public void Flush()
    {
    }

    public void Dispose()
    {
    }

    private sealed class Buffer : GpuBuffer
    {
        private bool _isDisposed;

        public Buffer(CountingDevice device, long length)
            : base(device, length)
        {
            device._rented += length * sizeof(float);
            device._peak = Math.Max(device._peak, device._rented);
        }

        public override bool IsDisposed => _isDisposed;

        protected override void Dispose(bool disposing)
        {
            if (!_isDisposed) ((CountingDevice)Device)._rented -= Length * sizeof(float);
            _isDisposed = true;
        }
    }
}
