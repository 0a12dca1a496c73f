using TensorDsl.LossTests.Bindings;
using TensorDsl.LossTests.Execution;
using TensorDsl.LossTests.Fixtures;

namespace TensorDsl.LossTests;

/// <summary>Every case of the fixtures, computed by the generated kernels.</summary>
public class GpuFixtureTests
{
    public static TheoryData<string> Functions => [.. FixtureFolder.Cases.Select(c => c.Function).Distinct().Where(f => !BindingTable.NotYet.Contains(f) && !CpuOnly.Functions.Contains(f))];

    [GpuTheory]
    [MemberData(nameof(Functions))]
    public void Agrees_with_the_reference(string function) => CaseChecks.All(function, c => CaseCheck.Run(GpuLibrary.Instance, c, Tolerance.Float));

    [Fact]
    public void What_runs_on_CPUs_only_is_listed_and_all_else_has_methods_over_GPU_tensors()
    {
        var without = TemplateIndex.All.Where(t => !GpuLibrary.Instance.Has(t)).Select(t => t.Function.Name).ToHashSet();
        Assert.Equal(CpuOnly.Templates.Keys.Order(StringComparer.Ordinal), without.Order(StringComparer.Ordinal));
    }
}
