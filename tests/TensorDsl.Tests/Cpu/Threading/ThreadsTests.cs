using TensorDsl.Cpu;

namespace TensorDsl.Tests.Cpu.Threading;

[Collection(nameof(ProcessWide))]
public sealed unsafe class ThreadsTests
{
    private struct Frame
    {
        public int* Counts;
        public int Inner;
        public int* Running;
        public int* MostRunning;
    }

    private static void CountChunk(void* frame, int chunk) => Interlocked.Increment(ref ((Frame*)frame)->Counts[chunk]);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1009)]
    public void EveryChunkRunsOnceWhateverTheLimit(int chunks)
    {
        int* counts = stackalloc int[chunks + 1];
        foreach (int limit in (int[])[1, 2, 3, 4, 9])
        {
            new Span<int>(counts, chunks + 1).Clear();
            var frame = new Frame { Counts = counts };
            using (Threads.LimitTo(limit))
            {
                Threads.For(chunks, &CountChunk, &frame);
            }

            for (int c = 0; c < chunks; c++)
            {
                Assert.Equal(1, counts[c]);
            }

            Assert.Equal(0, counts[chunks]);
        }
    }

    [Fact]
    public void NegativeChunksAreRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Threads.For(-1, &CountChunk, null));

    private static void WatchRunning(void* frame, int chunk)
    {
        var f = (Frame*)frame;
        int running = Interlocked.Increment(ref *f->Running);
        int most = *f->MostRunning;
        while (running > most)
        {
            most = Interlocked.CompareExchange(ref *f->MostRunning, running, most);
        }

        Thread.Sleep(5);
        Interlocked.Decrement(ref *f->Running);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 2, 3)] // Sleeping bodies overlap even on one processor, so at least two must be seen.
    public void TheLimitBoundsHowManyRunAtOnce(int limit, int atLeast, int atMost)
    {
        int running = 0, most = 0;
        var frame = new Frame { Running = &running, MostRunning = &most };
        using (Threads.LimitTo(limit))
        {
            Threads.For(40, &WatchRunning, &frame);
        }

        Assert.InRange(most, atLeast, atMost);
    }

    private static void NestedChunk(void* frame, int chunk)
    {
        var f = (Frame*)frame;
        var inner = new Frame { Counts = f->Counts + chunk * f->Inner };
        Threads.For(f->Inner, &CountChunk, &inner);
    }

    [Fact]
    public void NestedLoopsRunAllTheirChunks()
    {
        const int Outer = 50, Inner = 30;
        int* counts = stackalloc int[Outer * Inner];
        new Span<int>(counts, Outer * Inner).Clear();
        var frame = new Frame { Counts = counts, Inner = Inner };
        using (Threads.LimitTo(4))
        {
            Threads.For(Outer, &NestedChunk, &frame);
        }

        for (int i = 0; i < Outer * Inner; i++)
        {
            Assert.Equal(1, counts[i]);
        }
    }

    [Fact]
    public void ManyThreadsMayLoopAtOnce()
    {
        var callers = new Thread[6];
        int wrong = 0;
        for (int t = 0; t < callers.Length; t++)
        {
            int chunks = 5 + 8 * t;
            callers[t] = new Thread(() =>
            {
                int* counts = stackalloc int[chunks];
                var frame = new Frame { Counts = counts };
                using var scope = Threads.LimitTo(3);
                for (int round = 0; round < 2000; round++)
                {
                    new Span<int>(counts, chunks).Clear();
                    Threads.For(chunks, &CountChunk, &frame);
                    if (new Span<int>(counts, chunks).ContainsAnyExcept(1))
                    {
                        Interlocked.Increment(ref wrong);
                    }
                }
            });
            callers[t].Start();
        }

        foreach (Thread caller in callers)
        {
            Assert.True(caller.Join(TimeSpan.FromSeconds(60)), "a caller hangs");
        }

        Assert.Equal(0, wrong);
    }

    [Fact]
    public void RegionsAfterPausesWakeTheWorkersAgain()
    {
        int* counts = stackalloc int[16];
        var frame = new Frame { Counts = counts };
        using var scope = Threads.LimitTo(4);
        for (int round = 0; round < 60; round++)
        {
            new Span<int>(counts, 16).Clear();
            Threads.For(16, &CountChunk, &frame);
            for (int c = 0; c < 16; c++)
            {
                Assert.Equal(1, counts[c]);
            }

            Thread.Sleep(round % 3); // long enough to park in two of three rounds
        }
    }

    private static void ThrowInChunk3(void* frame, int chunk)
    {
        if (chunk == 3)
        {
            throw new InvalidTimeZoneException("chunk 3");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void AnExceptionReachesTheCallerAndThePoolGoesOn(int limit)
    {
        using var scope = Threads.LimitTo(limit);
        for (int round = 0; round < 50; round++)
        {
            // Both ends of the range, so that the thrower is now the caller, now a worker.
            int chunks = round % 2 == 0 ? 4 : 64;
            var thrown = Assert.Throws<InvalidTimeZoneException>(() => Threads.For(chunks, &ThrowInChunk3, null));
            Assert.Equal("chunk 3", thrown.Message);
        }

        EveryChunkRunsOnceWhateverTheLimit(64);
    }

    [Fact]
    public void ACallDoesNotAllocate()
    {
        int* counts = stackalloc int[8];
        var frame = new Frame { Counts = counts };
        using var scope = Threads.LimitTo(2);
        for (int i = 0; i < 100; i++)
        {
            Threads.For(8, &CountChunk, &frame);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            Threads.For(8, &CountChunk, &frame);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void ScopesNestAndBelongToTheirThread()
    {
        int outside = Threads.Limit;
        using (Threads.LimitTo(7))
        {
            Assert.Equal(7, Threads.Limit);
            using (Threads.LimitTo(1))
            {
                Assert.Equal(1, Threads.Limit);
                int elsewhere = 0;
                var other = new Thread(() => elsewhere = Threads.Limit);
                other.Start();
                other.Join();
                Assert.Equal(outside, elsewhere);
            }

            Assert.Equal(7, Threads.Limit);
        }

        Assert.Equal(outside, Threads.Limit);
        Assert.Throws<ArgumentOutOfRangeException>(() => Threads.Limit = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => { Threads.LimitTo(0); });
    }
}
