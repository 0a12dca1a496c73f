using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Support;

namespace TensorDsl.Generators.Tests;

/// <summary>Builds small functions and arguments for tests of the IR.</summary>
public static class Sample
{
    public static readonly Axis N = new("N", 0);
    public static readonly Axis M = new("M", 0);
    public static readonly Axis C = new("C", 0);
    public static readonly Axis D = new("D", 0);

    public static IReadOnlyDictionary<string, int> Extents { get; } = new Dictionary<string, int> { ["N"] = 4, ["M"] = 3, ["C"] = 5, ["D"] = 2 };

    public static Parameter Tensor(string name, params Axis[] axes) => new(name, axes.Length == 0 ? ParameterKind.Scalar : ParameterKind.Tensor, axes);

    public static Parameter Mask(string name, params Axis[] axes) => new(name, ParameterKind.Mask, axes);

    public static Parameter Labels(string name, Axis of, params Axis[] axes) => new(name, ParameterKind.Labels, axes, of);

    /// <summary>A function of one result, whose declared axes are those of its value.</summary>
    public static Function Function(Parameter[] parameters, Func<IrBuilder, int[], int> body)
        => Functions(parameters, (b, p) => [("", body(b, p))]) is var f ? f with { Results = new[] { f.Results[0] with { Name = null } } } : f;

    /// <summary>A function of several named results.</summary>
    public static Function Functions(Parameter[] parameters, Func<IrBuilder, int[], (string Name, int Value)[]> body)
    {
        var b = new IrBuilder();
        var results = body(b, [.. parameters.Select((p, i) => b.Input(i, p))]);
        return new("F", default, parameters, b.Code, results.Select(r => new Result(r.Value, b.AxesOf(r.Value), r.Name)).ToEquatable());
    }

    /// <summary>Random arguments: numbers from an interval, labels within their dim, masks that are mostly true.</summary>
    public static object[] Arguments(Function f, Random random, (double Low, double High) domain, IReadOnlyDictionary<string, int>? extents = null)
        => [.. f.Parameters.Select(p => Argument(p, random, domain, extents ?? Extents))];

    private static object Argument(Parameter p, Random random, (double Low, double High) domain, IReadOnlyDictionary<string, int> extents)
    {
        int length = p.Axes.Aggregate(1, (n, a) => n * extents[a.Dim]);
        double Next() => domain.Low + (domain.High - domain.Low) * random.NextDouble();
        return p.Kind switch
        {
            ParameterKind.Tensor or ParameterKind.Scalar => Enumerable.Range(0, length).Select(_ => Next()).ToArray(),
            ParameterKind.Labels => Enumerable.Range(0, length).Select(_ => random.Next(extents[p.Class!.Value.Dim])).ToArray(),
            ParameterKind.Mask => Enumerable.Range(0, length).Select(_ => random.NextDouble() < 0.7).ToArray(),
            ParameterKind.Float => Next(),
            _ => random.Next(2),
        };
    }
}
