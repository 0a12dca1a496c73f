using TensorDsl.LossTests.Execution;
using TensorDsl.LossTests.Fixtures;

namespace TensorDsl.LossTests;

/// <summary>
/// Fresh cases go through the same files and the same runner as the public ones. With TENSORDSL_RESEED_FOLDER set the cases are written there (and
/// TENSORDSL_RESEED_SEED is the seed), to be read by a later run with TENSORDSL_FIXTURES.
/// </summary>
public class ReseederTests
{
    private const int Seed = 20240917;

    [Fact]
    public void FreshCasesAreWrittenAndReadBack()
    {
        string? asked = Environment.GetEnvironmentVariable("TENSORDSL_RESEED_FOLDER");
        int seed = int.TryParse(Environment.GetEnvironmentVariable("TENSORDSL_RESEED_SEED"), out int s) ? s : Seed;
        string folder = asked ?? Directory.CreateTempSubdirectory("tensordsl-fixtures-").FullName;
        try
        {
            new Reseeder(seed).Write(folder, casesPerFunction: 12);
            var cases = FixtureFolder.Read(folder);
            Assert.Equal(
                FixtureFolder.Read(FixtureFolder.Public).Select(c => c.Function).Distinct().Except(Bindings.BindingTable.NotYet).Order(),
                cases.Select(c => c.Function).Distinct().Order());
            Assert.All(cases, c => CaseCheck.Run(InterpretedLibrary.Instance, c, (k, want, largest, _) => Tolerance.Double(k, want, largest)));
        }
        finally
        {
            if (asked is null) Directory.Delete(folder, recursive: true);
        }
    }
}
