using System.Numerics;
using TensorDsl.Vulkan.Devices;

namespace TensorDsl.Vulkan.Memory;

/// <summary>
/// Memory of one kind, in slots whose sizes are powers of two. Blocks are cut into slots of one size each, so that they never fragment;
/// what
/// is given back is kept.
/// </summary>
/// <remarks>A slot may be given back while the device uses it: work runs in order, so that its next user comes after the last
/// one.</remarks>
internal sealed class MemoryPool(VulkanContext context, MemoryKind kind)
{
    /// <summary>Every device lets buffers start at multiples of it.</summary>
    public const int SmallestSlot = 256;

    private const long SmallestBlock = 64 << 10;
    private const long LargestSharedBlock = 4 << 20;
    private const int SlotsOfABlock = 16;

    // The slot given back first is rented first: it is the one that the device most likely has finished with.
    private readonly Queue<Slot>[] _free = [.. Enumerable.Range(0, 64).Select(_ => new Queue<Slot>())];
    private readonly List<MemoryBlock> _blocks = [];

    /// <summary>What the blocks take.</summary>
    public long AllocatedBytes { get; private set; }

    /// <summary>What renters asked for and have not given back.</summary>
    public long RentedBytes { get; private set; }

    /// <summary>The largest <see cref="RentedBytes"/> since <see cref="ResetPeak"/>.</summary>
    public long PeakRentedBytes { get; private set; }

    public int Blocks => _blocks.Count;

    public int RentedSlots => _blocks.Sum(b => b.Rented);

    public void ResetPeak() => PeakRentedBytes = RentedBytes;

    /// <summary>A slot of at least the size.</summary>
    /// <exception cref="GpuOutOfMemoryException">There is none, also after a smaller block than usual was tried.</exception>
    public Slot Rent(long bytes)
    {
        int order = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((ulong)Math.Max(bytes, SmallestSlot)));
        var slot = Take(order, bytes);
        if (slot is null)
        {
            AddBlock(order, bytes);
            slot = Take(order, bytes)!;
        }
        slot.Requested = bytes;
        slot.Block.Rented++;
        RentedBytes += bytes;
        PeakRentedBytes = Math.Max(PeakRentedBytes, RentedBytes);
        return slot;
    }

    public void Return(Slot slot)
    {
        RentedBytes -= slot.Requested;
        slot.Block.Rented--;
        _free[BitOperations.Log2(BitOperations.RoundUpToPowerOf2((ulong)slot.Size))].Enqueue(slot);
    }

    /// <summary>Gives the driver back all blocks that nobody rents from. The device must be idle.</summary>
    public void Trim() => Free(b => b.Rented == 0);

    /// <summary>Gives the driver back everything. The device must be idle.</summary>
    public void Dispose() => Free(_ => true);

    private Slot? Take(int order, long bytes)
    {
        var queue = _free[order];
        for (int n = queue.Count; n > 0; n--)
        {
            var slot = queue.Dequeue();
            if (slot.Size >= bytes) return slot;
            queue.Enqueue(slot); // one that was not rounded up, when memory was short
        }
        return null;
    }

    private void AddBlock(int order, long bytes)
    {
        long slot = 1L << order;
        long size = Math.Max(slot, Math.Min(LargestSharedBlock, Math.Max(SmallestBlock, slot * SlotsOfABlock)));
        MemoryBlock block;
        try
        {
            block = new MemoryBlock(context, kind, size);
        }
        catch (GpuOutOfMemoryException)
        {
            // Without company and without rounding up it may fit.
            size = slot = (Math.Max(bytes, SmallestSlot) + SmallestSlot - 1) / SmallestSlot * SmallestSlot;
            block = new MemoryBlock(context, kind, size);
        }
        _blocks.Add(block);
        AllocatedBytes += size;
        for (long offset = 0; offset + slot <= size; offset += slot) _free[order].Enqueue(new Slot(block, offset, slot));
    }

    private void Free(Func<MemoryBlock, bool> which)
    {
        var gone = _blocks.Where(which).ToHashSet();
        if (gone.Count == 0) return;
        foreach (var queue in _free)
        {
            for (int n = queue.Count; n > 0; n--)
            {
                var slot = queue.Dequeue();
                if (!gone.Contains(slot.Block)) queue.Enqueue(slot);
            }
        }
        foreach (var block in gone)
        {
            AllocatedBytes -= block.Size;
            block.Free();
        }
        _blocks.RemoveAll(gone.Contains);
    }
}
