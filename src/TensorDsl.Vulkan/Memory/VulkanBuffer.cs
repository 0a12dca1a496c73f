namespace TensorDsl.Vulkan.Memory;

/// <summary>A buffer of a Vulkan device.</summary>
internal sealed class VulkanBuffer(VulkanDevice device, Slot slot, long length) : GpuBuffer(device, length)
{
    private Slot? _slot = slot;

    ~VulkanBuffer() => Dispose(false);

    public override bool IsDisposed => _slot is null;

    /// <exception cref="ObjectDisposedException">It was given back.</exception>
    public Slot Slot => _slot ?? throw new ObjectDisposedException(nameof(GpuBuffer));

    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _slot, null) is { } slot) device.Return(slot, disposing);
    }
}
