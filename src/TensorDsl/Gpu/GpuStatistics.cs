namespace TensorDsl;

/// <summary>What a device did and holds.</summary>
public sealed record GpuStatistics
{
    /// <summary>The bytes of all buffers that were rented and not given back: tensors, and the temporary memory of calls.</summary>
    public required long RentedBytes { get; init; }

    /// <summary>The largest <see cref="RentedBytes"/> since <see cref="IGpuDevice.ResetPeak"/>.</summary>
    public required long PeakRentedBytes { get; init; }

    /// <summary>The buffers that were rented and not given back.</summary>
    public required long RentedBuffers { get; init; }

    /// <summary>The memory taken from the driver: what is rented, rounded up, what the pool keeps, and staging memory.</summary>
    public required long AllocatedBytes { get; init; }

    /// <summary>The kernels that were run.</summary>
    public required long Dispatches { get; init; }

    /// <summary>How often work was handed to the device.</summary>
    public required long Submissions { get; init; }

    /// <summary>How often kernels had to wait for those before them.</summary>
    public required long Barriers { get; init; }

    /// <summary>The different kernels that the device has code for; those with the same text are one.</summary>
    public required long Pipelines { get; init; }

    /// <summary>The kernels that were compiled, because no cache had them.</summary>
    public required long Compilations { get; init; }
}
