using System.Runtime.Intrinsics.X86;

namespace TensorDsl.Cpu;

/// <summary>
/// The parallel loop under generated code: a few background threads of our own, because an empty region costs about 1 µs here and several
/// in
/// <c>Parallel.For</c>, and because a call must allocate nothing.
/// </summary>
/// <remarks>
/// The work is cut into chunks by the caller, from the extents alone. Which thread computes a chunk is left open, so a body that writes
/// only
/// what belongs to its chunk gives bitwise the same result for every <see cref="Limit"/>.
/// </remarks>
public static unsafe class Threads
{
    private static int s_limit = DefaultLimit();

    /// <summary>The limit of the <see cref="ThreadLimitScope"/> that this thread is in; 0 outside of any.</summary>
    [ThreadStatic]
    private static int t_limit;

    /// <summary>
    /// How many threads a loop uses at most, the calling one included. It starts as the environment variable TENSORDSL_THREADS, or the
    /// number of processors where that is not a positive number. Reading gives what holds for this thread (see <see cref="LimitTo"/>);
    /// setting changes
    /// the default of the whole process.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public static int Limit
    {
        get
        {
            int limit = t_limit;
            return limit > 0 ? limit : Volatile.Read(ref s_limit);
        }
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            Volatile.Write(ref s_limit, value);
        }
    }

    /// <summary>
    /// Limits the loops that this thread starts, until the scope is disposed: <c>using (Threads.LimitTo(1)) …</c>. Scopes nest.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is less than 1.</exception>
    public static ThreadLimitScope LimitTo(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var scope = new ThreadLimitScope(t_limit);
        t_limit = limit;
        return scope;
    }

    internal static void Restore(int limit) => t_limit = limit;

    /// <summary>
    /// Calls <paramref name="body"/>(<paramref name="frame"/>, c) once for each c in [0, <paramref name="chunks"/>), on up to
    /// <see cref="Limit"/> threads, and returns when all calls have returned. The caller takes part. Each thread begins with a contiguous
    /// range of the
    /// chunks, the same one in every call, and helps the others when it is done. A loop inside a body, and a loop that
    /// starts while another thread's is running, run on their own thread alone, in ascending order.
    /// </summary>
    /// <remarks>
    /// Bodies are not meant to throw. If one does, chunks that have not begun may be left out, and the first exception caught is rethrown
    /// here.
    /// The call does not allocate, but for the threads it starts the first time.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="chunks"/> is negative.</exception>
    public static void For(int chunks, delegate*<void*, int, void> body, void* frame)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(chunks);
        int participants = Math.Min(Limit, chunks);
        if (participants > 1 && WorkerPool.Shared.TryRun(chunks, participants, body, frame))
        {
            return;
        }

        for (int c = 0; c < chunks; c++)
        {
            body(frame, c);
        }

        Publish();
    }

    /// <summary>Stores past the caches are not ordered by what hands a result to another thread; this makes them so.</summary>
    internal static void Publish()
    {
        if (Sse.IsSupported)
        {
            Sse.StoreFence();
        }
    }

    private static int DefaultLimit() =>
        int.TryParse(Environment.GetEnvironmentVariable("TENSORDSL_THREADS"), out int threads) && threads > 0
            ? threads
            : Math.Max(1, Environment.ProcessorCount);
}
