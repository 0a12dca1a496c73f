using System.Reflection;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Tests.Generated;
using TensorDsl.LossTests.Execution;

namespace TensorDsl.LossTests.RandomTemplates;

/// <summary>Calls the generated methods over GPU tensors of a template that a test compiles, with the arguments of the interpreter.</summary>
internal static class GpuTemplate
{
    public static MethodInfo? Find(GeneratedCode.Template template, string suffix)
        => template.Type.GetMethods(BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Static)
            .SingleOrDefault(m => m.Name == template.Function.Name + suffix && m.GetCustomAttribute<GeneratedFromTemplateAttribute>() is not null && ReflectedLibrary.IsOnGpu(m));

    /// <summary>The results in order: of a loss's gradient the value first.</summary>
    public static double[][] Run(GeneratedCode.Template template, string suffix, IReadOnlyDictionary<string, int> extents, object[] arguments)
    {
        var open = Find(template, suffix) ?? throw new InvalidOperationException($"{template.Function.Name} has no method …{suffix} over GPU tensors");
        var method = open.IsGenericMethodDefinition ? open.MakeGenericMethod([.. Dims.All.Take(open.GetGenericArguments().Length)]) : open;
        var destinations = new List<object>();
        var f = template.Function;
        object?[] passed = [.. method.GetParameters().Select(p => Argument(p))];
        object? value = method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, passed, null);
        object[] returned = value switch { null => [], System.Runtime.CompilerServices.ITuple tuple => [.. Enumerable.Range(0, tuple.Length).Select(i => tuple[i]!)], _ => [value] };
        return [.. returned.Concat(destinations).Select(Numbers)];

        object? Argument(ParameterInfo p)
        {
            for (int i = 0; i < f.Parameters.Count; i++)
            {
                if (f.Parameters[i].Name == p.Name) return Tensor(p.ParameterType, f.Parameters[i].Axes, arguments[i]);
                if (!string.Equals("grad" + f.Parameters[i].Name, p.Name, StringComparison.OrdinalIgnoreCase)) continue;
                int length = f.Parameters[i].Axes.Aggregate(1, (n, a) => n * extents[a.Dim]);
                destinations.Add(Tensor(p.ParameterType, f.Parameters[i].Axes, Enumerable.Repeat(double.NaN, length).ToArray()));
                return destinations[^1];
            }
            Assert.Equal("upstream", p.Name);
            return p.ParameterType == typeof(float) ? (float)((arguments[^1] as double[])?[0] ?? (double)arguments[^1]) : Tensor(p.ParameterType, f.Results[0].Axes, arguments[^1]);
        }

        object Tensor(Type type, IEnumerable<Axis> axes, object data)
        {
            var types = type.GetGenericArguments();
            Array elements = data switch
            {
                double[] numbers => numbers.Select(v => (float)v).ToArray(),
                int[] labels => Labels(types[0], labels),
                _ => (Array)data,
            };
            object host = Activator.CreateInstance(System.Type.GetType($"TensorDsl.Tensor`{types.Length}, TensorDsl")!.MakeGenericType(types), [elements, .. axes.Select(a => (object)extents[a.Dim])])!;
            var toGpu = typeof(GpuTensors).GetMethods().Single(m => m.Name == "ToGpu" && m.GetGenericArguments().Length == types.Length);
            return toGpu.MakeGenericMethod(types).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [host, GpuDevices.Shared], null)!;
        }
    }

    private static Array Labels(Type index, int[] labels)
    {
        var positions = Array.CreateInstance(index, labels.Length);
        for (int i = 0; i < labels.Length; i++) positions.SetValue(Activator.CreateInstance(index, labels[i]), i);
        return positions;
    }

    private static double[] Numbers(object tensor)
    {
        object host = tensor.GetType().GetMethod("ToCpu")!.Invoke(tensor, BindingFlags.DoNotWrapExceptions, null, null, null)!;
        if (host is DenseTensor<float> numbers) return [.. numbers.Span.ToArray().Select(v => (double)v)];
        var read = typeof(GpuTemplate).GetMethod(nameof(Positions), BindingFlags.NonPublic | BindingFlags.Static)!;
        return (double[])read.MakeGenericMethod(host.GetType().GetGenericArguments()[0].GetGenericArguments()).Invoke(null, [host])!;
    }

    private static double[] Positions<C>(DenseTensor<Index<C>> labels) => [.. labels.Positions().ToArray().Select(p => (double)p)];

    /// <summary>Relative to the largest element: the small ones of a gradient are differences of large terms.</summary>
    public static void Same(double[][] expected, double[][] got, double tolerance, string what)
    {
        Assert.Equal(expected.Length, got.Length);
        for (int r = 0; r < expected.Length; r++)
        {
            Assert.Equal(expected[r].Length, got[r].Length);
            double scale = 1 + expected[r].Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
            for (int i = 0; i < expected[r].Length; i++)
            {
                double e = expected[r][i], g = got[r][i];
                Assert.True(e.Equals(g) || Math.Abs(e - g) <= tolerance * scale, $"{what}: result {r} element {i} is {g}, not {e}");
            }
        }
    }
}
