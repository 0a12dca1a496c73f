using TensorDsl.LossTests.Fixtures;

namespace TensorDsl.LossTests;

/// <summary>Runs all cases of a function and reports every failing one, not only the first.</summary>
public static class CaseChecks
{
    public static void All(string function, Action<FixtureCase> check)
    {
        var faults = new List<string>();
        foreach (var c in FixtureFolder.Cases.Where(c => c.Function == function))
        {
            try
            {
                check(c);
            }
            catch (Exception e)
            {
                faults.Add(e is Xunit.Sdk.XunitException ? e.Message : $"{c}: {e}");
            }
        }

        Assert.True(faults.Count == 0, string.Join("\n\n", faults));
    }
}
