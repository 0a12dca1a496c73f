namespace TensorDsl.Generators.Ops;

/// <summary>The functions of the op tables that System.Math lacks, in double, accurate over the whole range.</summary>
internal static class Reference
{
    /// <summary>ln(1 + x); the factor undoes the rounding of 1 + x (Kahan; Goldberg 1991, theorem 4).</summary>
    public static double Log1p(double x)
    {
        double u = 1 + x;
        if (u == 1) return x;
        return double.IsPositiveInfinity(u) ? u : Math.Log(u) * (x / (u - 1));
    }

    /// <summary>e^x − 1, by the inverse of the same argument.</summary>
    public static double Expm1(double x)
    {
        double u = Math.Exp(x);
        if (u == 1) return x;
        if (double.IsPositiveInfinity(u)) return u;
        double difference = u - 1;
        return difference == -1 ? -1 : difference * (x / Math.Log(u));
    }

    public static double Sigmoid(double x)
    {
        // exp of a negative argument only: it cannot overflow, and the small tail keeps its relative accuracy.
        double e = Math.Exp(-Math.Abs(x));
        return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    public static double Softplus(double x) => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)));

    public static double LogAddExp(double a, double b)
    {
        double max = Math.Max(a, b);
        return double.IsInfinity(max) ? max : max + Log1p(Math.Exp(-Math.Abs(a - b)));
    }

    /// <summary>ln Σ e^x; −∞ of nothing, and the infinity where one dominates.</summary>
    public static double LogSumExp(IReadOnlyList<double> x)
    {
        double max = double.NegativeInfinity;
        foreach (double value in x) max = Math.Max(max, value);
        if (double.IsInfinity(max)) return max;
        double sum = 0;
        foreach (double value in x) sum += Math.Exp(value - max);
        return max + Math.Log(sum);
    }

    /// <summary>The position of the first largest element, the first NaN counting as largest; -1 of nothing.</summary>
    public static int ArgMax(IReadOnlyList<double> x, bool smallest)
    {
        int best = -1;
        for (int i = 0; i < x.Count; i++)
        {
            if (double.IsNaN(x[i])) return i;
            if (best < 0 || (smallest ? x[i] < x[best] : x[i] > x[best])) best = i;
        }
        return best;
    }
}
