using TensorDsl.LossTests.Bindings;
using TensorDsl.LossTests.Execution;
using TensorDsl.LossTests.Fixtures;

namespace TensorDsl.LossTests;

/// <summary>Every case of the fixtures, computed by the interpreter from the library's compiled templates.</summary>
public class InterpretedFixtureTests
{
    public static TheoryData<string> Functions => [.. FixtureFolder.Cases.Select(c => c.Function).Distinct().Where(f => !BindingTable.NotYet.Contains(f))];

    [Theory]
    [MemberData(nameof(Functions))]
    public void AgreesWithTheReference(string function)
        => CaseChecks.All(function, c => CaseCheck.Run(InterpretedLibrary.Instance, c, (k, want, largest, _) => Tolerance.Double(k, want, largest)));
}
