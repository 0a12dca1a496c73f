using TensorDsl.Generators.Ir;
using TensorDsl.LossTests.Execution;
using TensorDsl.LossTests.Fixtures;

namespace TensorDsl.LossTests.Sizes;

/// <summary>Calls of any template of the library at any extents, with random arguments from the open unit interval.</summary>
public static class RandomCall
{
    /// <param name="extent">The extent of a dim by its name.</param>
    public static TemplateCall Of(Function f, string method, Func<string, int> extent, int seed)
    {
        var random = new Random(seed);
        var tensors = new Dictionary<string, FixtureArray>();
        foreach (var p in f.Parameters.Where(TemplateIndex.IsTensor))
        {
            int length = p.Axes.Aggregate(1, (n, a) => n * extent(a.Dim));
            double[] data = [.. Enumerable.Range(0, length).Select(_ => p.Kind switch
            {
                ParameterKind.Labels => random.Next(extent(p.Class!.Value.Dim)),
                ParameterKind.Mask => random.NextDouble() < 0.7 ? 1.0 : 0,
                _ => (double)(float)(0.05 + 0.9 * random.NextDouble()),
            })];
            string type = p.Kind switch { ParameterKind.Labels => "index", ParameterKind.Mask => "bool", _ => "float" };
            tensors[p.Name] = new([.. p.Axes.Select(a => a.Dim)], [.. p.Axes.Select(a => extent(a.Dim))], type, p.Class?.Dim, p.Class is { } c ? extent(c.Dim) : 0, data);
        }
        var options = new Dictionary<string, object>();
        foreach (var p in f.Parameters.Where(p => !TemplateIndex.IsTensor(p) && p.Default is null))
            options[p.Name] = p.Kind switch
            {
                ParameterKind.Bool => true,
                ParameterKind.Int => 1.0,
                ParameterKind.Enum => p.EnumValues[0].Name,
                _ => 0.5,
            };
        int results = f.Results[0].Axes.Aggregate(1, (n, a) => n * extent(a.Dim));
        double[] upstream = [.. Enumerable.Range(0, results).Select(_ => (double)(float)random.NextDouble())];
        return new(method, tensors, options, upstream, [.. f.Parameters.Where(p => p.IsDifferentiable).Select(p => p.Name)]);
    }
}
