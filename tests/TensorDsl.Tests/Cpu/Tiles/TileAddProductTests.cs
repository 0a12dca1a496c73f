using System.Numerics;
using TensorDsl.Cpu;

namespace TensorDsl.Tests.Cpu.Tiles;

/// <summary>Both skeletons that add to a gradient, of which one is the matrix product and one takes any operation.</summary>
public sealed unsafe class TileAddProductTests
{
    public static TheoryData<string> Widths => Tiles.Widths.Names;

    [Theory]
    [MemberData(nameof(Widths))]
    public void EqualsThePlainLoopForEverySize(string width) => Tiles.Widths.Run(width, new Sizes());

    [Theory]
    [MemberData(nameof(Widths))]
    public void LetsNaNAndInfinityThrough(string width) => Tiles.Widths.Run(width, new NonFinite());

    private static void Check<T, V, O>(int rows, int depth, int width, bool transposed, int gap, bool nonFinite)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : unmanaged
        where O : struct, ISimd<T, V>
    {
        nint gRow = transposed ? 1 : depth + gap;
        nint gStep = transposed ? rows + gap : 1;
        nint stride = width + gap;
        using var g = new Guarded<T>(rows == 0 || depth == 0 ? 0 : (rows - 1) * gRow + (depth - 1) * gStep + 1);
        using var x = new Guarded<T>(rows == 0 ? 0 : (rows - 1) * stride + width);
        using var y = new Guarded<T>(depth == 0 ? 0 : (depth - 1) * stride + width);
        using var product = new Guarded<T>(x.Length);
        using var pairwise = new Guarded<T>(x.Length);
        Data.FillExact(g.Span, 1);
        Data.FillExact(x.Span, 2);
        Data.FillExact(y.Span, 3);
        Data.FillExact(product.Span, 4);
        if (nonFinite)
        {
            g.Span[(int)(gRow + gStep)] = T.NaN;
            y.Span[(int)(2 * stride + width - 1)] = T.NegativeInfinity;
            g.Span[(int)((rows - 1) * gRow + 2 * gStep)] = T.Zero; // meets the infinity
            x.Span[(int)((rows - 1) * stride)] = T.PositiveInfinity;
            product.Span[0] = T.NaN;
        }

        product.Span.CopyTo(pairwise.Span);
        T[] before = product.Span.ToArray();

        Tile<T, V, O>.AddProduct(
            g.Pointer, gRow, gStep, rows, depth, y.Pointer, stride, width, product.Pointer, stride);
        Tile<T, V, O>.AddPairwise(
            new Skewed<T, V, O>(O.Constant(2)), g.Pointer, gRow, gStep, rows, depth, x.Pointer, stride, y.Pointer, stride, width,
            pairwise.Pointer, stride);

        for (int i = 0; i < before.Length; i++)
        {
            int r = (int)(i / stride);
            int j = (int)(i % stride);
            double start = double.CreateChecked(before[i]);
            double expectedProduct = start;
            double expectedPairwise = start;
            if (j < width) // else between the rows, where nothing may change
            {
                for (int k = 0; k < depth; k++)
                {
                    double gv = Data.At(g.Span, r * gRow + k * gStep);
                    double yv = Data.At(y.Span, k * stride + j);
                    expectedProduct += gv * yv;
                    expectedPairwise = Skewed<T, V, O>.Reference(expectedPairwise, gv, Data.At(x.Span, i), yv);
                }
            }

            if (!expectedProduct.Equals(Data.At(product.Span, i)) || !expectedPairwise.Equals(Data.At(pairwise.Span, i)))
            {
                Assert.Fail(
                    $"[{rows}, {depth}] · [{depth}, {width}], transposed {transposed}, gap {gap}: at [{r}, {j}] " +
                    $"{Data.At(product.Span, i)} instead of {expectedProduct}, {Data.At(pairwise.Span, i)} instead of {expectedPairwise}");
            }
        }
    }

    private struct Sizes : IWidthTest
    {
        public void Run<T, V, O>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where V : unmanaged
            where O : struct, ISimd<T, V>
        {
            foreach (int rows in (int[])[0, 1, 2, 3, 5, 6, 7, 12, 13, 19, 47])
            {
                foreach (int depth in (int[])[0, 1, 2, 7, 29])
                {
                    foreach (int width in (int[])[0, 1, 3, 7, 8, 16, 17, 33, 67])
                    {
                        Check<T, V, O>(rows, depth, width, transposed: false, gap: 0, nonFinite: false);
                        Check<T, V, O>(rows, depth, width, transposed: true, gap: 5, nonFinite: false);
                    }
                }
            }

            foreach (int depth in (int[])[255, 256, 257, 521]) // across the blocks of the depth
            {
                Check<T, V, O>(13, depth, 37, transposed: false, gap: 3, nonFinite: false);
                Check<T, V, O>(17, depth, 5, transposed: true, gap: 0, nonFinite: false);
            }
        }
    }

    private struct NonFinite : IWidthTest
    {
        public void Run<T, V, O>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where V : unmanaged
            where O : struct, ISimd<T, V>
        {
            Check<T, V, O>(14, 9, 41, transposed: false, gap: 2, nonFinite: true);
            Check<T, V, O>(14, 9, 41, transposed: true, gap: 2, nonFinite: true);
        }
    }
}
