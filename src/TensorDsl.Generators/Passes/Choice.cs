using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Passes;

/// <summary>A parameter that decides branches.</summary>
/// <param name="Values">The values that are told apart.</param>
/// <param name="Other">A value that stands for all others (a switch's default), or null where there are none (bool).</param>
public sealed record Choice(int Parameter, EquatableArray<long> Values, long? Other);
