using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace TensorDsl.Cpu;

/// <summary>
/// Background threads that serve one parallel region at a time. Workers join a region; they are not waited for until they have: a region
/// that
/// the caller finishes alone, because a worker was still waking up, costs no more than running it alone.
/// </summary>
internal sealed unsafe class WorkerPool
{
    public static readonly WorkerPool Shared = new();

    private const int MaxParticipants = 1024;

    // Note [Region state]
    // One word says all that a worker must know to join: the region's number (so that nobody joins twice), whether it is open, how many
    // may take part, and how many workers are in it. Joining is one compare-and-swap of the whole word, so a worker can never slip
    // into a region that was closed meanwhile; the fields below are written only while the region is closed and no worker is in it.
    private const long ActiveMask = 0xFFFF;
    private const int ParticipantsShift = 16;
    private const long Open = 1L << 32;
    private const int EpochShift = 33;

    /// <summary>How long a thread that waits looks before it parks: longer than the usual gap between two regions of one call.</summary>
    private static readonly long s_spinTicks = Stopwatch.Frequency / 40_000; // 25 µs

    private readonly object _callerGate = new();
    private Worker[] _workers = [];
    private ChunkRange[] _ranges = new ChunkRange[1];
    private delegate*<void*, int, void> _body;
    private void* _frame;
    private ExceptionDispatchInfo? _failure;
    private bool _callerParked;
    private int _busy;
    private long _state;

    /// <summary>Runs all chunks, or returns false at once, with nothing done, where the pool is serving another region.</summary>
    public bool TryRun(int chunks, int participants, delegate*<void*, int, void> body, void* frame)
    {
        if (Volatile.Read(ref _busy) != 0 || Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            return false;
        }

        ExceptionDispatchInfo? failure;
        try
        {
            participants = StartWorkers(Math.Min(participants, MaxParticipants));
            for (int p = 0; p < participants; p++)
            {
                _ranges[p].Next = (long)chunks * p / participants;
                _ranges[p].End = (long)chunks * (p + 1) / participants;
            }

            _body = body;
            _frame = frame;
            long epoch = (_state >>> EpochShift) + 1;
            Interlocked.Exchange(ref _state, (epoch << EpochShift) | Open | ((long)participants << ParticipantsShift));
            Participate(0, participants);
            Interlocked.And(ref _state, ~Open);
            WaitForWorkers();
        }
        finally
        {
            failure = _failure;
            _failure = null;
            Volatile.Write(ref _busy, 0);
        }

        failure?.Throw();
        return true;
    }

    /// <summary>Computes chunks of the participant's own range, then of the ranges behind it, until none is left.</summary>
    private void Participate(int participant, int participants)
    {
        Wake(2 * participant + 1, participants);
        Wake(2 * participant + 2, participants);
        try
        {
            for (int i = 0, owner = participant; i < participants; i++, owner = owner + 1 == participants ? 0 : owner + 1)
            {
                ref ChunkRange range = ref _ranges[owner];
                while (Volatile.Read(ref range.Next) < range.End)
                {
                    long chunk = Interlocked.Increment(ref range.Next) - 1;
                    if (chunk >= range.End)
                    {
                        break;
                    }

                    if (Volatile.Read(ref _failure) is not null)
                    {
                        break;
                    }

                    _body(_frame, (int)chunk);
                }
            }
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(e), null);
        }

        Threads.Publish();
    }

    /// <summary>
    /// Wakes the worker behind a participant if it sleeps. Participants wake one another in a tree, so that many wake quickly.
    /// </summary>
    private void Wake(int participant, int participants)
    {
        if (participant >= participants)
        {
            return;
        }

        Worker worker = _workers[participant - 1];
        if (Volatile.Read(ref worker.Parked))
        {
            lock (worker)
            {
                worker.Parked = false;
                Monitor.Pulse(worker);
            }
        }
    }

    private void WaitForWorkers()
    {
        long deadline = 0;
        while ((Volatile.Read(ref _state) & ActiveMask) != 0)
        {
            if (KeepSpinning(ref deadline))
            {
                continue;
            }

            lock (_callerGate)
            {
                Volatile.Write(ref _callerParked, true);
                Interlocked.MemoryBarrier(); // orders the flag before the count is read; Leave does it the other way round
                while ((Volatile.Read(ref _state) & ActiveMask) != 0)
                {
                    Monitor.Wait(_callerGate);
                }

                _callerParked = false;
            }
        }
    }

    private void Leave()
    {
        if ((Interlocked.Decrement(ref _state) & (Open | ActiveMask)) == 0 && Volatile.Read(ref _callerParked))
        {
            lock (_callerGate)
            {
                Monitor.Pulse(_callerGate);
            }
        }
    }

    private void Serve(Worker worker)
    {
        long joined = 0;
        long deadline = 0;
        while (true)
        {
            long state = Volatile.Read(ref _state);
            if (IsFor(worker, state, joined))
            {
                if (Interlocked.CompareExchange(ref _state, state + 1, state) == state)
                {
                    joined = state >>> EpochShift;
                    Participate(worker.Participant, (int)(state >> ParticipantsShift) & 0xFFFF);
                    Leave();
                    deadline = 0;
                }
            }
            else if (!KeepSpinning(ref deadline))
            {
                Park(worker, joined);
                deadline = 0;
            }
        }
    }

    private void Park(Worker worker, long joined)
    {
        lock (worker)
        {
            Volatile.Write(ref worker.Parked, true);
            Interlocked.MemoryBarrier(); // orders the flag before the state is read; TryRun and Wake do it the other way round
            if (IsFor(worker, Volatile.Read(ref _state), joined))
            {
                worker.Parked = false;
            }

            while (worker.Parked)
            {
                Monitor.Wait(worker);
            }
        }
    }

    private static bool IsFor(Worker worker, long state, long joined) =>
        (state & Open) != 0 && state >>> EpochShift != joined && worker.Participant < ((state >> ParticipantsShift) & 0xFFFF);

    private static bool KeepSpinning(ref long deadline)
    {
        Thread.SpinWait(2);
        long now = Stopwatch.GetTimestamp();
        if (deadline == 0)
        {
            deadline = now + s_spinTicks;
        }

        return now < deadline;
    }

    /// <summary>Sees to it that there are workers for so many participants, and returns for how many there are.</summary>
    private int StartWorkers(int participants)
    {
        if (participants > _ranges.Length)
        {
            _ranges = new ChunkRange[participants];
        }

        while (_workers.Length + 1 < participants)
        {
            var worker = new Worker(_workers.Length + 1);
            var thread = new Thread(() => Serve(worker)) { IsBackground = true, Name = $"TensorDsl {worker.Participant}" };
            try
            {
                thread.UnsafeStart(); // without the caller's execution context, which the worker would keep alive
            }
            catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
            {
                return _workers.Length + 1; // The loop is as right with fewer threads.
            }

            _workers = [.. _workers, worker];
        }

        return participants;
    }

    private sealed class Worker(int participant)
    {
        public readonly int Participant = participant;
        public bool Parked;
    }

    /// <summary>
    /// The chunks a participant begins with, alone on two cache lines because the neighbour line is fetched along with it.
    /// </summary>
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct ChunkRange
    {
        public long Next;
        public long End;
    }
}
