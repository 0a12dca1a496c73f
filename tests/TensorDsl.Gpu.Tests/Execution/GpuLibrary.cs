using System.Reflection;

namespace TensorDsl.LossTests.Execution;

/// <summary>The generated methods over GPU tensors.</summary>
public sealed class GpuLibrary : ReflectedLibrary
{
    public static readonly GpuLibrary Instance = new();

    private GpuLibrary()
        : base("GPU", typeof(float), IsOnGpu)
    {
    }

    protected override object Number(double value) => (float)value;

    /// <summary>A tensor on the device with the data, by the public way: a tensor of the host, and ToGpu.</summary>
    protected override object Tensor(Type type, IReadOnlyList<int> extents, double[] data)
    {
        var arguments = type.GetGenericArguments();
        var array = Elements(arguments[0], data, numbers => numbers.Select(v => (float)v).ToArray());
        var host = Type.GetType($"TensorDsl.Tensor`{arguments.Length}, TensorDsl")!.MakeGenericType(arguments);
        object tensor = Activator.CreateInstance(host, [array, .. extents.Cast<object>()])!;
        var toGpu = typeof(GpuTensors).GetMethods().Single(m => m.Name == "ToGpu" && m.GetGenericArguments().Length == arguments.Length);
        return toGpu.MakeGenericMethod(arguments).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [tensor, GpuDevices.Shared], null)!;
    }

    protected override double[] Numbers(object? value)
    {
        object host = value!.GetType().GetMethod("ToCpu")!.Invoke(value, BindingFlags.DoNotWrapExceptions, null, null, null)!;
        return [.. ((DenseTensor<float>)host).Span.ToArray().Select(v => (double)v)];
    }
}
