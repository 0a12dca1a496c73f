using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Ops;
using TensorDsl.Generators.Passes;
using static TensorDsl.Generators.Tests.Sample;

namespace TensorDsl.Generators.Tests.Passes;

/// <summary>Passes over random functions: their gradients are finite differences, and simplifying or stabilising changes no value. The seed is in the name.</summary>
public class RandomFunctionTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 80)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void GradientsAndRewritesAreRight(int seed)
    {
        var f = Random(new(seed));
        var extents = new Dictionary<string, int> { ["N"] = 3, ["M"] = 2, ["C"] = 3 };
        object[] arguments = Arguments(f, new(seed), (0.4, 1.4), extents);
        double[][] expected = Interpreter.Run(f, extents, arguments);
        foreach (var g in (Function[])[Simplify.Run(f), Stabilize.Run(f), Simplify.Run(Stabilize.Run(f))])
        {
            Assert.Empty(IrVerifier.Check(g, linked: true));
            GradientCheck.Same(expected, Interpreter.Run(g, extents, arguments), 1e-9, IrPrinter.Print(f));
        }

        GradientCheck.Check(f, (0.4, 1.4), seed: seed, extents: extents, tolerance: 1e-4);
    }

    /// <summary>Grows a list of values from parameters; each value stays between about 0.1 and 3, so that no derivative runs away.</summary>
    private static Function Random(Random random)
    {
        Parameter[] parameters = [Tensor("x", N, M), Tensor("y", N, N.Prime()), Tensor("z", C), Tensor("s"), Labels("l", C, N), Mask("m", M, C)];
        return Function(parameters, (b, p) =>
        {
            var reals = new List<int> { p[0], p[1], p[2], p[3] };
            var masks = new List<int> { p[5], Composites.OffDiagonal(b, N, N.Prime()), b.Map("IndexEqual", p[4], b.Position(C)), b.Map("IndexEqual", p[4], b.Rename(p[4], N, N.Prime())) };
            int Real() => reals[random.Next(reals.Count)];
            int Mask() => masks[random.Next(masks.Count)];
            for (int step = 0; step < 10; step++)
            {
                int x = Real(), y = Real();
                var axes = b.AxesOf(x);
                Axis axis = axes.Count > 0 ? axes[random.Next(axes.Count)] : default;
                int next = random.Next(15) switch
                {
                    0 => b.Mul(x, y),
                    1 => b.Div(x, b.Add(y, b.One())),
                    2 => b.Exp(b.Neg(x)),
                    3 => b.Log(b.Add(b.One(), b.Mul(x, y))),
                    4 => b.Sub(b.Map("Sigmoid", x), b.Real("0.1")),
                    5 => b.Select(Mask(), x, y),
                    6 => b.Add(b.Select(Mask(), b.Log(x), b.Zero()), b.Real("2.5")),
                    7 => b.Sqrt(x),
                    8 => b.Map("Max", x, b.Mul(y, b.Real("0.77"))),
                    9 when axes.Count > 0 => b.Add(b.One(), Composites.Mean(b, b.Mul(x, y), [axis])),
                    10 when axes.Count > 0 => b.Div(b.Reduce("LogSumExp", x, axes), b.Real("3")),
                    11 when axes.Contains(N) && axes.Contains(N.Prime()) => b.Add(b.One(), Composites.Diagonal(b, x, N)),
                    12 when axes.Contains(C) => b.Gather(x, p[4], C),
                    13 when axes.Contains(N) && !axes.Contains(N.Prime()) => b.Rename(x, N, N.Prime()),
                    14 when axes.Count > 0 => b.Add(b.One(), b.Div(Composites.Reduce(b, "Sum", x, [axis], b.Map("Or", Mask(), b.Map("Greater", x, b.Real("0.9")))), b.Real("4"))),
                    _ => b.Map("Tanh", x),
                };
                reals.Add(next);
            }

            int all = reals.Skip(4).Aggregate(b.Zero(), b.Add);
            return b.Reduce("Sum", all, b.AxesOf(all));
        });
    }
}
