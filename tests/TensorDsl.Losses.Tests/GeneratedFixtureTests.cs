using TensorDsl.LossTests.Execution;

namespace TensorDsl.LossTests;

/// <summary>Every case of the fixtures, computed by the generated code in both precisions.</summary>
public class GeneratedFixtureTests
{
    public static TheoryData<string> Functions => InterpretedFixtureTests.Functions;

    [Theory]
    [MemberData(nameof(Functions))]
    public void AgreesWithTheReferenceInDouble(string function)
        => CaseChecks.All(function, c => CaseCheck.Run(GeneratedLibrary<double>.Instance, c, (k, want, largest, _) => Tolerance.Double(k, want, largest)));

    [Theory]
    [MemberData(nameof(Functions))]
    public void AgreesWithTheReferenceInFloat(string function)
        => CaseChecks.All(function, c => CaseCheck.Run(GeneratedLibrary<float>.Instance, c, Tolerance.Float));
}
