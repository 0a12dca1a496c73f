using TensorDsl.Generators.Tests;
using TensorDsl.Generators.Tests.Generated;
using TensorDsl.LossTests.Execution;

namespace TensorDsl.LossTests.RandomTemplates;

/// <summary>Positions of the largest and smallest elements on the device, as numbers, as labels that are used, and as labels that are results.</summary>
public class PositionTests
{
    private const string Source =
        """
        namespace R;

        public static partial class Templates
        {
            [Similarity] internal static Expr<N> OverColumns<N, M, D>(Expr<N, D> x, Expr<M, D> y) => ToReal(ArgMax<M>(Dot<D>(x, y)));
            [Similarity(Gradient = false)] internal static Labels<N, M> Nearest<N, M, D>(Expr<N, D> x, Expr<M, D> y) => ArgMax<M>(Dot<D>(x, y));
            [Similarity(Gradient = false)] internal static (Expr<N> Value, Labels<N, D> At) Best<N, D>(Expr<N, D> x) => (Max<D>(x), ArgMax<D>(x));
            [Loss] internal static Expr OfChosen<N, D>(Expr<N, D> x) => Mean<N>(x.At(ArgMax<D>(Abs(x))));
        }
        """;

    private static readonly Lazy<GeneratedCode> s_code = new(() => new(Source));

    [GpuTheory]
    [InlineData("OverColumns")]
    [InlineData("Nearest")]
    [InlineData("Best")]
    [InlineData("OfChosen")]
    public void Kernels_find_what_the_interpreter_does(string name)
    {
        var template = s_code.Value[name];
        foreach (var (n, m, d) in ((int, int, int)[])[(1, 1, 1), (7, 5, 3), (300, 67, 70)])
        {
            var extents = new Dictionary<string, int> { ["N"] = n, ["M"] = m, ["D"] = d };
            // Numbers of two digits, so that there are ties, and sums are exact.
            object[] arguments = [.. Sample.Arguments(template.Function, new(n), (-9, 9), extents).Select(a => a is double[] x ? x.Select(v => Math.Round(v)).ToArray() : a)];
            GpuTemplate.Same(Interpreter.Run(template.Function, extents, arguments), GpuTemplate.Run(template, "", extents, arguments), 1e-6, $"{name}, N={n} M={m} D={d}");
        }
    }
}
