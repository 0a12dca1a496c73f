using System.Numerics;
using TensorDsl.Cpu;

namespace TensorDsl.Tests.Cpu.Tiles;

public sealed unsafe class TileContractTests
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
    public void PackedPanelsAreTheSameInParts(string width) => Tiles.Widths.Run(width, new PackedParts());

    [Theory]
    [MemberData(nameof(Widths))]
    public void RowsAndColumnsDoNotDependOnTheirNeighbours(string width) => Tiles.Widths.Run(width, new Neighbours());

    [Theory]
    [MemberData(nameof(Widths))]
    public void ThreadsDoNotShowInAnyBit(string width) => Tiles.Widths.Run(width, new Threaded());

    /// <summary>How an operand [rows, depth] lies in memory.</summary>
    private enum Layout
    {
        RowMajor,
        Padded,
        Transposed,
        Spread,
    }

    private static (nint Row, nint Step, nint Length) Strides(Layout layout, int rows, nint depth) => layout switch
    {
        Layout.RowMajor => (depth, 1, rows * depth),
        Layout.Padded => (depth + 3, 1, rows == 0 ? 0 : (rows - 1) * (depth + 3) + depth),
        Layout.Transposed => (1, rows, rows * depth),
        _ => (2, 2 * rows + 1, depth * (2 * rows + 1) + 2 * rows),
    };

    private struct Sizes : IWidthTest
    {
        public void Run<T, V, O>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where V : unmanaged
            where O : struct, ISimd<T, V>
        {
            foreach (int rows in (int[])[0, 1, 2, 5, 6, 7, 11, 12, 13, 17, 18, 19, 31, 97])
            {
                foreach (int columns in (int[])[0, 1, 3, 7, 16, 17, 31, 37])
                {
                    foreach (int depth in (int[])[0, 1, 2, 7, 8, 9, 23])
                    {
                        // The layouts meet in all combinations, spread over the sizes.
                        Check<T, V, O>(rows, columns, depth, (Layout)((rows + depth) % 4), (Layout)((rows + columns / 3) % 4));
                    }
                }
            }

            foreach (Layout layout in (Layout[])[Layout.Transposed, Layout.Spread]) // wide enough that a is brought into rows first
            {
                Check<T, V, O>(101, 67, 261, layout, Layout.RowMajor);
                Check<T, V, O>(8, 64, 8, layout, Layout.RowMajor);
                Check<T, V, O>(3, 70, 0, layout, Layout.RowMajor);
                Check<T, V, O>(0, 70, 5, layout, Layout.RowMajor);
            }

            foreach (int depth in (int[])[255, 256, 257, 521]) // across the blocks of the depth
            {
                Check<T, V, O>(19, 37, depth, Layout.RowMajor, Layout.RowMajor);
                Check<T, V, O>(13, 5, depth, Layout.Transposed, Layout.Transposed);
            }
        }

        private static void Check<T, V, O>(int rows, int columns, int depth, Layout layoutA, Layout layoutB)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where V : unmanaged
            where O : struct, ISimd<T, V>
        {
            (nint aRow, nint aStep, nint aLength) = Strides(layoutA, rows, depth);
            (nint bColumn, nint bStep, nint bLength) = Strides(layoutB, columns, depth);
            nint stride = Tile<T, V, O>.PanelCount(columns) * Tile<T, V, O>.PanelColumns;
            using var a = new Guarded<T>(aLength);
            using var b = new Guarded<T>(bLength);
            using var panels = new Guarded<T>(Tile<T, V, O>.PackedLength(columns, depth));
            using var tile = new Guarded<T>(rows * stride);
            Data.FillExact(a.Span, 1);
            Data.FillExact(b.Span, 2);
            tile.Span.Fill(T.NaN);
            panels.Span.Fill(T.NaN);

            Tile<T, V, O>.Pack(b.Pointer, bColumn, bStep, columns, depth, panels.Pointer);
            for (int j = columns; j < stride; j++)
            {
                for (int k = 0; k < depth; k++)
                {
                    nint panel = j / Tile<T, V, O>.PanelColumns * Tile<T, V, O>.PanelColumns;
                    Assert.Equal(0, Data.At(panels.Span, panel * depth + k * Tile<T, V, O>.PanelColumns + j - panel));
                }
            }

            Tile<T, V, O>.Contract(
                default(InnerProduct<T, V, O>), a.Pointer, aRow, aStep, rows, panels.Pointer, depth, columns, tile.Pointer, stride);
            Compare(tile, stride, static (c, x, y) => c + x * y, 0);

            var distance = new ScaledDistance<T, V, O>(O.Constant(0.75));
            Tile<T, V, O>.Contract(distance, a.Pointer, aRow, aStep, rows, panels.Pointer, depth, columns, tile.Pointer, stride);
            Compare(tile, stride, ScaledDistance<T, V, O>.Reference, 0.5);

            void Compare(Guarded<T> actual, nint tileStride, Func<double, double, double, double> step, double start)
            {
                for (int i = 0; i < rows; i++)
                {
                    for (int j = 0; j < columns; j++)
                    {
                        double expected = start;
                        for (int k = 0; k < depth; k++)
                        {
                            expected = step(expected, Data.At(a.Span, i * aRow + k * aStep), Data.At(b.Span, j * bColumn + k * bStep));
                        }

                        if (expected != Data.At(actual.Span, i * tileStride + j))
                        {
                            Assert.Fail(
                                $"[{rows}, {columns}] over {depth}, a {layoutA}, b {layoutB}: at [{i}, {j}] " +
                                $"{Data.At(actual.Span, i * tileStride + j)} instead of {expected}");
                        }
                    }
                }
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
            const int Rows = 14, Columns = 21, Depth = 9;
            nint stride = Tile<T, V, O>.PanelCount(Columns) * Tile<T, V, O>.PanelColumns;
            using var a = new Guarded<T>(Rows * Depth);
            using var b = new Guarded<T>(Columns * Depth);
            using var panels = new Guarded<T>(Tile<T, V, O>.PackedLength(Columns, Depth));
            using var tile = new Guarded<T>(Rows * stride);
            Data.FillExact(a.Span, 1);
            Data.FillExact(b.Span, 2);
            a.Span[3 * Depth + 4] = T.NaN;
            a.Span[13 * Depth + 8] = T.PositiveInfinity; // in the padded rows
            b.Span[20 * Depth] = T.NegativeInfinity; // in the last, partly empty panel
            b.Span[20 * Depth + 8] = T.Zero; // meets the infinity of row 13
            Tile<T, V, O>.Pack(b.Pointer, Depth, 1, Columns, Depth, panels.Pointer);
            Tile<T, V, O>.Contract(
                default(InnerProduct<T, V, O>), a.Pointer, Depth, 1, Rows, panels.Pointer, Depth, Columns, tile.Pointer, stride);
            for (int i = 0; i < Rows; i++)
            {
                for (int j = 0; j < Columns; j++)
                {
                    double expected = 0;
                    for (int k = 0; k < Depth; k++)
                    {
                        expected += Data.At(a.Span, i * Depth + k) * Data.At(b.Span, j * Depth + k);
                    }

                    Assert.Equal(expected, Data.At(tile.Span, i * stride + j)); // Equal takes NaN for equal to NaN
                }
            }

            Assert.True(T.IsNaN(tile.Span[(int)(3 * stride)]));
            Assert.True(T.IsNaN(tile.Span[(int)(13 * stride + 20)]));
        }
    }

    private struct PackedParts : IWidthTest
    {
        public void Run<T, V, O>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where V : unmanaged
            where O : struct, ISimd<T, V>
        {
            const int Columns = 83, Depth = 19;
            using var b = new Guarded<T>(Columns * Depth);
            using var whole = new Guarded<T>(Tile<T, V, O>.PackedLength(Columns, Depth));
            using var parts = new Guarded<T>(whole.Length);
            Data.FillRounded(b.Span, 3);
            parts.Span.Fill(T.NaN);
            Tile<T, V, O>.Pack(b.Pointer, Depth, 1, Columns, Depth, whole.Pointer);
            nint count = Tile<T, V, O>.PanelCount(Columns);
            for (nint part = 4; part >= 0; part--)
            {
                Tile<T, V, O>.Pack(b.Pointer, Depth, 1, Columns, Depth, parts.Pointer, count * part / 5, count * (part + 1) / 5);
            }

            Assert.True(whole.Span.SequenceEqual(parts.Span));
            for (int j = 0; j < Columns; j++)
            {
                for (int k = 0; k < Depth; k++)
                {
                    int panel = j / Tile<T, V, O>.PanelColumns * Tile<T, V, O>.PanelColumns;
                    Assert.Equal(b.Span[j * Depth + k], whole.Span[panel * Depth + k * Tile<T, V, O>.PanelColumns + j - panel]);
                }
            }
        }
    }

    /// <summary>An element is rounded the same way wherever tiles are cut, so the tile shape and the threads cannot be seen in results.</summary>
    private struct Neighbours : IWidthTest
    {
        public void Run<T, V, O>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where V : unmanaged
            where O : struct, ISimd<T, V>
        {
            const int Rows = 29, Columns = 40, Depth = 300;
            nint stride = Tile<T, V, O>.PanelCount(Columns) * Tile<T, V, O>.PanelColumns;
            using var a = new Guarded<T>(Rows * Depth);
            using var b = new Guarded<T>(Columns * Depth);
            using var panels = new Guarded<T>(Tile<T, V, O>.PackedLength(Columns, Depth));
            using var tile = new Guarded<T>(Rows * stride);
            using var row = new Guarded<T>(stride);
            Data.FillRounded(a.Span, 4);
            Data.FillRounded(b.Span, 5);
            Tile<T, V, O>.Pack(b.Pointer, Depth, 1, Columns, Depth, panels.Pointer);
            Tile<T, V, O>.Contract(
                default(InnerProduct<T, V, O>), a.Pointer, Depth, 1, Rows, panels.Pointer, Depth, Columns, tile.Pointer, stride);
            for (int i = 0; i < Rows; i++)
            {
                Tile<T, V, O>.Contract(
                    default(InnerProduct<T, V, O>), a.Pointer + i * Depth, Depth, 1, 1, panels.Pointer, Depth, Columns, row.Pointer, stride);
                Assert.True(row.Span[..Columns].SequenceEqual(tile.Span.Slice((int)(i * stride), Columns)));
            }
        }
    }

    /// <summary>Packing and contracting chunk by chunk on the pool, as generated code does it; and it allocates nothing.</summary>
    private unsafe struct Threaded : IWidthTest
    {
        private const int Rows = 103, Columns = 90, Depth = 270, RowsOfChunk = 10;

        public void Run<T, V, O>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where V : unmanaged
            where O : struct, ISimd<T, V>
        {
            nint stride = TileShape.Stride<T, V, O>(Columns);
            using var a = new Guarded<T>(Rows * Depth);
            using var b = new Guarded<T>(Columns * Depth);
            using var panels = new Guarded<T>(Tile<T, V, O>.PackedLength(Columns, Depth));
            using var tile = new Guarded<T>(Rows * stride);
            using var product = new Guarded<T>(Rows * Depth);
            Data.FillRounded(a.Span, 6);
            Data.FillRounded(b.Span, 7);
            var frame = new Frame<T>
            {
                A = a.Pointer, B = b.Pointer, Panels = panels.Pointer, Tile = tile.Pointer, Stride = stride, Product = product.Pointer,
            };
            T[]? expected = null;
            long leastAllocated = long.MaxValue; // the first calls may start threads and fill the scratch pool
            foreach (int limit in (int[])[1, 2, 4, 4, 4, 4])
            {
                tile.Span.Fill(T.NaN);
                panels.Span.Fill(T.NaN);
                product.Span.Clear();
                using var scope = Threads.LimitTo(limit);
                long before = GC.GetAllocatedBytesForCurrentThread();
                int panelCount = (int)Tile<T, V, O>.PanelCount(Columns);
                Threads.For(panelCount, &PackChunk<T, V, O>, &frame);
                Threads.For((Rows + RowsOfChunk - 1) / RowsOfChunk, &ContractChunk<T, V, O>, &frame);
                leastAllocated = Math.Min(leastAllocated, GC.GetAllocatedBytesForCurrentThread() - before);
                if (expected is null)
                {
                    expected = product.Span.ToArray();
                }
                else
                {
                    Assert.True(expected.AsSpan().SequenceEqual(product.Span), $"{limit} threads");
                }
            }

            Assert.Equal(0, leastAllocated);
        }

        private static void PackChunk<T, V, O>(void* state, int chunk)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where V : unmanaged
            where O : struct, ISimd<T, V>
        {
            var f = (Frame<T>*)state;
            Tile<T, V, O>.Pack(f->B, Depth, 1, Columns, Depth, f->Panels, chunk, chunk + 1);
        }

        private static void ContractChunk<T, V, O>(void* state, int chunk)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where V : unmanaged
            where O : struct, ISimd<T, V>
        {
            var f = (Frame<T>*)state;
            int first = chunk * RowsOfChunk;
            int rows = Math.Min(RowsOfChunk, Rows - first);
            T* tile = f->Tile + first * f->Stride;
            Tile<T, V, O>.Contract(
                default(InnerProduct<T, V, O>), f->A + first * Depth, Depth, 1, rows, f->Panels, Depth, Columns, tile, f->Stride);
            Tile<T, V, O>.AddProduct(tile, f->Stride, 1, rows, Columns, f->B, Depth, Depth, f->Product + first * Depth, Depth);
        }

        private struct Frame<T>
            where T : unmanaged
        {
            public T* A;
            public T* B;
            public T* Panels;
            public T* Tile;
            public nint Stride;
            public T* Product;
        }
    }
}
