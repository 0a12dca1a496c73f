using TensorDsl.LossTests.Execution;
using TensorDsl.LossTests.Fixtures;

namespace TensorDsl.LossTests;

/// <summary>
/// The generated code against the interpreter on fresh cases, which mix options that no public case mixes: weight with smoothing with ignored
/// labels with a sum, over any shape.
/// </summary>
public class GeneratedFreshCaseTests
{
    private const int Seed = 4242;

    public static TheoryData<string> Functions => InterpretedFixtureTests.PublicFunctions;

    [Theory]
    [MemberData(nameof(Functions))]
    public void AgreesWithTheInterpreterInDouble(string function)
        => Check(function, GeneratedLibrary<double>.Instance, (c, want, largest, _) => Tolerance.Double(c, want, largest));

    [Theory]
    [MemberData(nameof(Functions))]
    public void AgreesWithTheInterpreterInFloat(string function) => Check(function, GeneratedLibrary<float>.Instance, Tolerance.Float);

    private static void Check(string function, ILossLibrary library, Func<FixtureCase, double, double, double, double> allowed)
    {
        var known = FixtureFolder.Read(FixtureFolder.Public).Where(c => c.Function == function).ToList();
        var reseeder = new Reseeder(Seed);
        CaseChecks.All(Enumerable.Range(0, 16).Select(number => reseeder.Draw(known, number)), c => CaseCheck.Run(library, c, allowed));
    }
}
