namespace TensorDsl.Generators.Tests;

/// <summary>
/// Singular values and vectors of a small matrix from the eigenvalues of the symmetric matrix [0 x; xᵀ 0], which are ±σ with eigenvectors
/// (u, ±v)/√2: two-sided Jacobi in double, nothing squared, and nothing in common with what the run time does.
/// </summary>
internal sealed class Spectrum
{
    private const int MaxSweeps = 100;

    private readonly int _rows;
    private readonly int _size;
    private readonly double[,] _matrix;
    private readonly double[,] _vectors;
    private readonly int[] _order;

    /// <param name="x">Row after row.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">How many columns.</param>
    public Spectrum(double[] x, int rows, int columns)
    {
        (_rows, _size) = (rows, rows + columns);
        (_matrix, _vectors) = (new double[_size, _size], new double[_size, _size]);
        IsFinite = x.All(double.IsFinite);
        for (int i = 0; i < _size; i++) _vectors[i, i] = 1;
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) _matrix[i, rows + j] = _matrix[rows + j, i] = x[i * columns + j];
        if (IsFinite) Diagonalise();
        _order = [.. Enumerable.Range(0, _size).OrderByDescending(i => _matrix[i, i]).Take(Math.Min(rows, columns))];
        Values = [.. Enumerable.Range(0, columns).Select(j => !IsFinite ? double.NaN : j < _order.Length ? Math.Max(0, _matrix[_order[j], _order[j]]) : 0)];
    }

    public bool IsFinite { get; }

    /// <summary>One for each column, descending, 0 beyond the smaller extent.</summary>
    public double[] Values { get; }

    /// <summary>U·diag(upstream)·Vᵀ over the singular values that are not 0 but for rounding.</summary>
    public double[] Gradient(double[] upstream)
    {
        int columns = _size - _rows;
        double[] gradient = new double[_rows * columns];
        if (!IsFinite) Array.Fill(gradient, double.NaN);
        for (int k = 0; IsFinite && k < _order.Length; k++)
        {
            if (Values[k] <= 8 * Math.Pow(2, -52) * Math.Sqrt(_order.Length) * Values[0]) continue;
            for (int i = 0; i < gradient.Length; i++)
                gradient[i] += upstream[k] * 2 * _vectors[i / columns, _order[k]] * _vectors[_rows + i % columns, _order[k]];
        }

        return gradient;
    }

    private void Diagonalise()
    {
        double total = Math.Sqrt(_matrix.Cast<double>().Sum(v => v * v));
        for (int sweep = 0; sweep < MaxSweeps; sweep++)
        {
            double largest = 0;
            for (int p = 0; p < _size; p++)
                for (int q = p + 1; q < _size; q++)
                {
                    largest = Math.Max(largest, Math.Abs(_matrix[p, q]));
                    if (Math.Abs(_matrix[p, q]) > 1e-18 * total) Rotate(p, q);
                }

            if (largest <= 1e-17 * total) return;
        }
    }

    private void Rotate(int p, int q)
    {
        double theta = Math.Atan2(2 * _matrix[p, q], _matrix[q, q] - _matrix[p, p]) / 2;
        // The smaller of the two angles.
        if (theta > Math.PI / 4) theta -= Math.PI / 2;
        if (theta < -Math.PI / 4) theta += Math.PI / 2;
        double c = Math.Cos(theta), s = Math.Sin(theta);
        for (int k = 0; k < _size; k++)
        {
            (_matrix[k, p], _matrix[k, q]) = (c * _matrix[k, p] - s * _matrix[k, q], s * _matrix[k, p] + c * _matrix[k, q]);
            (_vectors[k, p], _vectors[k, q]) = (c * _vectors[k, p] - s * _vectors[k, q], s * _vectors[k, p] + c * _vectors[k, q]);
        }

        for (int k = 0; k < _size; k++)
            (_matrix[p, k], _matrix[q, k]) = (c * _matrix[p, k] - s * _matrix[q, k], s * _matrix[p, k] + c * _matrix[q, k]);
    }
}
