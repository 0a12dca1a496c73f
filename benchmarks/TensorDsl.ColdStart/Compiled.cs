using System.Diagnostics.Tracing;

namespace TensorDsl.ColdStart;

/// <summary>The methods that the JIT compiles in this process, as the run time reports them.</summary>
internal sealed class Compiled : EventListener
{
    private const EventKeywords Jit = (EventKeywords)0x10;

    private readonly List<string> _methods = [];

    public static Compiled Listen() => new();

    /// <summary>One line a method: its namespace and type, its name and its signature.</summary>
    public void Print()
    {
        // The events come from a thread of the run time's, some time later.
        Thread.Sleep(500);
        lock (_methods)
        {
            foreach (string method in _methods) Console.WriteLine(method);
            Console.WriteLine($"{_methods.Count} methods compiled");
        }
    }

    protected override void OnEventSourceCreated(EventSource source)
    {
        if (source.Name == "Microsoft-Windows-DotNETRuntime") EnableEvents(source, EventLevel.Verbose, Jit);
    }

    protected override void OnEventWritten(EventWrittenEventArgs data)
    {
        if (data.EventName?.StartsWith("MethodLoadVerbose", StringComparison.Ordinal) != true) return;
        string Field(string name) => data.Payload![data.PayloadNames!.IndexOf(name)]?.ToString() ?? "";
        string line = $"{Field("MethodNamespace")}.{Field("MethodName")} {Field("MethodSignature")}";
        lock (_methods) _methods.Add(line);
    }
}
