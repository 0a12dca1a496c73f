namespace TensorDsl.Tests.Cpu;

/// <summary>
/// The thread pool and the scratch pool are one for the process: tests that watch them (who takes part, how many bytes are held) run when
/// no other test does.
/// </summary>
[CollectionDefinition(nameof(ProcessWide), DisableParallelization = true)]
public sealed class ProcessWide;
