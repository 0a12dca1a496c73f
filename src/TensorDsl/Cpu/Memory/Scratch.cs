using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TensorDsl.Cpu;

/// <summary>
/// Temporary native memory for generated code. Blocks are kept for the next call, because fresh pages cost more than most row-wise
/// losses compute; what is kept is bounded by <see cref="MaxPooledBlocks"/> and <see cref="MaxPooledBytes"/>. Thread-safe.
/// </summary>
/// <remarks>
/// A call rents one block and carves it: <c>Size&lt;float&gt;(n) + Size&lt;int&gt;(m)</c> bytes, then
/// <c>byte* cursor = lease.Pointer; float* a = Take&lt;float&gt;(ref cursor, n); int* b = Take&lt;int&gt;(ref cursor, m);</c>.
/// </remarks>
public static unsafe class Scratch
{
    /// <summary>The alignment of leases and of what is carved from them: a cache line, and the widest vector.</summary>
    public const int Alignment = 64;

    /// <summary>At most so many blocks are kept while nobody uses them.</summary>
    public const int MaxPooledBlocks = 8;

    /// <summary>At most so many bytes are kept while nobody uses them: 256 MiB.</summary>
    public const long MaxPooledBytes = 256L << 20;

    // A block much larger than the request is left for a larger one: else small calls would take the large blocks away from the calls that
    // need them, and these would allocate each time.
    private const int MaxExcess = 4;
    private const nint SmallBlock = 256 << 10;

    private static readonly Lock s_gate = new();

    /// <summary>The free blocks; those given back most recently, which caches and page tables know best, are last.</summary>
    private static readonly ScratchLease[] s_pool = new ScratchLease[MaxPooledBlocks];

    private static int s_pooled;
    private static long s_pooledBytes;
    private static long s_allocatedBytes;
    private static long s_peakBytes;

    /// <summary>Native bytes held now: those leased and those kept in the pool.</summary>
    public static long AllocatedBytes
    {
        get
        {
            lock (s_gate)
            {
                return s_allocatedBytes;
            }
        }
    }

    /// <summary>
    /// The largest <see cref="AllocatedBytes"/> since <see cref="ResetPeak"/>. To measure one call, <see cref="Trim"/> first, so that the
    /// pool neither counts nor hides anything.
    /// </summary>
    public static long PeakBytes
    {
        get
        {
            lock (s_gate)
            {
                return s_peakBytes;
            }
        }
    }

    /// <summary>Lets <see cref="PeakBytes"/> start anew from what is held now.</summary>
    public static void ResetPeak()
    {
        lock (s_gate)
        {
            s_peakBytes = s_allocatedBytes;
        }
    }

    /// <summary>Leases at least <paramref name="bytes"/> bytes, aligned to <see cref="Alignment"/>, with unspecified contents.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is negative.</exception>
    /// <exception cref="OutOfMemoryException">The memory cannot be had, even after the pool was emptied.</exception>
    public static ScratchLease Rent(nint bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        lock (s_gate)
        {
            int best = -1;
            for (int i = s_pooled - 1; i >= 0; i--)
            {
                nint capacity = s_pool[i].Capacity;
                bool fits = capacity >= bytes && (capacity <= SmallBlock || capacity / MaxExcess <= bytes);
                if (fits && (best < 0 || capacity < s_pool[best].Capacity))
                {
                    best = i;
                }
            }

            if (best >= 0)
            {
                return RemovePooled(best);
            }
        }

        return Allocate(bytes);
    }

    /// <summary>Frees the blocks that nobody uses.</summary>
    public static void Trim()
    {
        while (true)
        {
            ScratchLease block;
            lock (s_gate)
            {
                if (s_pooled == 0)
                {
                    return;
                }

                block = RemovePooled(0);
                s_allocatedBytes -= block.Capacity;
            }

            NativeMemory.AlignedFree(block.Pointer);
        }
    }

    /// <summary>How many bytes <see cref="Take"/> carves for so many elements: a multiple of <see cref="Alignment"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    /// <exception cref="OverflowException">More bytes than the address space has.</exception>
    public static nint Size<T>(nint count)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return checked(count * sizeof(T) + (Alignment - 1)) & ~(nint)(Alignment - 1);
    }

    /// <summary>Carves room for <paramref name="count"/> elements off the block and moves the cursor behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T* Take<T>(ref byte* cursor, nint count)
        where T : unmanaged
    {
        T* taken = (T*)cursor;
        cursor += Size<T>(count);
        return taken;
    }

    internal static void Return(ScratchLease block)
    {
        bool keep = block.Capacity <= MaxPooledBytes;
        do
        {
            ScratchLease evicted = block;
            lock (s_gate)
            {
                for (int i = 0; i < s_pooled; i++)
                {
                    if (s_pool[i].Pointer == block.Pointer)
                    {
                        throw new InvalidOperationException("A scratch lease was disposed twice; copies of a lease share its memory.");
                    }
                }

                if (keep && s_pooled < MaxPooledBlocks && s_pooledBytes + block.Capacity <= MaxPooledBytes)
                {
                    s_pool[s_pooled++] = block;
                    s_pooledBytes += block.Capacity;
                    return;
                }

                if (keep)
                {
                    evicted = RemovePooled(0); // the one unused for longest
                }

                s_allocatedBytes -= evicted.Capacity;
            }

            NativeMemory.AlignedFree(evicted.Pointer);
        }
        while (keep);
    }

    private static ScratchLease RemovePooled(int i)
    {
        ScratchLease block = s_pool[i];
        s_pooled--;
        Array.Copy(s_pool, i + 1, s_pool, i, s_pooled - i);
        s_pooledBytes -= block.Capacity;
        return block;
    }

    private static ScratchLease Allocate(nint bytes)
    {
        // Rounded up to an eighth of the size's power of two, so that a block also serves requests that differ a little.
        nint step = Math.Max(4096, (nint)1 << Math.Max(0, BitOperations.Log2((nuint)bytes) - 3));
        if (bytes > nint.MaxValue - step)
        {
            throw OutOfMemory(bytes, null);
        }

        nint capacity = Math.Max(step, (bytes + step - 1) & -step);
        byte* pointer;
        try
        {
            pointer = Claim(capacity);
        }
        catch (OutOfMemoryException)
        {
            Trim();
            try
            {
                pointer = Claim(capacity);
            }
            catch (OutOfMemoryException e)
            {
                throw OutOfMemory(bytes, e);
            }
        }

        lock (s_gate)
        {
            s_allocatedBytes += capacity;
            s_peakBytes = Math.Max(s_peakBytes, s_allocatedBytes);
        }

        return new ScratchLease(pointer, capacity);
    }

    private static byte* Claim(nint capacity)
    {
        if (!HugePages.Fit(capacity))
        {
            return (byte*)NativeMemory.AlignedAlloc((nuint)capacity, Alignment);
        }

        var pointer = (byte*)NativeMemory.AlignedAlloc((nuint)capacity, HugePages.Size);
        HugePages.Request(pointer, capacity);
        return pointer;
    }

    private static OutOfMemoryException OutOfMemory(nint bytes, Exception? inner) =>
        new($"There is no memory for {bytes} bytes of scratch; smaller extents, or fewer calls at a time, need less.", inner);
}
