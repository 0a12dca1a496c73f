using TensorDsl.Generators.Passes;

namespace TensorDsl.Generators.Tests.Generated;

/// <summary>Exponents that are parameters, at the number that has a kernel of its own and at others.</summary>
public class ExponentTests
{
    private static readonly GeneratedCode s_code = new(
        """
        namespace Exponents;

        public static partial class Norms
        {
            [Similarity]
            static Expr<N> Distance<N, D>(Expr<N, D> x, Expr<N, D> y, float p = 2f, bool root = true)
            {
                var sum = Sum<D>(Pow(Abs(x - y), p));
                return root ? Pow(sum, 1f / p) : sum;
            }
        }
        """);

    [Theory]
    [InlineData(2, true)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(2.5, false)]
    [InlineData(1, true)]
    public void Every_exponent_is_as_the_interpreter_says(double p, bool root)
    {
        var extents = new Dictionary<string, int> { ["N"] = 5, ["D"] = 19 };
        var template = s_code.In<double>("Distance");
        var derived = Differentiate.Backward(Specialize.Run(template.Function, new Dictionary<int, long> { [3] = root ? 1 : 0 }));
        object[] arguments = Sample.Arguments(derived, new(4), (-1, 1), extents);
        (arguments[2], arguments[3]) = ((double)(float)p, root ? 1L : 0L);
        object[] primals = [.. arguments.Take(4)];
        GradientCheck.Same(Interpreter.Run(template.Function, extents, primals), template.Values(extents, primals), 1e-12, $"p = {p}");
        GradientCheck.Same(Interpreter.Run(derived, extents, arguments), template.Gradients(extents, arguments), 1e-12, $"gradient at p = {p}");
    }

    [Fact]
    public void The_kernel_for_2_has_no_powers_in_its_loops()
    {
        string source = s_code.Source("Distance");
        int start = source.IndexOf("struct BackwardKernelP2RootOff", StringComparison.Ordinal);
        string kernel = source[start..source.IndexOf("private readonly unsafe struct", start, StringComparison.Ordinal)];
        Assert.DoesNotContain("Power", kernel, StringComparison.Ordinal);
    }
}
