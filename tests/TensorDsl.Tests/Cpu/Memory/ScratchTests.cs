using TensorDsl.Cpu;

namespace TensorDsl.Tests.Cpu.Memory;

[Collection(nameof(ProcessWide))]
public sealed unsafe class ScratchTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(4097)]
    [InlineData(1_000_003)]
    public void LeasesAreAlignedAndLargeEnough(int bytes)
    {
        using ScratchLease lease = Scratch.Rent(bytes);
        Assert.True(lease.Pointer != null);
        Assert.Equal(0, (nint)lease.Pointer % 64);
        Assert.True(lease.Capacity >= bytes);
        new Span<byte>(lease.Pointer, bytes).Fill(0xA5);
    }

    [Fact]
    public void LargeBlocksBeginWithALargePage()
    {
        Scratch.Trim();
        using ScratchLease lease = Scratch.Rent(5 << 20);
        Assert.Equal(0, OperatingSystem.IsLinux() ? (nint)lease.Pointer % (2 << 20) : 0);
        new Span<byte>(lease.Pointer, 5 << 20).Fill(0xA5);
    }

    [Fact]
    public void ABlockGivenBackServesTheNextRequestOfItsSize()
    {
        Scratch.Trim();
        byte* first;
        using (ScratchLease lease = Scratch.Rent(1 << 20))
        {
            first = lease.Pointer;
        }

        using (ScratchLease lease = Scratch.Rent((1 << 20) - 4000))
        {
            Assert.True(first == lease.Pointer);
        }
    }

    [Fact]
    public void ASmallRequestLeavesALargeBlockAlone()
    {
        Scratch.Trim();
        ScratchLease large = Scratch.Rent(64 << 20);
        large.Dispose();
        using ScratchLease small = Scratch.Rent(1000);
        Assert.True(small.Pointer != large.Pointer);
    }

    [Fact]
    public void LeasesHeldTogetherDoNotOverlap()
    {
        var leases = new ScratchLease[20];
        for (int i = 0; i < leases.Length; i++)
        {
            leases[i] = Scratch.Rent(5000);
            new Span<byte>(leases[i].Pointer, 5000).Fill((byte)i);
        }

        for (int i = 0; i < leases.Length; i++)
        {
            Assert.False(new Span<byte>(leases[i].Pointer, 5000).ContainsAnyExcept((byte)i));
            leases[i].Dispose();
        }
    }

    [Fact]
    public void WhatIsKeptIsBounded()
    {
        Scratch.Trim();
        long before = Scratch.AllocatedBytes;
        var leases = new ScratchLease[2 * Scratch.MaxPooledBlocks];
        for (int i = 0; i < leases.Length; i++)
        {
            leases[i] = Scratch.Rent(1 << 20);
        }

        foreach (ScratchLease lease in leases)
        {
            lease.Dispose();
        }

        Assert.Equal(before + Scratch.MaxPooledBlocks * (1L << 20), Scratch.AllocatedBytes);

        for (int i = 0; i < 4; i++)
        {
            leases[i] = Scratch.Rent(100 << 20);
        }

        for (int i = 0; i < 4; i++)
        {
            leases[i].Dispose();
        }

        Assert.InRange(Scratch.AllocatedBytes - before, 1, Scratch.MaxPooledBytes);
        Scratch.Rent((nint)Scratch.MaxPooledBytes + 1).Dispose(); // too large to be kept
        Assert.InRange(Scratch.AllocatedBytes - before, 1, Scratch.MaxPooledBytes);
        Scratch.Trim();
        Assert.Equal(before, Scratch.AllocatedBytes);
    }

    [Fact]
    public void ThePeakIsWhatWasHeldAtOnce()
    {
        Scratch.Trim();
        Scratch.ResetPeak();
        long before = Scratch.AllocatedBytes;
        Assert.Equal(before, Scratch.PeakBytes);
        using (Scratch.Rent(2 << 20))
        using (Scratch.Rent(3 << 20))
        {
        }

        Scratch.Trim();
        Assert.Equal(before, Scratch.AllocatedBytes);
        Assert.Equal(before + (5 << 20), Scratch.PeakBytes);
        Scratch.ResetPeak();
        Assert.Equal(before, Scratch.PeakBytes);
    }

    [Fact]
    public void DisposingTwiceIsNoticedWhileTheBlockIsPooled()
    {
        ScratchLease lease = Scratch.Rent(100);
        lease.Dispose();
        Assert.Throws<InvalidOperationException>(lease.Dispose);
        default(ScratchLease).Dispose();
    }

    [Fact]
    public void OutOfMemoryNamesTheBytes()
    {
        nint bytes = nint.MaxValue - 100;
        Assert.Contains(bytes.ToString(), Assert.Throws<OutOfMemoryException>(() => Scratch.Rent(bytes)).Message);
        bytes = nint.MaxValue / 2;
        Assert.Contains(bytes.ToString(), Assert.Throws<OutOfMemoryException>(() => Scratch.Rent(bytes)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Scratch.Rent(-1));
    }

    [Fact]
    public void CarvingAdvancesByTheSize()
    {
        nint bytes = Scratch.Size<float>(17) + Scratch.Size<double>(3) + Scratch.Size<byte>(0);
        Assert.Equal(128 + 64, bytes);
        using ScratchLease lease = Scratch.Rent(bytes);
        byte* cursor = lease.Pointer;
        float* floats = Scratch.Take<float>(ref cursor, 17);
        double* doubles = Scratch.Take<double>(ref cursor, 3);
        byte* none = Scratch.Take<byte>(ref cursor, 0);
        Assert.True((byte*)floats == lease.Pointer);
        Assert.True((byte*)doubles == lease.Pointer + 128);
        Assert.True(none == lease.Pointer + bytes);
        Assert.True(cursor == lease.Pointer + bytes);
        Assert.Throws<ArgumentOutOfRangeException>(() => Scratch.Size<float>(-1));
        Assert.Throws<OverflowException>(() => Scratch.Size<double>(nint.MaxValue / 4));
    }

    [Fact]
    public void APooledRentDoesNotAllocate()
    {
        Scratch.Rent(1000).Dispose();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            Scratch.Rent(1000).Dispose();
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void ManyThreadsMayRentAtOnce()
    {
        var threads = new Thread[4];
        int overlaps = 0;
        for (int t = 0; t < threads.Length; t++)
        {
            int id = t;
            threads[t] = new Thread(() =>
            {
                for (int round = 0; round < 3000; round++)
                {
                    int bytes = 100 + (round * 7919 + id * 31) % 20_000;
                    using ScratchLease lease = Scratch.Rent(bytes);
                    var span = new Span<byte>(lease.Pointer, bytes);
                    span.Fill((byte)id);
                    if (span.ContainsAnyExcept((byte)id))
                    {
                        Interlocked.Increment(ref overlaps);
                    }
                }
            });
            threads[t].Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        Assert.Equal(0, overlaps);
    }
}
