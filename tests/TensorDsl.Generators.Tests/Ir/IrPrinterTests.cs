using TensorDsl.Generators.Ir;
using TensorDsl.Generators.Ops;
using TensorDsl.Generators.Passes;
using static TensorDsl.Generators.Tests.Sample;

namespace TensorDsl.Generators.Tests.Ir;

public class IrPrinterTests
{
    [Fact]
    public void AFunction()
    {
        var f = Function([Tensor("x", N, D), Tensor("y", N, D), new("t", ParameterKind.Float, Default: "0.1")], (b, p) =>
        {
            int s = b.Div(Composites.Dot(b, p[0], b.Rename(p[1], N, N.Prime()), [D]), p[2]);
            return Composites.Mean(b, b.Sub(b.Reduce("LogSumExp", s, [N.Prime()]), Composites.Diagonal(b, s, N)), [N]);
        });
        Assert.Equal(
            """
            F(x: [N, D], y: [N, D], t: float = 0.1)
              %0 : [N, D] = x
              %1 : [N, D] = y
              %2 : [] = t
              %3 : [N', D] = Rename N->N' %1
              %4 : [N, D, N'] = Multiply %0, %3
              %5 : [N, N'] = Sum<D> %4
              %6 : [N, N'] = Divide %5, %2
              %7 : [N] = LogSumExp<N'> %6
              %8 : index [N] = Position N
              %9 : [N] = Gather<N'> %6 at %8
              %10 : [N] = Subtract %7, %9
              %11 : [] = 1
              %12 : [] = Extent N
              %13 : [] = Sum<N> %10
              %14 : [] = Divide %13, %12
              return [] %14

            """.ReplaceLineEndings("\n"),
            IrPrinter.Print(f));
    }

    [Fact]
    public void EveryKind()
    {
        var f = Functions(
            [Tensor("w", C, D), Labels("y", C, N), Mask("m", N), new("flag", ParameterKind.Bool), Tensor("s")],
            (b, p) =>
            {
                int rows = b.Gather(p[0], p[1], C);
                int back = b.Scatter(rows, p[1], C, [N]);
                return [("rows", b.Choose(3, [0], [rows, b.Neg(rows)])), ("back", back), ("call", b.Call("M:G", [N], [p[4]], 1, [])), ("mask", b.Map("Or", p[2], b.Truth(false))),
                    ("spectrum", b.SingularValuesGradient(p[0], b.SingularValues(p[0], C, D), C, D))];
            });
        Assert.Equal(
            """
            F(w: [C, D], y: labels [N] of C, m: mask [N], flag: bool, s: [])
              %0 : [C, D] = w
              %1 : index [N] = y
              %2 : mask [N] = m
              %3 : [] = flag
              %4 : [] = s
              %5 : [D, N] = Gather<C> %0 at %1
              %6 : [D, C] = Scatter<C> %5 at %1 over N
              %7 : [D, N] = Negate %5
              %8 : [D, N] = Choose flag 0: %5, else: %7
              %9 : [] = Call M:G<N>(%4) result 1
              %10 : mask [] = false
              %11 : [D] = SingularValues<C, D> %0
              %12 : [C, D] = SingularValuesGradient<C, D> %0 upstream %11
              return rows: [D, N] %8
              return back: [D, C] %6
              return call: [] %9
              return mask: [N] %2
              return spectrum: [C, D] %12

            """.ReplaceLineEndings("\n"),
            IrPrinter.Print(f));
    }

    [Fact]
    public void AGradient()
    {
        var f = Function([Tensor("x", N)], (b, p) => Composites.Norm(b, p[0], [N]));
        Assert.Equal(
            """
            F(x: [N], upstream: float)
              %0 : [N] = x
              %1 : [N] = Multiply %0, %0
              %2 : [] = Sum<N> %1
              %3 : [] = Sqrt %2
              %4 : [] = upstream
              %5 : [] = 0
              %6 : mask [] = NotEqual %3, %5
              %7 : [] = Divide %4, %3
              %8 : [N] = Multiply %0, %7
              %9 : [N] = Select %6, %8, %5
              return [] %3
              return gradX: [N] %9

            """.ReplaceLineEndings("\n"),
            IrPrinter.Print(Simplify.Run(Differentiate.Gradient(f))));
    }
}
