using System.Numerics;
using TensorDsl.Cpu;

namespace TensorDsl.Tests.Cpu.Tiles;

public sealed unsafe class SegmentSumTests
{
    public static TheoryData<string> Widths => Tiles.Widths.Names;

    [Theory]
    [MemberData(nameof(Widths))]
    public void EqualsThePlainLoopBitForBitWhateverTheThreads(string width) => Tiles.Widths.Run(width, new Sizes());

    [Theory]
    [MemberData(nameof(Widths))]
    public void ClassesAreNotMixedByNaN(string width) => Tiles.Widths.Run(width, new NonFinite());

    [Fact]
    public void ExtentsThatCannotBeAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SegmentSum.Run<float, float, FloatScalar>(null, null, -1, 1, 1, null));
        Assert.Throws<ArgumentOutOfRangeException>(() => SegmentSum.Run<float, float, FloatScalar>(null, null, 1, -1, 1, null));
        Assert.Throws<ArgumentOutOfRangeException>(() => SegmentSum.Run<float, float, FloatScalar>(null, null, 1, 1, -1, null));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => SegmentSum.Run<float, float, FloatScalar>(null, null, unchecked((nint)0x80000000L), 1, 1, null));
    }

    private static void Check<T, V, O>(int rows, int width, int classes, int skew)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where V : unmanaged
        where O : struct, ISimd<T, V>
    {
        using var source = new Guarded<T>((nint)rows * width);
        using var index = new Guarded<int>(rows);
        using var output = new Guarded<T>((nint)classes * width);
        Data.FillRounded(source.Span, 1);
        var random = new Random(rows + width);
        foreach (ref int i in index.Span)
        {
            // Mostly low classes, and some labels on both sides out of range.
            i = random.Next(skew) == 0 ? random.Next(-2, classes + 2) : random.Next(Math.Max(1, classes / 3));
        }

        if (rows > 3)
        {
            index.Span[1] = int.MinValue;
            index.Span[2] = int.MaxValue;
        }

        // In T and in row order, so that the comparison can be exact.
        var expected = new T[classes * width];
        for (int r = 0; r < rows; r++)
        {
            int c = index.Span[r];
            for (int j = 0; c >= 0 && c < classes && j < width; j++)
            {
                expected[c * width + j] += source.Span[r * width + j];
            }
        }

        foreach (int limit in (int[])[1, 2, 4])
        {
            output.Span.Fill(T.NaN);
            using (Threads.LimitTo(limit))
            {
                SegmentSum.Run<T, V, O>(source.Pointer, index.Pointer, rows, width, classes, output.Pointer);
            }

            Assert.True(expected.AsSpan().SequenceEqual(output.Span), $"{rows} rows of {width} into {classes}, {limit} threads");
        }
    }

    private struct Sizes : IWidthTest
    {
        public void Run<T, V, O>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where V : unmanaged
            where O : struct, ISimd<T, V>
        {
            foreach (int rows in (int[])[0, 1, 2, 5, 64, 307])
            {
                foreach (int width in (int[])[0, 1, 3, 8, 17, 67])
                {
                    foreach (int classes in (int[])[0, 1, 2, 7, 101])
                    {
                        Check<T, V, O>(rows, width, classes, skew: 2);
                    }
                }
            }

            // Large enough for several chunks: by class, by column, and with nearly all rows in few classes.
            Check<T, V, O>(3000, 131, 57, skew: 2);
            Check<T, V, O>(3000, 131, 1, skew: 2);
            Check<T, V, O>(2003, 201, 900, skew: 100);
            Check<T, V, O>(3, 131, 3001, skew: 2);
        }
    }

    private struct NonFinite : IWidthTest
    {
        public void Run<T, V, O>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where V : unmanaged
            where O : struct, ISimd<T, V>
        {
            const int Width = 19;
            using var source = new Guarded<T>(4 * Width);
            using var index = new Guarded<int>(4);
            using var output = new Guarded<T>(3 * Width);
            Data.FillExact(source.Span, 1);
            ((ReadOnlySpan<int>)[2, 0, 2, -100]).CopyTo(index.Span);
            source.Span[2 * Width + 5] = T.NaN;
            source.Span[3 * Width + 6] = T.NaN; // an ignored row
            SegmentSum.Run<T, V, O>(source.Pointer, index.Pointer, 4, Width, 3, output.Pointer);
            for (int i = 0; i < 3 * Width; i++)
            {
                Assert.Equal(i == 2 * Width + 5, T.IsNaN(output.Span[i]));
            }

            Assert.True(source.Span.Slice(Width, Width).SequenceEqual(output.Span[..Width]));
            Assert.False(output.Span.Slice(Width, Width).ContainsAnyExcept(T.Zero));
        }
    }
}
