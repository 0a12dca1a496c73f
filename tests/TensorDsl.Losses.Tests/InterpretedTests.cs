using TensorDsl.LossTests.Execution;

namespace TensorDsl.LossTests;

/// <summary>The tutorials' figures, by the interpreter.</summary>
public class InterpretedTutorials() : Tutorials(InterpretedLibrary.Instance);

/// <summary>The extremes, by the interpreter.</summary>
public class InterpretedExtremesTests() : ExtremesTests(InterpretedLibrary.Instance, 1e-12);

/// <summary>The definitions, by the interpreter.</summary>
public class InterpretedDefinitionTests() : DefinitionTests(InterpretedLibrary.Instance);
