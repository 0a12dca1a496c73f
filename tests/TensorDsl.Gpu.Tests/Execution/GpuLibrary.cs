using System.Reflection;
using TensorDsl.Generators.Ir;
using TensorDsl.LossTests.Fixtures;

namespace TensorDsl.LossTests.Execution;

/// <summary>Calls the generated public methods of the library over GPU tensors, as a user does, except that it finds them by reflection.</summary>
public sealed class GpuLibrary : ILossLibrary
{
    public static readonly GpuLibrary Instance = new();

    private static readonly Lazy<ILookup<string, MethodInfo>> s_methods = new(() => TemplateIndex.All.Select(t => t.Type).Distinct()
        .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static))
        .Where(m => m.GetCustomAttribute<GeneratedFromTemplateAttribute>() is not null && IsOnGpu(m))
        .ToLookup(m => $"{m.GetCustomAttribute<GeneratedFromTemplateAttribute>()!.Key} {m.Name}"));

    private GpuLibrary()
    {
    }

    public TemplateOutcome Run(TemplateCall call)
    {
        var template = TemplateIndex.Of(call);
        object result = Invoke(Method(template, ""), template.Function, call, []);
        object[] elements = result is System.Runtime.CompilerServices.ITuple tuple
            ? [.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i]!)]
            : [result];
        var results = template.Function.Results
            .Select((r, i) => new TemplateResult(r.Name, [.. r.Axes.Select(a => a.ToString())], Numbers(elements[i]))).ToList();
        return new(results, call.Gradients.Count == 0 ? new Dictionary<string, double[]>() : Gradients(template, call, results));
    }

    /// <summary>The template has a method over GPU tensors.</summary>
    public static bool Has(TemplateIndex.Template template) => Find(template, "") is not null;

    public static bool IsOnGpu(MethodInfo method) => method.GetParameters().Any(p => IsGpuTensor(p.ParameterType));

    private static bool IsGpuTensor(Type type) => type.IsGenericType && type.Name.StartsWith("GpuTensor`", StringComparison.Ordinal);

    private static Dictionary<string, double[]> Gradients(TemplateIndex.Template template, TemplateCall call, IReadOnlyList<TemplateResult> results)
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

    private static MethodInfo Method(TemplateIndex.Template template, string suffix)
        => Find(template, suffix) ?? throw new InvalidOperationException($"{template.Key} has no generated GPU method …{suffix}");

    private static MethodInfo? Find(TemplateIndex.Template template, string suffix)
        => s_methods.Value[$"{template.Key} {template.Function.Name}{suffix}"].SingleOrDefault();

    private static object Invoke(MethodInfo method, Function f, TemplateCall call, Dictionary<string, object> destinations)
    {
        var closed = method.IsGenericMethodDefinition ? method.MakeGenericMethod([.. Dims.All.Take(method.GetGenericArguments().Length)]) : method;
        object?[] arguments = [.. closed.GetParameters().Select(p => Argument(p, f, call, destinations))];
        return closed.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
    }

    private static object? Argument(ParameterInfo p, Function f, TemplateCall call, Dictionary<string, object> destinations)
    {
        string name = p.Name!;
        if (call.Tensors.TryGetValue(name, out var tensor)) return Tensor(p.ParameterType, tensor.Extents, tensor.Data);
        if (call.Options.TryGetValue(name, out object? option)) return Option(p.ParameterType, option);
        if (name == "upstream")
        {
            double[] upstream = call.Upstream ?? [1];
            return p.ParameterType == typeof(float) ? (float)upstream[0] : Tensor(p.ParameterType, Extents(f.Results[0].Axes, f, call), upstream);
        }

        string? asked = call.Gradients.FirstOrDefault(g => Destination(g) == name);
        if (asked is not null)
        {
            // Filled with NaN: the method must overwrite, not add.
            var extents = call.Tensors[asked].Extents;
            return destinations[name] = Tensor(p.ParameterType, extents, [.. Enumerable.Repeat(double.NaN, extents.Aggregate(1, (a, b) => a * b))]);
        }

        if (name.StartsWith("grad", StringComparison.Ordinal) && f.Parameters.Any(q => Destination(q.Name) == name)) return null;
        if (!p.HasDefaultValue) throw new InvalidOperationException($"{call.Method}: '{name}' is not given and has no default");
        return p.ParameterType.IsEnum ? Enum.ToObject(p.ParameterType, p.RawDefaultValue!) : p.DefaultValue;
    }

    private static string Destination(string parameter) => "grad" + char.ToUpperInvariant(parameter[0]) + parameter[1..];

    private static object Option(Type type, object value)
    {
        if (type == typeof(int)) return (int)(double)value;
        if (type == typeof(bool)) return value;
        return type.IsEnum ? Enum.Parse(type, (string)value, ignoreCase: true) : (float)(double)value;
    }

    private static IReadOnlyList<int> Extents(IEnumerable<Axis> axes, Function f, TemplateCall call)
        => [.. axes.Select(a => f.Parameters.Where(TemplateIndex.IsTensor)
            .SelectMany(p => p.Axes.Select((b, i) => (b.Dim, Size: call.Tensors[p.Name].Extents[i]))).First(x => x.Dim == a.Dim).Size)];

    /// <summary>A tensor on the device with the data, by the public way: a tensor of the host, and ToGpu.</summary>
    private static object Tensor(Type type, IReadOnlyList<int> extents, double[] data)
    {
        var arguments = type.GetGenericArguments();
        Array array = arguments[0] == typeof(float) ? data.Select(v => (float)v).ToArray()
            : arguments[0] == typeof(bool) ? data.Select(v => v != 0).ToArray()
            : Positions(arguments[0], data);
        var host = Type.GetType($"TensorDsl.Tensor`{arguments.Length}, TensorDsl")!.MakeGenericType(arguments);
        object tensor = Activator.CreateInstance(host, [array, .. extents.Cast<object>()])!;
        var toGpu = typeof(GpuTensors).GetMethods().Single(m => m.Name == "ToGpu" && m.GetGenericArguments().Length == arguments.Length);
        return toGpu.MakeGenericMethod(arguments).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [tensor, GpuDevices.Shared], null)!;
    }

    private static Array Positions(Type index, double[] data)
    {
        var positions = Array.CreateInstance(index, data.Length);
        for (int i = 0; i < data.Length; i++) positions.SetValue(Activator.CreateInstance(index, (int)data[i]), i);
        return positions;
    }

    private static double[] Numbers(object? value)
    {
        object host = value!.GetType().GetMethod("ToCpu")!.Invoke(value, BindingFlags.DoNotWrapExceptions, null, null, null)!;
        return [.. ((DenseTensor<float>)host).Span.ToArray().Select(v => (double)v)];
    }
}
