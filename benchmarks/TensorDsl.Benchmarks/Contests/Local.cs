using System.Diagnostics;
using TensorDsl.Cpu;

namespace TensorDsl.Benchmarks.Contests;

/// <summary>A contender of this process.</summary>
public sealed class Local(string name, Data data, Action run, Action<int> useThreads, bool isSameFunction = true) : IContender
{
    public string Name => name;

    public bool IsSameFunction => isSameFunction;

    public int ProcessId => Environment.ProcessId;

    /// <summary>Generated code.</summary>
    public static Local Ours(Data data, Action run, string name = "TensorDsl") => new(name, data, run, n => Threads.Limit = n);

    public void UseThreads(int count) => useThreads(count);

    public double Time(int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++) run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public IReadOnlyDictionary<string, float[]> Results()
    {
        data.Forget();
        run();
        return data.Sample();
    }

    public void Dispose()
    {
    }
}
