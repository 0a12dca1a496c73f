using System.Reflection;
using TensorDsl.Generators.Ir;
using TensorDsl.LossTests.Execution;
using TensorDsl.LossTests.Fixtures;

namespace TensorDsl.LossTests.Sizes;

/// <summary>
/// The memory that calls take on a device, against N: what the host code of every function really rents, at extents where a matrix over all pairs
/// would be beyond all budgets.
/// </summary>
public class GrowthTests
{
    private const int Small = 8192, Large = 16384;

    /// <summary>Panels and partial results have constant budgets, and what else there is has a few values for each row of its operands.</summary>
    private const long Budgets = (64 + 3 * 16) << 20;

    private const long ValuesPerRow = 64 * 17;

    private abstract class Rows;

    private abstract class Width;

    private static readonly Dictionary<string, TemplateIndex.Template> s_templates = TemplateIndex.All.ToDictionary(t => t.Key);

    /// <summary>The functions whose operands and results have no more than one of the large dims each, forward and backward.</summary>
    public static TheoryData<string> Keys =>
    [
        .. s_templates.Where(t => !CpuOnly.Templates.ContainsKey(t.Value.Function.Name) && !MemoryOf.IsLarge(t.Value) && Operands(t.Value.Function).All(a => a.Count(IsLarge) <= 1))
            .Select(t => t.Key).Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void Most_functions_are_among_them() => Assert.True(Keys.Count > 100, $"{Keys.Count} functions");

    [Theory]
    [MemberData(nameof(Keys))]
    public void Memory_is_linear_in_the_number_of_rows(string key)
    {
        var template = s_templates[key];
        long small = Scratch(template, Small), large = Scratch(template, Large);
        long perRow = (large - small) / (Large - Small);
        Assert.True(perRow <= ValuesPerRow * sizeof(float), $"{perRow} bytes more for each row: {small} of {Small} rows, {large} of {Large}");
        Assert.True(large <= Budgets + Large * ValuesPerRow * sizeof(float), $"{large} bytes of {Large} rows");
    }

    /// <summary>The example: what the gradient of InfoNCE takes beyond its tensors, up to a million pairs.</summary>
    [Fact]
    public void The_gradient_of_InfoNCE_grows_with_its_rows_only()
    {
        const int D = 512;
        long previous = 0;
        foreach (int n in (int[])[65536, 131072, 262144, 524288, 1048576])
        {
            var device = new CountingDevice();
            var (x, y) = (new GpuTensor<float, Rows, Width>(device, n, D), new GpuTensor<float, Rows, Width>(device, n, D));
            var (gradX, gradY) = (new GpuTensor<float, Rows, Width>(device, n, D), new GpuTensor<float, Rows, Width>(device, n, D));
            long before = device.Statistics.RentedBytes;
            Losses.InfoNceGradient(x, y, gradX, gradY);
            long scratch = device.Statistics.PeakRentedBytes - before;
            // A copy of each operand, normalised, the gradient against each copy, and values per row; a panel of 64 MiB and 16 MiB of parts.
            Assert.InRange(scratch, 4L * n * D * sizeof(float), (80L << 20) + 4L * n * (4 * D + 64));
            if (previous > 0) Assert.True(scratch <= 2 * previous, $"{scratch} bytes of {n} pairs after {previous} of half as many");
            previous = scratch;
        }
    }

    [Fact]
    public void The_check_can_fail()
    {
        var triplets = s_templates.Values.Single(t => t.Function.Name == "BatchAllTriplet");
        Assert.True(Scratch(triplets, Large) - Scratch(triplets, Small) > (Large - Small) * ValuesPerRow * sizeof(float));
    }

    private static bool IsLarge(Axis axis) => axis.Dim is "N" or "M";

    private static IEnumerable<IReadOnlyList<Axis>> Operands(Function f) => f.Parameters.Select(p => (IReadOnlyList<Axis>)[.. p.Axes]).Concat(f.Results.Select(r => (IReadOnlyList<Axis>)[.. r.Axes]));

    /// <summary>What the value and the gradients take at most beyond the tensors that are given and returned.</summary>
    private static long Scratch(TemplateIndex.Template template, int rows)
    {
        var f = template.Function;
        var device = new CountingDevice();
        int Extent(string dim) => dim switch { "N" or "M" => rows, "C" => 50, "K" => 3, _ => 16 };
        var tensors = f.Parameters.Where(TemplateIndex.IsTensor).ToDictionary(p => p.Name, p => new FixtureArray(
            [.. p.Axes.Select(a => a.Dim)], [.. p.Axes.Select(a => Extent(a.Dim))], p.Kind switch { ParameterKind.Labels => "index", ParameterKind.Mask => "bool", _ => "float" },
            p.Class?.Dim, 0, [1]));
        var options = f.Parameters.Where(p => !TemplateIndex.IsTensor(p) && p.Default is null)
            .ToDictionary(p => p.Name, p => p.Kind switch { ParameterKind.Bool => (object)true, ParameterKind.Int => 1.0, ParameterKind.Enum => p.EnumValues[0].Name, _ => 0.5 });
        bool differentiable = template.Type.GetMethods(BindingFlags.Public | BindingFlags.Static).Any(m => m.Name == f.Name + "Gradient" || m.Name == f.Name + "Backward");
        string[] gradients = differentiable ? [.. f.Parameters.Where(p => p.IsDifferentiable).Select(p => p.Name)] : [];
        new CountingLibrary(device).Run(new(MethodOf(template), tensors, options, [1], gradients));
        Assert.True(device.Statistics.Dispatches > 0);
        // Nothing is disposed but scratch memory, so what is rented at the end are the tensors.
        return device.Statistics.PeakRentedBytes - device.Statistics.RentedBytes;
    }

    private static string MethodOf(TemplateIndex.Template template)
    {
        string[] parts = template.Key[2..template.Key.IndexOfAny(['`', '('])].Split('.');
        return $"{parts[^2]}.{parts[^1]}";
    }
}
