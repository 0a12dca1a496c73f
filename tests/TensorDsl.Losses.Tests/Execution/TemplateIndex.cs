using System.Reflection;
using TensorDsl.Generators.Ir;
using TensorDsl.LossTests.Fixtures;

namespace TensorDsl.LossTests.Execution;

/// <summary>The compiled templates that the library's assembly carries, by class and method.</summary>
public static class TemplateIndex
{
    private static readonly ILookup<string, Template> s_templates = typeof(Losses).Assembly.GetTypes()
        .SelectMany(t => t.GetCustomAttributes<TemplateIrAttribute>().Select(a => (Type: t, a.Key, a.Ir)))
        .ToLookup(
            a => MethodOf(a.Key),
            a => new Template(a.Type, a.Key, TemplateIrText.Read(a.Ir) ?? throw new InvalidOperationException($"{a.Key}: its IR cannot be read")));

    public static IEnumerable<Template> All => s_templates.SelectMany(t => t);

    /// <summary>The overload whose tensors have the names, ranks and types of the call's and that has its options.</summary>
    public static Template Of(TemplateCall call)
    {
        var fitting = s_templates[call.Method].Where(t => Fits(t.Function, call)).ToList();
        if (fitting.Count == 1) return fitting[0];
        string asked = string.Join(", ", call.Tensors.Select(t => $"{t.Key} of rank {t.Value.Dims.Count}").Concat(call.Options.Keys));
        throw new InvalidOperationException($"{fitting.Count} of {s_templates[call.Method].Count()} overloads of {call.Method} take {asked}");
    }

    public static bool IsTensor(Parameter p)
        => p.Kind is ParameterKind.Tensor or ParameterKind.Scalar or ParameterKind.Mask or ParameterKind.Labels;

    private static bool Fits(Function f, TemplateCall call)
    {
        var tensors = f.Parameters.Where(IsTensor).ToList();
        return tensors.Count == call.Tensors.Count
            && tensors.All(p => call.Tensors.TryGetValue(p.Name, out var t) && t.Dims.Count == p.Axes.Count && Takes(p, t))
            && call.Options.Keys.All(o => f.Parameters.Any(p => p.Name == o && !IsTensor(p)));
    }

    /// <summary>Integers are numbers to the library; truth values and positions are not.</summary>
    private static bool Takes(Parameter p, FixtureArray array) => array.Type switch
    {
        "index" => p.Kind == ParameterKind.Labels,
        "bool" => p.Kind == ParameterKind.Mask,
        _ => p.Kind is ParameterKind.Tensor or ParameterKind.Scalar,
    };

    /// <summary>"M:TensorDsl.Losses.Mse``2(…)" → "Losses.Mse".</summary>
    private static string MethodOf(string key)
    {
        string[] parts = key[2..key.IndexOfAny(['`', '('])].Split('.');
        return $"{parts[^2]}.{parts[^1]}";
    }

    /// <param name="Type">The class that it is a method of.</param>
    /// <param name="Key">Its documentation id.</param>
    public sealed record Template(Type Type, string Key, Function Function);
}
