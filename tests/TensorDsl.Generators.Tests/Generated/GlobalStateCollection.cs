namespace TensorDsl.Generators.Tests.Generated;

/// <summary>
/// Tests of what a process has once: the worker threads (a loop that begins while another runs stays on its own thread, so parallel tests
/// would not be parallel inside) and the scratch memory's counters.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class GlobalStateCollection
{
    public const string Name = "Global state";
}
