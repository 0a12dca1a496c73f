using System.Reflection;
using System.Runtime.CompilerServices;
using TensorDsl.Generators.Ir;
using TensorDsl.LossTests.Fixtures;

namespace TensorDsl.LossTests.Execution;

/// <summary>
/// Calls the generated public methods of the library as a user does, except that it finds them by reflection. What is derived from it says
/// which methods those are, and what their tensors are made of.
/// </summary>
/// <param name="what">Which methods, for messages.</param>
/// <param name="number">The type of a number that is passed as such.</param>
public abstract class ReflectedLibrary(string what, Type number, Func<MethodInfo, bool> isMine) : ILossLibrary
{
    private readonly Lazy<ILookup<string, MethodInfo>> _methods = new(() => TemplateIndex.All.Select(t => t.Type).Distinct()
        .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static))
        .Where(m => m.GetCustomAttribute<GeneratedFromTemplateAttribute>() is not null && isMine(m))
        .ToLookup(m => $"{m.GetCustomAttribute<GeneratedFromTemplateAttribute>()!.Key} {m.Name}"));

    public TemplateOutcome Run(TemplateCall call)
    {
        var template = TemplateIndex.Of(call);
        object result = Invoke(Method(template, ""), template.Function, call, []);
        object[] elements = result is ITuple tuple ? [.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i]!)] : [result];
        var results = template.Function.Results
            .Select((r, i) => new TemplateResult(r.Name, [.. r.Axes.Select(a => a.ToString())], Numbers(elements[i]))).ToList();
        return new(results, call.Gradients.Count == 0 ? new Dictionary<string, double[]>() : Gradients(template, call, results));
    }

    /// <summary>The template has such a method.</summary>
    public bool Has(TemplateIndex.Template template) => Find(template, "") is not null;

    /// <summary>The method takes tensors of a GPU.</summary>
    public static bool IsOnGpu(MethodInfo method)
        => method.GetParameters().Any(p => p.ParameterType.IsGenericType && p.ParameterType.Name.StartsWith("GpuTensor`", StringComparison.Ordinal));

    /// <summary>A tensor with the data, of the type that a parameter has.</summary>
    protected abstract object Tensor(Type type, IReadOnlyList<int> extents, double[] data);

    /// <summary>A number of the type that the methods compute with.</summary>
    protected abstract object Number(double value);

    /// <summary>The elements of a result, or of a gradient that was written.</summary>
    protected abstract double[] Numbers(object? value);

    private Dictionary<string, double[]> Gradients(TemplateIndex.Template template, TemplateCall call, IReadOnlyList<TemplateResult> results)
    {
        var destinations = new Dictionary<string, object>();
        bool loss = Find(template, "Gradient") is not null;
        var method = Method(template, loss ? "Gradient" : "Backward");
        object? value = Invoke(method, template.Function, call, destinations);
        if (loss)
        {
            double forward = results[0].Data[0], again = Numbers(value)[0];
            if (!forward.Equals(again) && !(Math.Abs(forward - again) <= 1e-5 * Math.Max(1, Math.Abs(forward))))
                throw new InvalidOperationException($"{method.Name} says {again}, the value is {forward}");
        }

        return call.Gradients.ToDictionary(name => name, name => Numbers(destinations[Destination(name)]));
    }

    private MethodInfo Method(TemplateIndex.Template template, string suffix)
        => Find(template, suffix) ?? throw new InvalidOperationException($"{template.Key} has no generated {what} method …{suffix}");

    private MethodInfo? Find(TemplateIndex.Template template, string suffix)
        => _methods.Value[$"{template.Key} {template.Function.Name}{suffix}"].SingleOrDefault();

    /// <param name="destinations">Gets the gradients that the method was given to write, by its parameter's name.</param>
    private object Invoke(MethodInfo method, Function f, TemplateCall call, Dictionary<string, object> destinations)
    {
        var closed = method.IsGenericMethodDefinition ? method.MakeGenericMethod([.. Dims.All.Take(method.GetGenericArguments().Length)]) : method;
        object?[] arguments = [.. closed.GetParameters().Select(p => Argument(p, f, call, destinations))];
        try
        {
            return closed.Invoke(null, arguments)!;
        }
        catch (TargetInvocationException e)
        {
            throw new InvalidOperationException($"{closed.Name} threw: {e.InnerException}", e.InnerException);
        }
    }

    private object? Argument(ParameterInfo p, Function f, TemplateCall call, Dictionary<string, object> destinations)
    {
        string name = p.Name!;
        if (call.Tensors.TryGetValue(name, out var tensor))
            return p.ParameterType == number ? Number(tensor.Data[0]) : Tensor(p.ParameterType, tensor.Extents, tensor.Data);
        if (call.Options.TryGetValue(name, out object? option)) return Option(p.ParameterType, option);
        if (name == "upstream")
        {
            double[] upstream = call.Upstream ?? [1];
            return p.ParameterType == number ? Number(upstream[0]) : Tensor(p.ParameterType, Extents(f.Results[0].Axes, f, call), upstream);
        }

        string? asked = call.Gradients.FirstOrDefault(g => Destination(g) == name);
        if (asked is not null)
        {
            // Filled with NaN: the method must overwrite, not add.
            var extents = call.Tensors[asked].Extents;
            double[] blank = [.. Enumerable.Repeat(double.NaN, extents.Aggregate(1, (a, b) => a * b))];
            return destinations[name] = Tensor(p.ParameterType, extents, blank);
        }

        if (name.StartsWith("grad", StringComparison.Ordinal) && f.Parameters.Any(q => Destination(q.Name) == name)) return null;
        if (!p.HasDefaultValue) throw new InvalidOperationException($"{call.Method}: '{name}' is not given and has no default");
        return p.ParameterType.IsEnum ? Enum.ToObject(p.ParameterType, p.RawDefaultValue!) : p.DefaultValue;
    }

    private static string Destination(string parameter) => "grad" + char.ToUpperInvariant(parameter[0]) + parameter[1..];

    private object Option(Type type, object value)
    {
        if (type == typeof(int)) return (int)(double)value;
        if (type == typeof(bool)) return value;
        return type.IsEnum ? Enum.Parse(type, (string)value, ignoreCase: true) : Number((double)value);
    }

    private static IReadOnlyList<int> Extents(IEnumerable<Axis> axes, Function f, TemplateCall call)
        => [.. axes.Select(a => f.Parameters.Where(TemplateIndex.IsTensor)
            .SelectMany(p => p.Axes.Select((b, i) => (b.Dim, Size: call.Tensors[p.Name].Extents[i]))).First(x => x.Dim == a.Dim).Size)];

    /// <summary>The elements of a tensor: numbers as they are given, truth values, or positions of a label type.</summary>
    protected static Array Elements(Type element, double[] data, Func<double[], Array> numbers)
    {
        if (element == typeof(bool)) return data.Select(v => v != 0).ToArray();
        if (element.IsPrimitive) return numbers(data);
        var positions = Array.CreateInstance(element, data.Length);
        for (int i = 0; i < data.Length; i++) positions.SetValue(Activator.CreateInstance(element, (int)data[i]), i);
        return positions;
    }
}
