namespace TensorDsl;

/// <summary>
/// The operations of templates, for <c>using static TensorDsl.Ops;</c>. Each has a fluent form as well, which a template of the same name
/// needs (a method Softmax that calls Softmax calls itself).
/// </summary>
/// <remarks>
/// Values broadcast by dim, never by position: the result of two operands has the dims of both. Nothing here carries data; every body
/// throws <see cref="NotSupportedException"/>.
/// </remarks>
public static partial class Ops;
