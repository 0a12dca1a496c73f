using System.Reflection;

namespace TensorDsl.Generators.Tests.Generated;

/// <summary>A generated method with its arguments.</summary>
/// <param name="Destinations">The arguments that it writes gradients to, in order.</param>
public sealed record GeneratedCall(MethodInfo Method, object?[] Arguments, IReadOnlyList<object> Destinations)
{
    /// <summary>Calls it; what it throws comes out as it is.</summary>
    public object? Invoke() => Method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, Arguments, null);

    /// <summary>
    /// Bytes that a warm call allocates on this thread. It is the mean of many: a collection, which any thread may cause, counts what it takes
    /// away of this thread's allocation context, up to 8 KiB, as allocated.
    /// </summary>
    public long AllocatedBytes()
    {
        const int Calls = 20;
        for (int i = 0; i < 3; i++) Invoke();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++) Invoke();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
    }

    /// <summary>The same call with another argument for a parameter.</summary>
    public GeneratedCall With(string parameter, object? argument)
    {
        int at = Array.FindIndex(Method.GetParameters(), p => p.Name == parameter);
        object?[] arguments = [.. Arguments];
        arguments[at] = argument;
        return this with { Arguments = arguments };
    }

    public object? this[string parameter] => Arguments[Array.FindIndex(Method.GetParameters(), p => p.Name == parameter)];
}
