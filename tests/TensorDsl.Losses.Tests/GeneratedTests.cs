using TensorDsl.LossTests.Execution;

namespace TensorDsl.LossTests;

/// <summary>The tutorials' figures, by the generated code.</summary>
public class GeneratedTutorials() : Tutorials(GeneratedLibrary<double>.Instance);

/// <summary>The extremes, by the generated code in double.</summary>
public class GeneratedExtremesTests() : ExtremesTests(GeneratedLibrary<double>.Instance, 1e-12);

/// <summary>The extremes, by the generated code in float.</summary>
public class GeneratedFloatExtremesTests() : ExtremesTests(GeneratedLibrary<float>.Instance, 1e-5);

/// <summary>The definitions, by the generated code.</summary>
public class GeneratedDefinitionTests() : DefinitionTests(GeneratedLibrary<double>.Instance);
