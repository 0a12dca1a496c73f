using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Emit.Hlsl;

/// <summary>
/// The text of a kernel and the facts that the host shares with it. Kernels with equal text are one kernel, whatever the host binds to them.
/// </summary>
/// <param name="Body">The statements of the entry point; the run-time library puts the functions that they use in front.</param>
internal sealed record HlslKernel(string Body, EquatableArray<HlslBinding> Bindings, EquatableArray<HlslConstant> Constants);

/// <summary>A buffer of a kernel.</summary>
/// <param name="Type">"float", "int" or "uint".</param>
internal sealed record HlslBinding(string Name, string Type, bool IsWritten);

/// <summary>A scalar of a kernel.</summary>
/// <param name="Type">"float", "int" or "uint".</param>
internal sealed record HlslConstant(string Name, string Type);

/// <summary>A kernel, and what the host binds to it: C# expressions for its buffers and for the bits of its constants, in order.</summary>
internal sealed record HlslLaunch(HlslKernel Kernel, IReadOnlyList<string> Buffers, IReadOnlyList<string> Constants);
