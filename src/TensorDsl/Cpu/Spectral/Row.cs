using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TensorDsl.Cpu;

/// <summary>Sums and combinations of rows of doubles, the inner loops of a decomposition.</summary>
internal static unsafe class Row
{
    /// <summary>Σ x·y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(double* x, double* y, nint length)
    {
        Vector256<double> s0 = default, s1 = default;
        nint i = 0;
        for (; i + 8 <= length; i += 8)
        {
            s0 = Vector256.MultiplyAddEstimate(Vector256.Load(x + i), Vector256.Load(y + i), s0);
            s1 = Vector256.MultiplyAddEstimate(Vector256.Load(x + i + 4), Vector256.Load(y + i + 4), s1);
        }

        double sum = Vector256.Sum(s0 + s1);
        for (; i < length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    /// <summary>Σ x·x, Σ y·y and Σ x·y, reading both rows once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double XX, double YY, double XY) Products(double* x, double* y, nint length)
    {
        Vector256<double> xx = default, yy = default, xy = default;
        nint i = 0;
        for (; i + 4 <= length; i += 4)
        {
            Vector256<double> a = Vector256.Load(x + i), b = Vector256.Load(y + i);
            xx = Vector256.MultiplyAddEstimate(a, a, xx);
            yy = Vector256.MultiplyAddEstimate(b, b, yy);
            xy = Vector256.MultiplyAddEstimate(a, b, xy);
        }

        double sxx = Vector256.Sum(xx), syy = Vector256.Sum(yy), sxy = Vector256.Sum(xy);
        for (; i < length; i++)
        {
            sxx += x[i] * x[i];
            syy += y[i] * y[i];
            sxy += x[i] * y[i];
        }

        return (sxx, syy, sxy);
    }

    /// <summary>y += a·x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(double* y, double a, double* x, nint length)
    {
        nint i = 0;
        for (Vector256<double> scale = Vector256.Create(a); i + 4 <= length; i += 4)
        {
            Vector256.MultiplyAddEstimate(scale, Vector256.Load(x + i), Vector256.Load(y + i)).Store(y + i);
        }

        for (; i < length; i++)
        {
            y[i] += a * x[i];
        }
    }

    /// <summary>x, y = c·x − s·y, s·x + c·y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rotate(double* x, double* y, double c, double s, nint length)
    {
        nint i = 0;
        Vector256<double> cosine = Vector256.Create(c), sine = Vector256.Create(s);
        for (; i + 4 <= length; i += 4)
        {
            Vector256<double> a = Vector256.Load(x + i), b = Vector256.Load(y + i);
            (cosine * a - sine * b).Store(x + i);
            (sine * a + cosine * b).Store(y + i);
        }

        for (; i < length; i++)
        {
            double a = x[i], b = y[i];
            x[i] = c * a - s * b;
            y[i] = s * a + c * b;
        }
    }

    /// <summary>x *= a.</summary>
    public static void Scale(double* x, double a, nint length)
    {
        for (nint i = 0; i < length; i++)
        {
            x[i] *= a;
        }
    }
}
