using System.Numerics;
using TensorDsl.Cpu;

namespace TensorDsl.Tests.Cpu.Tiles;

/// <summary>The skeleton that sums the terms of pairs for rows and for columns at once.</summary>
public sealed unsafe class TileAddPairTermsTests
{
    public static TheoryData<string> Widths => Tiles.Widths.Names;

    [Theory]
    [MemberData(nameof(Widths))]
    public void EqualsThePlainLoopForEverySize(string width) => Tiles.Widths.Run(width, new Sizes());

    [Theory]
    [MemberData(nameof(Widths))]
    public void LetsNaNAndInfinityThrough(string width) => Tiles.Widths.Run(width, new NonFinite());

    [Theory]
    [MemberData(nameof(Widths))]
    public void SharesOfTheWidthGiveTheBitsOfTheWhole(string width) => Tiles.Widths.Run(width, new Shares());

    [Theory]
    [InlineData(0, 16, 0)]
    [InlineData(48, 16, 0)]
    [InlineData(49, 16, 16)]
    [InlineData(128, 16, 16)]
    [InlineData(129, 16, 32)]
    [InlineData(768, 16, 96)]
    [InlineData(128, 32, 32)]
    public void WidthIsSharedOutInWholePanels(int width, int panelColumns, int share) => Assert.Equal(share, Partition.PairShare(width, panelColumns));

    private static void Check<T, V, O>(int rows, int columns, int width, int gap, bool nonFinite)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : unmanaged
        where O : struct, ISimd<T, V>
    {
        nint stride = width + gap;
        nint gStride = columns + gap;
        using var g = new Guarded<T>(rows == 0 || columns == 0 ? 0 : (rows - 1) * gStride + columns);
        using var x = new Guarded<T>(rows == 0 ? 0 : (rows - 1) * stride + width);
        using var y = new Guarded<T>(columns == 0 ? 0 : (columns - 1) * stride + width);
        using var rowSums = new Guarded<T>(x.Length);
        using var columnSums = new Guarded<T>(y.Length);
        Data.FillExact(g.Span, 1);
        Data.FillExact(x.Span, 2);
        Data.FillExact(y.Span, 3);
        Data.FillExact(rowSums.Span, 4);
        Data.FillExact(columnSums.Span, 5);
        if (nonFinite)
        {
            g.Span[(int)gStride + 1] = T.NaN;
            y.Span[(int)(2 * stride + width - 1)] = T.NegativeInfinity;
            g.Span[(int)((rows - 1) * gStride + 2)] = T.Zero; // meets the infinity
            x.Span[(int)((rows - 1) * stride)] = T.PositiveInfinity;
            rowSums.Span[0] = T.NaN;
        }

        double[] expectedRows = Doubles(rowSums.Span);
        double[] expectedColumns = Doubles(columnSums.Span);
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                for (int j = 0; j < width; j++)
                {
                    double term = SkewedTerm<T, V, O>.Reference(Data.At(g.Span, r * gStride + c), Data.At(x.Span, r * stride + j), Data.At(y.Span, c * stride + j));
                    expectedRows[r * stride + j] += term;
                    expectedColumns[c * stride + j] -= term;
                }
            }
        }

        Tile<T, V, O>.AddPairTerms(
            new SkewedTerm<T, V, O>(O.Constant(2)), g.Pointer, gStride, rows, columns, x.Pointer, y.Pointer, width, rowSums.Pointer, columnSums.Pointer, stride);

        // Between the rows nothing may have changed, which the expected values hold as well.
        string sizes = $"{rows} rows, {columns} columns, width {width}, gap {gap}";
        Assert.True(expectedRows.AsSpan().SequenceEqual(Doubles(rowSums.Span)), $"rows: {sizes}");
        Assert.True(expectedColumns.AsSpan().SequenceEqual(Doubles(columnSums.Span)), $"columns: {sizes}");
    }

    private static double[] Doubles<T>(Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var doubles = new double[values.Length];
        for (int i = 0; i < doubles.Length; i++)
        {
            doubles[i] = double.CreateChecked(values[i]);
        }

        return doubles;
    }

    private struct Sizes : IWidthTest
    {
        public void Run<T, V, O>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where V : unmanaged
            where O : struct, ISimd<T, V>
        {
            foreach (int rows in (int[])[0, 1, 2, 3, 5, 6, 7, 19])
            {
                foreach (int columns in (int[])[0, 1, 2, 7, 29])
                {
                    foreach (int width in (int[])[0, 1, 3, 7, 8, 16, 17, 33, 67])
                    {
                        Check<T, V, O>(rows, columns, width, gap: 0, nonFinite: false);
                        Check<T, V, O>(rows, columns, width, gap: 5, nonFinite: false);
                    }
                }
            }

            foreach (int columns in (int[])[127, 128, 129, 261]) // across the blocks of the columns
            {
                Check<T, V, O>(13, columns, 37, gap: 3, nonFinite: false);
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
            Check<T, V, O>(14, 9, 41, gap: 2, nonFinite: true);
            Check<T, V, O>(12, 9, 64, gap: 0, nonFinite: true);
        }
    }

    private struct Shares : IWidthTest
    {
        private const int Rows = 11;
        private const int Columns = 140;
        private const int Width = 150;

        public void Run<T, V, O>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where V : unmanaged
            where O : struct, ISimd<T, V>
        {
            T[] whole = Sums<T, V, O>(Width);
            Assert.True(whole.AsSpan().SequenceEqual(Sums<T, V, O>((int)Partition.PairShare(Width, Tile<T, V, O>.PanelColumns))));
            Assert.True(whole.AsSpan().SequenceEqual(Sums<T, V, O>(7)));
        }

        private static T[] Sums<T, V, O>(int share)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where V : unmanaged
            where O : struct, ISimd<T, V>
        {
            using var g = new Guarded<T>(Rows * Columns);
            using var x = new Guarded<T>(Rows * Width);
            using var y = new Guarded<T>(Columns * Width);
            using var rowSums = new Guarded<T>(x.Length);
            using var columnSums = new Guarded<T>(y.Length);
            var random = new Random(1);
            foreach (var part in (Guarded<T>[])[g, x, y, rowSums, columnSums])
            {
                for (int i = 0; i < part.Length; i++)
                {
                    part.Span[i] = T.CreateChecked(random.NextDouble() - 0.5); // rounded at every step
                }
            }

            for (int begin = 0; begin < Width; begin += share)
            {
                Tile<T, V, O>.AddPairTerms(
                    new SkewedTerm<T, V, O>(O.Constant(2)), g.Pointer, Columns, Rows, Columns, x.Pointer + begin, y.Pointer + begin,
                    Math.Min(share, Width - begin), rowSums.Pointer + begin, columnSums.Pointer + begin, Width);
            }

            return [.. rowSums.Span, .. columnSums.Span];
        }
    }
}
