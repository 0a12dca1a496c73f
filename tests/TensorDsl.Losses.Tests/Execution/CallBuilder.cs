using TensorDsl.LossTests.Fixtures;

namespace TensorDsl.LossTests.Execution;

/// <summary>Builds a call by hand: <c>CallBuilder.Of("Losses.Mse").Tensor("input", [2, 3], data)….Run(library)</c>.</summary>
public sealed class CallBuilder
{
    private readonly string _method;
    private readonly Dictionary<string, FixtureArray> _tensors = [];
    private readonly Dictionary<string, object> _options = [];
    private double[]? _upstream;

    private CallBuilder(string method) => _method = method;

    public static CallBuilder Of(string method) => new(method);

    /// <summary>A float tensor; its dims have no names, since parameters' axes are matched by position.</summary>
    public CallBuilder Tensor(string name, int[] extents, params double[] data)
    {
        _tensors[name] = new([.. extents.Select((_, i) => $"d{i}")], extents, "float", null, 0, data);
        return this;
    }

    public CallBuilder Mask(string name, int[] extents, params bool[] data)
    {
        _tensors[name] = new([.. extents.Select((_, i) => $"d{i}")], extents, "bool", null, 0, [.. data.Select(b => b ? 1.0 : 0.0)]);
        return this;
    }

    public CallBuilder Labels(string name, int classes, params int[] data)
    {
        _tensors[name] = new(["d0"], [data.Length], "index", "c", classes, [.. data.Select(i => (double)i)]);
        return this;
    }

    public CallBuilder With(string option, object value)
    {
        _options[option] = value is int or float ? Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture) : value;
        return this;
    }

    public CallBuilder Upstream(params double[] upstream)
    {
        _upstream = upstream;
        return this;
    }

    public TemplateOutcome Run(ILossLibrary library, params string[] gradients) => library.Run(new(_method, _tensors, _options, _upstream, gradients));

    /// <summary>The only result.</summary>
    public double[] Values(ILossLibrary library) => Run(library).Results.Single().Data;

    /// <summary>The only result, a number.</summary>
    public double Value(ILossLibrary library) => Values(library).Single();
}
