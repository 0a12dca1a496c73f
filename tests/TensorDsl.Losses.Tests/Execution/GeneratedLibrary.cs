using System.Numerics;
using System.Reflection;

namespace TensorDsl.LossTests.Execution;

/// <summary>The generated methods in one precision.</summary>
public sealed class GeneratedLibrary<T> : ReflectedLibrary
    where T : unmanaged, INumber<T>
{
    public static readonly GeneratedLibrary<T> Instance = new();

    private GeneratedLibrary()
        : base(typeof(T).Name, typeof(T), m => Computes(m) && !IsOnGpu(m))
    {
    }

    protected override object Number(double value) => T.CreateChecked(value);

    protected override object Tensor(Type type, IReadOnlyList<int> extents, double[] data)
    {
        var array = Elements(type.GetGenericArguments()[0], data, numbers => numbers.Select(T.CreateSaturating).ToArray());
        return Activator.CreateInstance(type, [array, .. extents.Cast<object>()])!;
    }

    protected override double[] Numbers(object? value) => value switch
    {
        T number => [double.CreateChecked(number)],
        DenseTensor<T> tensor => [.. tensor.Span.ToArray().Select(double.CreateChecked)],
        _ => throw new InvalidOperationException($"A result of type {value?.GetType()}"),
    };

    /// <summary>The method's element type is T: its tensors', or its result's where it takes masks and labels only.</summary>
    private static bool Computes(MethodInfo method)
    {
        var types = method.GetParameters().Select(p => p.ParameterType).Append(method.ReturnType).SelectMany(Arguments);
        return types.Contains(typeof(T));
    }

    private static IEnumerable<Type> Arguments(Type type)
        => type.IsGenericType ? type.GetGenericArguments().SelectMany(Arguments).Append(type) : [type];
}
