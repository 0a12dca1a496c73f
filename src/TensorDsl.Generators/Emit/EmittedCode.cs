using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Emit;

/// <summary>The text of a template's file, and what is to be said of it.</summary>
/// <param name="Ranked">Methods over tensor spans that need a public one, shared with other templates.</param>
internal sealed record EmittedCode(string Text, EquatableArray<SpanMethod> Ranked, EquatableArray<EmittedRemark> Remarks);

/// <summary>Something that the plan of a method could not fuse.</summary>
internal sealed record EmittedRemark(string Method, string Text);
