namespace TensorDsl.Cpu;

/// <summary>Makes rows orthogonal by plane rotations of pairs of them (Hestenes); what their norms become are the singular values.</summary>
internal static unsafe class OneSidedJacobi
{
    /// <summary>
    /// Convergence is quadratic at the end and takes about ten sweeps over all pairs; if rounding should keep a pair from ever being small
    /// enough, the iteration still stops.
    /// </summary>
    private const int MaxSweeps = 40;

    /// <summary>Squares of norms below this are no longer exact, because they underflow; such a row, of a matrix near 1, is 0 to any purpose.</summary>
    private const double Vanishing = 1e-280;

    /// <summary>On return the rows are orthogonal, each a singular value times its singular vector, in no order.</summary>
    /// <param name="rows">Dense [n, n], changed in place.</param>
    /// <param name="n">How many rows there are, and how long they are.</param>
    /// <param name="norms">The norms of the rows, [n], written.</param>
    public static void Run(double* rows, int n, double* norms)
    {
        double tolerance = Math.Sqrt(n) / (1L << 52);
        bool isOrthogonal = false;
        for (int sweep = 0; sweep < MaxSweeps && !isOrthogonal; sweep++)
        {
            isOrthogonal = true;
            for (int p = 0; p < n - 1; p++)
            {
                for (int q = p + 1; q < n; q++)
                {
                    isOrthogonal &= !TryRotate(rows + (nint)p * n, rows + (nint)q * n, n, tolerance);
                }
            }
        }

        for (int i = 0; i < n; i++)
        {
            double* row = rows + (nint)i * n;
            norms[i] = Math.Sqrt(Row.Dot(row, row, n));
        }
    }

    private static bool TryRotate(double* x, double* y, int n, double tolerance)
    {
        (double xx, double yy, double xy) = Row.Products(x, y, n);
        if (xx < Vanishing || yy < Vanishing || !(Math.Abs(xy) > tolerance * Math.Sqrt(xx) * Math.Sqrt(yy)))
        {
            return false;
        }

        // The smaller of the two angles that make the rows orthogonal: the iteration converges only with that one.
        double zeta = (yy - xx) / (2 * xy);
        double tangent = Math.CopySign(1, zeta) / (Math.Abs(zeta) + Math.Sqrt(1 + zeta * zeta));
        double cosine = 1 / Math.Sqrt(1 + tangent * tangent);
        Row.Rotate(x, y, cosine, cosine * tangent, n);
        return true;
    }
}
