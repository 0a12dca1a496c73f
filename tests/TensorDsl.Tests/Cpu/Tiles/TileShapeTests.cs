using System.Numerics;
using TensorDsl.Cpu;

namespace TensorDsl.Tests.Cpu.Tiles;

public sealed class TileShapeTests
{
    public static TheoryData<string> Widths => Tiles.Widths.Names;

    [Theory]
    [MemberData(nameof(Widths))]
    public void TilesAreWholeKernelsAndFitTheCache(string width) => Tiles.Widths.Run(width, new Shape());

    private struct Shape : IWidthTest
    {
        public unsafe void Run<T, V, O>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            where V : unmanaged
            where O : struct, ISimd<T, V>
        {
            int rows = TileShape.Rows<T, V, O>();
            int columns = TileShape.Columns<T, V, O>();
            Assert.Equal(0, rows % 12);
            Assert.Equal(0, columns % Tile<T, V, O>.PanelColumns);
            Assert.InRange(rows * TileShape.Stride<T, V, O>(columns) * sizeof(T), 64 << 10, 160 << 10);
            for (int c = 0; c < 600; c += 7)
            {
                nint stride = TileShape.Stride<T, V, O>(c);
                Assert.True(stride >= Tile<T, V, O>.PanelCount(c) * Tile<T, V, O>.PanelColumns);
                Assert.Equal(64, stride * sizeof(T) % 128);
            }
        }
    }
}
