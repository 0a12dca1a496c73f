using System.Runtime.InteropServices;
using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Passes;
using TensorDsl.Generators.Schedule;

namespace TensorDsl.Generators.Tests.Generated;

/// <summary>Gradients of a distance of differences: both sides' are sums of the same terms, taken in one sweep where both are asked for.</summary>
public class PairedSumsTests
{
    private static readonly GeneratedCode s_code = new(
        """
        namespace Paired;

        public static partial class Distances
        {
            [Similarity]
            static Expr<N, M> Manhattan<N, M, D>(Expr<N, D> x, Expr<M, D> y) => Sum<D>(Abs(x - y));

            [Similarity]
            static Expr<N, M> Euclidean<N, M, D>(Expr<N, D> x, Expr<M, D> y) => Sqrt(Sum<D>(Square(x - y)));

            [Loss]
            static Expr Spread<N, D>(Expr<N, D> x, Expr<N, D> y, float scale = 0.5f)
                => Mean<N>(LogSumExp<Prime<N>>(-scale * Sum<D>(Abs(x - y.Prime<N>()))));

            /// <summary>Two dims make the width, in one order on this side and in another on that.</summary>
            [Similarity]
            static Expr<N, M> Crossed<N, M, D, H>(Expr<N, D, H> x, Expr<M, H, D> y) => Sum<D, H>(Abs(x - y));

            /// <summary>The same with matrix products as gradients.</summary>
            [Similarity]
            static Expr<N, M> CrossedDot<N, M, D, H>(Expr<N, D, H> x, Expr<M, H, D> y) => Sum<D, H>(x * y);

            /// <summary>A product of two values that are called alike.</summary>
            [Similarity]
            static Expr<N, M> Quadratic<N, M, D>(Expr<N, D> x, Expr<M, D> y) => Sum<D>(Abs(x - y) * Abs(x + y));

            /// <summary>Both sides are one tensor.</summary>
            [Loss]
            static Expr Within<N, D>(Expr<N, D> x) => Sum(Square(Sum<D>(Abs(x - x.Prime<N>()))));

            /// <summary>Each side's gradient has terms of its own.</summary>
            [Similarity]
            static Expr<N, M> Lopsided<N, M, D>(Expr<N, D> x, Expr<M, D> y) => Sum<D>(Abs(x - y * y));
        }
        """);

    [Theory]
    [InlineData("Manhattan")]
    [InlineData("Euclidean")]
    [InlineData("Spread")]
    public void Both_gradients_come_from_one_pass(string name)
    {
        var tiles = PlanOf(name).Passes.OfType<TilePass>().Where(t => t.RowSums.Count + t.ColumnSums.Count > 0);
        var pass = Assert.Single(tiles);
        Assert.Single(pass.Paired);
    }

    [Fact]
    public void Other_terms_are_summed_apart() => Assert.All(PlanOf("Lopsided").Passes.OfType<TilePass>(), t => Assert.Empty(t.Paired));

    /// <summary>Widths that are summed apart and together, with whole panels and without.</summary>
    [Theory]
    [InlineData("Manhattan", 5)]
    [InlineData("Manhattan", 131)]
    [InlineData("Manhattan", 256)]
    [InlineData("Euclidean", 5)]
    [InlineData("Euclidean", 131)]
    [InlineData("Spread", 5)]
    [InlineData("Spread", 131)]
    [InlineData("Lopsided", 131)]
    [InlineData("Crossed", 3)]
    [InlineData("Crossed", 11)]
    [InlineData("CrossedDot", 11)]
    [InlineData("Quadratic", 5)]
    [InlineData("Quadratic", 131)]
    [InlineData("Within", 131)]
    public void Gradients_are_as_the_interpreter_says(string name, int width)
    {
        var template = s_code.In<double>(name);
        var (derived, extents, arguments) = Call(template.Function, template.IsLoss, width);
        GradientCheck.Same(Interpreter.Run(derived, extents, arguments), template.Gradients(extents, arguments), 1e-12, $"{name}, width {width}");
    }

    [Theory]
    [InlineData("Manhattan")]
    [InlineData("Euclidean")]
    [InlineData("Spread")]
    public void A_gradient_that_is_asked_for_alone_has_the_same_bits(string name)
    {
        var template = s_code.In<float>(name);
        var (_, extents, arguments) = Call(template.Function, template.IsLoss, width: 131);
        var both = template.Prepare(template.IsLoss ? "Gradient" : "Backward", extents, arguments);
        both.Invoke();
        foreach (string side in (string[])["gradX", "gradY"])
        {
            var alone = template.Prepare(template.IsLoss ? "Gradient" : "Backward", extents, arguments).With(side == "gradX" ? "gradY" : "gradX", null);
            alone.Invoke();
            Assert.True(Bytes(both[side]).SequenceEqual(Bytes(alone[side])), side);
        }

        static ReadOnlySpan<byte> Bytes(object? tensor) => MemoryMarshal.AsBytes(((DenseTensor<float>)tensor!).Span);
    }

    private static (Function Derived, Dictionary<string, int> Extents, object[] Arguments) Call(Function function, bool isLoss, int width)
    {
        var derived = isLoss ? Differentiate.Gradient(function) : Differentiate.Backward(function);
        var extents = new Dictionary<string, int> { ["N"] = 37, ["M"] = 29, ["D"] = width, ["H"] = 13 };
        return (derived, extents, Sample.Arguments(derived, new(5), (-1, 1), extents));
    }

    private static Plan PlanOf(string name)
    {
        var function = Stabilize.Run(s_code[name].Function);
        var derived = function.Results[0].Axes.Count == 0 ? Differentiate.Gradient(function) : Differentiate.Backward(function);
        return Scheduler.Run(Simplify.Run(derived, dropStopGradient: true));
    }
}
