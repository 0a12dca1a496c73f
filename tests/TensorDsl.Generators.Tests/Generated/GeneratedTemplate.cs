using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using TensorDsl.Generators.Ir;

namespace TensorDsl.Generators.Tests.Generated;

/// <summary>Calls the generated public methods of one template in one precision, with the same arguments as <see cref="Interpreter"/>.</summary>
public sealed class GeneratedTemplate<T>(GeneratedCode.Template template)
    where T : unmanaged, INumber<T>
{
    private static readonly Type[] s_dims = [typeof(Dim0), typeof(Dim1), typeof(Dim2), typeof(Dim3), typeof(Dim4), typeof(Dim5)];

    public Function Function => template.Function;

    public double[][] Values(IReadOnlyDictionary<string, int> extents, params object[] arguments)
    {
        var call = Prepare("", extents, arguments);
        object result = call.Invoke()!;
        return result is ITuple tuple ? [.. Enumerable.Range(0, tuple.Length).Select(i => Numbers(tuple[i]))] : [Numbers(result)];
    }

    /// <summary>The gradient of every differentiable parameter, in order; of a loss, its value before them.</summary>
    /// <param name="arguments">Those of the template and then the upstream gradient of each result.</param>
    public double[][] Gradients(IReadOnlyDictionary<string, int> extents, params object[] arguments)
    {
        var call = Prepare(IsLoss ? "Gradient" : "Backward", extents, arguments);
        object? value = call.Invoke();
        return [.. (IsLoss ? [Numbers(value)] : Array.Empty<double[]>()), .. call.Destinations.Select(Numbers)];
    }

    public bool IsLoss => Find("Gradient") is not null;

    /// <summary>The method and its arguments, ready to be called again and again. Destinations hold NaN: a method must overwrite, not add.</summary>
    public GeneratedCall Prepare(string suffix, IReadOnlyDictionary<string, int> extents, params object[] arguments)
    {
        var open = Find(suffix) ?? throw new InvalidOperationException($"{Function.Name} has no generated {typeof(T).Name} method …{suffix}");
        var method = open.IsGenericMethodDefinition ? open.MakeGenericMethod(s_dims[..open.GetGenericArguments().Length]) : open;
        var destinations = new List<object>();
        object?[] passed = [.. method.GetParameters().Select(p => Argument(p, extents, arguments, destinations))];
        return new(method, passed, destinations);
    }

    private MethodInfo? Find(string suffix) => template.Type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
        .SingleOrDefault(m => m.Name == Function.Name + suffix && m.GetCustomAttribute<GeneratedFromTemplateAttribute>() is not null
            && !m.GetParameters().Any(p => p.ParameterType.Name.StartsWith("GpuTensor`", StringComparison.Ordinal))
            && m.GetParameters().SelectMany(p => p.ParameterType.GetGenericArguments().Append(p.ParameterType)).Contains(typeof(T)));

    private object? Argument(ParameterInfo p, IReadOnlyDictionary<string, int> extents, object[] arguments, List<object> destinations)
    {
        for (int i = 0; i < Function.Parameters.Count; i++)
        {
            var parameter = Function.Parameters[i];
            if (parameter.Name == p.Name) return Of(p.ParameterType, parameter.Axes, extents, arguments[i]);
            if (p.Name == "grad" + char.ToUpperInvariant(parameter.Name[0]) + parameter.Name[1..])
            {
                int length = parameter.Axes.Aggregate(1, (n, a) => n * extents[a.Dim]);
                object destination = Of(p.ParameterType, parameter.Axes, extents, Enumerable.Repeat(double.NaN, length).ToArray());
                destinations.Add(destination);
                return destination;
            }
        }

        for (int i = 0; i < Function.Results.Count; i++)
        {
            var result = Function.Results[i];
            string name = "upstream" + (Function.Results.Count > 1 && result.Name is { } element ? char.ToUpperInvariant(element[0]) + element[1..] : "");
            if (p.Name == name) return Of(p.ParameterType, result.Axes, extents, arguments[Function.Parameters.Count + i]);
        }

        throw new InvalidOperationException($"{Function.Name}: nothing is given for '{p.Name}'");
    }

    private static object Of(Type type, IReadOnlyList<Axis> axes, IReadOnlyDictionary<string, int> extents, object argument)
    {
        if (type == typeof(T)) return T.CreateChecked(argument is double[] number ? number[0] : Convert.ToDouble(argument));
        if (!type.IsGenericType) return type.IsEnum ? Enum.ToObject(type, argument) : Convert.ChangeType(argument, type);
        Array data = argument switch
        {
            double[] numbers => numbers.Select(T.CreateSaturating).ToArray(),
            int[] labels => Positions(type.GetGenericArguments()[0], labels),
            _ => (Array)argument,
        };
        return Construct(type, [data, .. axes.Select(a => (object)extents[a.Dim])]);
    }

    private static object Construct(Type type, object[] arguments)
    {
        try
        {
            return Activator.CreateInstance(type, arguments)!;
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }
    }

    private static Array Positions(Type index, int[] labels)
    {
        var positions = Array.CreateInstance(index, labels.Length);
        for (int i = 0; i < labels.Length; i++) positions.SetValue(Activator.CreateInstance(index, labels[i]), i);
        return positions;
    }

    private static double[] Numbers(object? value) => value switch
    {
        T number => [double.CreateChecked(number)],
        DenseTensor<T> tensor => [.. tensor.Span.ToArray().Select(double.CreateChecked)],
        not null when value.GetType().GetGenericArguments() is [{ IsGenericType: true } index, ..] && index.GetGenericTypeDefinition() == typeof(Index<>)
            => (double[])typeof(GeneratedTemplate<T>).GetMethod(nameof(PositionsOf), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(index.GetGenericArguments()).Invoke(null, [value])!,
        _ => throw new InvalidOperationException($"A result of type {value?.GetType()}"),
    };

    private static double[] PositionsOf<C>(DenseTensor<Index<C>> labels) => [.. labels.Positions().ToArray().Select(p => (double)p)];

    public abstract class Dim0;

    public abstract class Dim1;

    public abstract class Dim2;

    public abstract class Dim3;

    public abstract class Dim4;

    public abstract class Dim5;
}
