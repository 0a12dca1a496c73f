using TensorDsl.LossTests.Bindings;
using TensorDsl.LossTests.Fixtures;

namespace TensorDsl.LossTests;

public class BindingTableTests
{
    [Fact]
    public void EveryCaseIsBoundOrItsFunctionIsListedAsMissing()
    {
        var unbound = FixtureFolder.Cases.Where(c => !BindingTable.NotYet.Contains(c.Function))
            .Where(c => !BindingTable.All.Any(b => b.Function == c.Function && b.When(c)));
        Assert.Empty(unbound);
    }

    [Fact]
    public void TheListOfMissingFunctionsOnlyShrinks() => Assert.Empty(BindingTable.NotYet.Intersect(BindingTable.All.Select(b => b.Function)));

    [Fact]
    public void EveryBindingIsOfAFunctionOfTheFixtures()
        => Assert.Empty(BindingTable.All.Select(b => b.Function).Except(FixtureFolder.Read(FixtureFolder.Public).Select(c => c.Function)));
}
