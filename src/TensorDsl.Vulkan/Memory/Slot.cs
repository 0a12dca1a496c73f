namespace TensorDsl.Vulkan.Memory;

/// <summary>A part of a block that is rented as a whole, and what the device last did with it.</summary>
internal sealed unsafe class Slot(MemoryBlock block, long offset, long size)
{
    public MemoryBlock Block => block;

    public long Offset => offset;

    public long Size => size;

    /// <summary>Where the host sees it, or null.</summary>
    public byte* Mapped => block.Mapped == null ? null : block.Mapped + offset;

    /// <summary>The bytes that its renter asked for.</summary>
    public long Requested { get; set; }

    /// <summary>The number of the last submission that uses it.</summary>
    public long LastUse { get; set; }

    /// <summary>The span between two barriers in which the device last wrote it.</summary>
    public long WrittenIn { get; set; }

    /// <summary>The span between two barriers in which the device last read it.</summary>
    public long ReadIn { get; set; }
}
