namespace TensorDsl.Tests.Cpu.Spectral;

/// <summary>A matrix with known singular values and vectors.</summary>
internal sealed record MadeMatrix(int Rows, int Columns, double[] Spectrum, double[][] U, double[][] V)
{
    public double[] X { get; } = Combine(Rows, Columns, Spectrum, U, V);

    /// <summary>U·diag(weights)·Vᵀ.</summary>
    public double[] Combine(double[] weights) => Combine(Rows, Columns, weights, U, V);

    private static double[] Combine(int rows, int columns, double[] weights, double[][] u, double[][] v)
    {
        double[] x = new double[rows * columns];
        for (int i = 0; i < x.Length; i++)
            for (int k = 0; k < weights.Length; k++) x[i] += weights[k] * u[k][i / columns] * v[k][i % columns];
        return x;
    }
}
