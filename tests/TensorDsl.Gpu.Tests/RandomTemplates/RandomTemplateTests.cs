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
        bool isLoss = GpuTemplate.Find(template, "Gradient") is not null;
        var derived = isLoss ? Differentiate.Gradient(template.Function) : Differentiate.Backward(template.Function);
        foreach (var (n, m, d, c) in s_sizes)
        {
            var extents = new Dictionary<string, int> { ["N"] = n, ["M"] = m, ["D"] = d, ["C"] = c };
            object[] arguments = [.. Sample.Arguments(derived, new(seed), (-1.2, 1.4), extents).Select(a => a is double[] x ? x.Select(e => (double)(float)e).ToArray() : a)];
            object[] primals = [.. arguments.Take(template.Function.Parameters.Count)];
            string what = $"seed {seed}, N={n} M={m} D={d} C={c}\n{RandomTemplate.Of(seed).Source}\n";
            GpuTemplate.Same(Interpreter.Run(template.Function, extents, primals), GpuTemplate.Run(template, "", extents, primals), Tolerance, what + "value");
            GpuTemplate.Same(Interpreter.Run(derived, extents, arguments), GpuTemplate.Run(template, isLoss ? "Gradient" : "Backward", extents, arguments), Tolerance, what + "gradient");
        }
    }
}
