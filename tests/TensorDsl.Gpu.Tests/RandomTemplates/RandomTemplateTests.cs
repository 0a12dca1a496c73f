using System.Reflection;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Passes;
using TensorDsl.Generators.Tests;
using TensorDsl.Generators.Tests.Generated;
using TensorDsl.LossTests.Execution;

namespace TensorDsl.LossTests.RandomTemplates;

/// <summary>
/// The kernels of random templates compute what the interpreter does, values and gradients. The templates are those that the CPU's tests draw; a
/// failure names its seed and prints the template.
/// </summary>
public class RandomTemplateTests
{
    /// <summary>Each has kernels of its own, which take half a second to compile.</summary>
    private const int Count = 16;

    /// <summary>As float on the CPU, and what the device's exp and log are off by.</summary>
    private const double Tolerance = 5e-4;

    private static readonly Lazy<GeneratedCode> s_code = new(() => new(
        $"namespace R;\n\npublic static partial class Templates\n{{\n{string.Join("\n", Enumerable.Range(0, Count).Select(s => RandomTemplate.Of(s).Source))}}}\n"));

    /// <summary>One element, less than a tile, and two blocks of rows.</summary>
    private static readonly (int N, int M, int D, int C)[] s_sizes = [(1, 1, 1, 1), (9, 5, 19, 17), (67, 3, 5, 4)];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, Count)];

    [GpuTheory]
    [MemberData(nameof(Seeds))]
    public void Kernels_compute_what_the_interpreter_does(int seed)
    {
        var template = s_code.Value[$"Random{seed}"];
        bool isLoss = Find(template, "Gradient") is not null;
        var derived = isLoss ? Differentiate.Gradient(template.Function) : Differentiate.Backward(template.Function);
        foreach (var (n, m, d, c) in s_sizes)
        {
            var extents = new Dictionary<string, int> { ["N"] = n, ["M"] = m, ["D"] = d, ["C"] = c };
            object[] arguments = [.. Sample.Arguments(derived, new(seed), (-1.2, 1.4), extents).Select(a => a is double[] x ? x.Select(e => (double)(float)e).ToArray() : a)];
            object[] primals = [.. arguments.Take(template.Function.Parameters.Count)];
            string what = $"seed {seed}, N={n} M={m} D={d} C={c}\n{RandomTemplate.Of(seed).Source}\n";
            Same(Interpreter.Run(template.Function, extents, primals), Run(template, "", extents, primals), what + "value");
            Same(Interpreter.Run(derived, extents, arguments), Run(template, isLoss ? "Gradient" : "Backward", extents, arguments), what + "gradient");
        }
    }

    private static MethodInfo? Find(GeneratedCode.Template template, string suffix)
        => template.Type.GetMethods(BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Static)
            .SingleOrDefault(m => m.Name == template.Function.Name + suffix && m.GetCustomAttribute<GeneratedFromTemplateAttribute>() is not null && ReflectedLibrary.IsOnGpu(m));

    /// <summary>The results in order: of a loss's gradient the value first.</summary>
    private static double[][] Run(GeneratedCode.Template template, string suffix, IReadOnlyDictionary<string, int> extents, object[] arguments)
    {
        var open = Find(template, suffix) ?? throw new InvalidOperationException($"{template.Function.Name} has no method …{suffix} over GPU tensors");
        var method = open.IsGenericMethodDefinition ? open.MakeGenericMethod([.. Dims.All.Take(open.GetGenericArguments().Length)]) : open;
        var destinations = new List<object>();
        var f = template.Function;
        object?[] passed = [.. method.GetParameters().Select(p => Argument(p))];
        object? value = method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, passed, null);
        return [.. (value is null ? [] : new[] { value }).Concat(destinations).Select(Numbers)];

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
        return [.. ((DenseTensor<float>)host).Span.ToArray().Select(v => (double)v)];
    }

    /// <summary>Relative to the largest element: the small ones of a gradient are differences of large terms.</summary>
    private static void Same(double[][] expected, double[][] got, string what)
    {
        Assert.Equal(expected.Length, got.Length);
        for (int r = 0; r < expected.Length; r++)
        {
            Assert.Equal(expected[r].Length, got[r].Length);
            double scale = 1 + expected[r].Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
            for (int i = 0; i < expected[r].Length; i++)
            {
                double e = expected[r][i], g = got[r][i];
                Assert.True(e.Equals(g) || Math.Abs(e - g) <= Tolerance * scale, $"{what}: result {r} element {i} is {g}, not {e}");
            }
        }
    }
}
