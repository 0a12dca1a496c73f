using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra.Single;

namespace TensorDsl.Benchmarks;

/// <summary>The matrix product of Math.NET Numerics with its managed provider.</summary>
internal sealed class MathNetProduct
{
    private readonly DenseMatrix _x, _y, _result;

    /// <summary>
    /// Wraps row-major matrices x[n, d], y[m, d] and result[n, m]. Math.NET stores columns, so what it sees are their transposes, and
    /// the transpose of the result is Y·Xᵀ: nothing is copied.
    /// </summary>
    public MathNetProduct(float[] x, float[] y, float[] result, int n, int m, int d)
    {
        Control.UseManaged();
        (_x, _y, _result) = (new DenseMatrix(d, n, x), new DenseMatrix(d, m, y), new DenseMatrix(m, n, result));
    }

    public static void UseThreads(int count) => Control.MaxDegreeOfParallelism = count;

    public void Run() => _y.TransposeThisAndMultiply(_x, _result);
}
