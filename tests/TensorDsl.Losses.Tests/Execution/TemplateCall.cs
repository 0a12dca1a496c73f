using TensorDsl.LossTests.Fixtures;

namespace TensorDsl.LossTests.Execution;

/// <summary>A call of a library function, in terms that every way of executing it understands.</summary>
/// <param name="Method">Class and method, "Losses.CrossEntropy"; the overload follows from the tensors.</param>
/// <param name="Tensors">By parameter name; broadcast dims of size one are gone.</param>
/// <param name="Options">Hyper-parameters by name: double, bool or the name of an enum's member. Those not named have their defaults.</param>
/// <param name="Upstream">The cotangent of the result; null is 1 for a number.</param>
/// <param name="Gradients">The parameters whose gradient is wanted.</param>
public sealed record TemplateCall(
    string Method,
    IReadOnlyDictionary<string, FixtureArray> Tensors,
    IReadOnlyDictionary<string, object> Options,
    double[]? Upstream,
    IReadOnlyCollection<string> Gradients);
