using System.Numerics;
using TensorDsl.Cpu;
using TensorDsl.Tests.Cpu.Tiles;

namespace TensorDsl.Tests.Cpu.Spectral;

/// <summary>The decomposition against what it must be by definition: reconstruction, orthogonality, spectra that matrices were made of.</summary>
public sealed unsafe class SingularValuesTests
{
    public static TheoryData<int, int> Shapes
    {
        get
        {
            var shapes = new TheoryData<int, int>();
            foreach (int rows in (int[])[1, 2, 3, 5, 8, 17, 64, 127, 300])
                foreach (int columns in (int[])[1, 2, 4, 7, 31, 64]) shapes.Add(rows, columns);
            foreach (int columns in (int[])[128, 129, 513]) shapes.Add(3, columns);
            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void RandomMatrices(int rows, int columns)
    {
        Check<double>(Matrices.Random(rows, columns, 1), rows, columns, 1e-13);
        Check<float>(Matrices.Random(rows, columns, 2), rows, columns, 3e-7);
    }

    private static void Check<T>(double[] values, int rows, int columns, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] x = [.. values.Select(T.CreateTruncating)];
        int rank = Math.Min(rows, columns);
        T[] sigma = Spectra.Values(x, 1, rows, columns);
        double norm = Math.Sqrt(x.Sum(v => double.CreateTruncating(v * v)));
        Assert.Equal(sigma.OrderDescending(), sigma);
        Assert.All(sigma[rank..], s => Assert.Equal(T.Zero, s));
        Assert.Equal(norm, Math.Sqrt(sigma.Sum(s => double.CreateTruncating(s * s))), tolerance * norm * 2);

        // U·diag(σ)·Vᵀ is the matrix.
        T[] again = Spectra.Gradient(x, sigma, 1, rows, columns);
        for (int i = 0; i < x.Length; i++) Assert.Equal(double.CreateTruncating(x[i]), double.CreateTruncating(again[i]), tolerance * norm);

        // U·Vᵀ has orthonormal rows or columns, to within the rounding of the elements over the smallest singular value.
        T[] polar = Spectra.Gradient(x, [.. sigma.Select(_ => T.One)], 1, rows, columns);
        double condition = double.CreateTruncating(sigma[0] / sigma[rank - 1]);
        double[] product = Matrices.Gram([.. polar.Select(v => double.CreateTruncating(v))], rows, columns);
        for (int i = 0; i < rank; i++)
            for (int j = 0; j < rank; j++) Assert.Equal(i == j ? 1 : 0, product[i * rank + j], (typeof(T) == typeof(float) ? 1e-6 : 1e-14) + 4e-15 * condition);
    }

    /// <summary>Spectra with ties, with zeros, over twelve and over thirty orders of magnitude.</summary>
    [Theory]
    [InlineData(5, 5, 3.0, 3.0, 3.0, 3.0, 3.0)]
    [InlineData(9, 5, 2.0, 2.0, 1.0, 1.0, 1.0)]
    [InlineData(4, 11, 7.0, 1.0, 0.0, 0.0)]
    [InlineData(40, 6, 5.0, 5.0, 0.0, 0.0, 0.0, 0.0)]
    [InlineData(6, 6, 1.0, 1e-3, 1e-6, 1e-9, 1e-11, 1e-12)]
    [InlineData(8, 4, 1e15, 1.0, 1.0, 1e-15)]
    [InlineData(200, 3, 1.0, 1e-7, 0.0)]
    public void TheSpectrumThatAMatrixWasMadeOf(int rows, int columns, params double[] spectrum)
    {
        var made = Matrices.Made(rows, columns, spectrum, 5);
        double[] sigma = Spectra.Values(made.X, 1, rows, columns);
        for (int j = 0; j < spectrum.Length; j++) Assert.Equal(spectrum[j], sigma[j], 2e-15 * spectrum[0]);

        // Zeros contribute nothing; those that tie do together, whatever their vectors are.
        double[] polar = Spectra.Gradient(made.X, [.. sigma.Select(_ => 1.0)], 1, rows, columns);
        double threshold = 8 * Math.Pow(2, -52) * Math.Sqrt(spectrum.Length) * spectrum[0];
        double smallest = spectrum.Where(s => s > threshold).Min();
        double[] want = made.Combine([.. spectrum.Select(s => s > threshold ? 1.0 : 0)]);
        for (int i = 0; i < want.Length; i++) Assert.Equal(want[i], polar[i], 4e-15 * spectrum[0] / smallest + 1e-14);
    }

    /// <summary>Products of thin factors, in float: each element is rounded, so that no singular value is 0 any more, but none beyond the rank counts.</summary>
    [Theory]
    [InlineData(3, 4, 1)]
    [InlineData(50, 20, 3)]
    [InlineData(20, 200, 5)]
    [InlineData(200, 100, 50)]
    public void RanksThatRoundingHides(int rows, int columns, int rank)
    {
        double[] left = Matrices.Random(rows, rank, 3), right = Matrices.Random(rank, columns, 4);
        double[] product = new double[rows * columns];
        for (int i = 0; i < product.Length; i++)
            for (int k = 0; k < rank; k++) product[i] += left[i / columns * rank + k] * right[k * columns + i % columns];
        float[] x = [.. product.Select(v => (float)v)];
        float[] polar = Spectra.Gradient(x, [.. Enumerable.Repeat(1f, columns)], 1, rows, columns);
        // ‖U·Vᵀ‖² is the number of singular values that counted.
        Assert.Equal(rank, polar.Sum(v => (double)v * v), 1e-4 * rank);
        double[] exact = Spectra.Gradient(product, [.. Enumerable.Repeat(1.0, columns)], 1, rows, columns);
        Assert.Equal(rank, exact.Sum(v => v * v), 1e-9 * rank);
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(1e-300)]
    [InlineData(1e-320)]
    [InlineData(double.MaxValue)]
    public void MagnitudesWhoseSquaresOverflow(double size)
    {
        // Orthogonal columns of two elements: no rounding that a denormal would show.
        double[] x = [size / 2, 0, 0, size / 4];
        double[] sigma = Spectra.Values(x, 1, 2, 2);
        Assert.Equal([size / 2, size / 4], sigma);
        double[] polar = Spectra.Gradient(x, [1, 1], 1, 2, 2);
        for (int i = 0; i < 4; i++) Assert.Equal(i is 0 or 3 ? 1 : 0, polar[i], 1e-15);
    }

    [Fact]
    public void AMatrixThatIsNotFiniteTouchesNoOther()
    {
        const int rows = 5, columns = 3, size = rows * columns;
        foreach (double special in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
        {
            double[] x = Matrices.Random(4 * rows, columns, 9), ones = [.. Enumerable.Repeat(1.0, 4 * columns)];
            double[] sigma = Spectra.Values(x, 4, rows, columns), polar = Spectra.Gradient(x, ones, 4, rows, columns);
            x[2 * size + 7] = special;
            double[] sigmaThen = Spectra.Values(x, 4, rows, columns), polarThen = Spectra.Gradient(x, ones, 4, rows, columns);
            for (int i = 0; i < sigma.Length; i++) Assert.Equal(i / columns == 2 ? double.NaN : sigma[i], sigmaThen[i]);
            for (int i = 0; i < polar.Length; i++) Assert.Equal(i / size == 2 ? double.NaN : polar[i], polarThen[i]);
        }
    }

    [Theory]
    [InlineData(0, 3, 4)]
    [InlineData(2, 0, 4)]
    [InlineData(2, 3, 0)]
    [InlineData(2, 0, 0)]
    public void EmptyMatricesHaveZeros(int batch, int rows, int columns)
    {
        Assert.Equal(new double[batch * columns], Spectra.Values(new double[batch * rows * columns], batch, rows, columns));
        Assert.Empty(Spectra.Gradient(new double[batch * rows * columns], new double[batch * columns], batch, rows, columns));
    }

    [Fact]
    public void ZeroMatricesHaveZeros()
    {
        Assert.Equal(new float[6], Spectra.Values(new float[2 * 4 * 3], 2, 4, 3));
        Assert.Equal(new float[24], Spectra.Gradient(new float[2 * 4 * 3], [1, 1, 1, 1, 1, 1], 2, 4, 3));
    }

    [Fact]
    public void EqualWhateverTheThreadsAndWithoutAllocation()
    {
        const int batch = 37, rows = 19, columns = 23;
        float[] x = [.. Matrices.Random(batch * rows, columns, 11).Select(v => (float)v)];
        float[] upstream = [.. Matrices.Random(batch, columns, 12).Select(v => (float)v)];
        float[] sigma, gradient;
        using (Threads.LimitTo(1)) (sigma, gradient) = (Spectra.Values(x, batch, rows, columns), Spectra.Gradient(x, upstream, batch, rows, columns));
        foreach (int limit in (int[])[2, 4])
        {
            using (Threads.LimitTo(limit))
            {
                Assert.Equal(sigma, Spectra.Values(x, batch, rows, columns));
                Assert.Equal(gradient, Spectra.Gradient(x, upstream, batch, rows, columns));
            }
        }

        // A matrix of the batch is what it is alone.
        Assert.Equal(sigma[columns..(2 * columns)], Spectra.Values(x[(rows * columns)..(2 * rows * columns)], 1, rows, columns));
        using (Threads.LimitTo(1))
        {
            fixed (float* p = x, u = upstream, s = sigma, g = gradient)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                SingularValues.Run(p, batch, rows, columns, s);
                SingularValuesGradient.Run(p, u, batch, rows, columns, g);
                Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
            }
        }
    }

    [Fact]
    public void ExtentsThatCannotBeAreRefused()
    {
        nint large = unchecked((nint)0x80000000L);
        Assert.Throws<ArgumentOutOfRangeException>(() => SingularValues.Run<float>(null, -1, 1, 1, null));
        Assert.Throws<ArgumentOutOfRangeException>(() => SingularValues.Run<float>(null, 1, -1, 1, null));
        Assert.Throws<ArgumentOutOfRangeException>(() => SingularValues.Run<float>(null, 1, 1, -1, null));
        Assert.Throws<ArgumentOutOfRangeException>(() => SingularValuesGradient.Run<double>(null, null, 1, large, large, null));
    }
}
