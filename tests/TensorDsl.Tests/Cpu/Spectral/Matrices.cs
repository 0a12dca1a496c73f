namespace TensorDsl.Tests.Cpu.Spectral;

/// <summary>Matrices to decompose, row after row.</summary>
internal static class Matrices
{
    /// <summary>Independent standard normal numbers.</summary>
    public static double[] Random(int rows, int columns, int seed)
    {
        var random = new Random(seed * 7919 + rows * 31 + columns);
        return [.. Enumerable.Range(0, rows * columns).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
    }

    /// <summary>The products of all rows with each other, or of all columns where these are fewer.</summary>
    public static double[] Gram(double[] x, int rows, int columns)
    {
        int rank = Math.Min(rows, columns);
        double[] product = new double[rank * rank];
        for (int i = 0; i < rank; i++)
            for (int j = 0; j < rank; j++)
                for (int k = 0; k < Math.Max(rows, columns); k++)
                    product[i * rank + j] += rows <= columns ? x[i * columns + k] * x[j * columns + k] : x[k * columns + i] * x[k * columns + j];
        return product;
    }

    /// <summary>U·diag(spectrum)·Vᵀ with random orthonormal U and V.</summary>
    public static MadeMatrix Made(int rows, int columns, double[] spectrum, int seed)
        => new(rows, columns, spectrum, Orthonormal(rows, spectrum.Length, seed), Orthonormal(columns, spectrum.Length, seed + 1));

    /// <summary>Orthonormal columns, by Gram and Schmidt, each made orthogonal twice so that rounding leaves nothing.</summary>
    private static double[][] Orthonormal(int length, int count, int seed)
    {
        var columns = new List<double[]>();
        for (int c = 0; c < count; c++)
        {
            double[] v = Random(length, 1, seed * 100 + c);
            for (int again = 0; again < 2; again++)
                foreach (double[] u in columns)
                {
                    double dot = v.Zip(u, (a, b) => a * b).Sum();
                    v = [.. v.Zip(u, (a, b) => a - dot * b)];
                }

            double norm = Math.Sqrt(v.Sum(a => a * a));
            columns.Add([.. v.Select(a => a / norm)]);
        }

        return [.. columns];
    }
}
