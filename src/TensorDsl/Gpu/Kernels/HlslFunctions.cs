namespace TensorDsl.Hlsl;

/// <summary>
/// The HLSL functions that the op tables name: what HLSL lacks, or has with other values for NaN and infinities. A kernel is printed behind
/// them. They keep within shader model 5.1; NaN is told by its bits, because compilers fold x != x.
/// </summary>
internal static class HlslFunctions
{
    public const string Text =
        """
        bool tdsl_isnan(float x) { return (asuint(x) & 0x7FFFFFFFu) > 0x7F800000u; }
        bool tdsl_isfinite(float x) { return (asuint(x) & 0x7FFFFFFFu) < 0x7F800000u; }

        float tdsl_max(float a, float b)
        {
            if (tdsl_isnan(a)) { return a; }
            if (tdsl_isnan(b)) { return b; }
            return max(a, b);
        }

        float tdsl_min(float a, float b)
        {
            if (tdsl_isnan(a)) { return a; }
            if (tdsl_isnan(b)) { return b; }
            return min(a, b);
        }

        float tdsl_sign(float x)
        {
            if (tdsl_isnan(x)) { return x; }
            return x > 0.0 ? 1.0 : (x < 0.0 ? -1.0 : 0.0);
        }

        // Halves to even; floats from 2^23 on are whole.
        float tdsl_round(float x)
        {
            if (!(abs(x) < 8388608.0)) { return x; }
            float up = floor(x + 0.5);
            bool isOdd = up - 2.0 * floor(up * 0.5) != 0.0;
            return up - x == 0.5 && isOdd ? up - 1.0 : up;
        }

        // ln(1 + x) = 2 artanh(x / (2 + x)) near 0, where 1 + x would round x away.
        float tdsl_log1p(float x)
        {
            if (!(abs(x) < 0.25)) { return log(1.0 + x); }
            float s = x / (2.0 + x);
            float z = s * s;
            return 2.0 * s * (1.0 + z * (0.33333333 + z * (0.2 + z * (0.14285714 + z * 0.11111111))));
        }

        // Taylor's series near 0, where exp(x) - 1 would cancel.
        float tdsl_expm1(float x)
        {
            if (!(abs(x) < 0.5)) { return exp(x) - 1.0; }
            return x * (1.0 + x * (0.5 + x * (0.16666667 + x * (0.041666667 + x * (0.0083333333 + x * (0.0013888889 + x * (0.00019841270 + x * 0.000024801587)))))));
        }

        float tdsl_tanh(float x)
        {
            float e = tdsl_expm1(-2.0 * abs(x));
            float t = -e / (2.0 + e);
            return x < 0.0 ? -t : t;
        }

        float tdsl_sigmoid(float x)
        {
            float e = exp(-abs(x));
            return (x < 0.0 ? e : 1.0) / (1.0 + e);
        }

        float tdsl_softplus(float x) { return tdsl_max(x, 0.0) + tdsl_log1p(exp(-abs(x))); }

        float tdsl_logaddexp(float a, float b)
        {
            float m = tdsl_max(a, b);
            if (!tdsl_isfinite(m)) { return m; }
            return m + tdsl_log1p(exp(-abs(a - b)));
        }

        // HLSL's pow is exp2(b log2 a): NaN for every negative base.
        float tdsl_pow(float a, float b)
        {
            if (b == 0.0 || a == 1.0) { return 1.0; }
            if (tdsl_isnan(a) || tdsl_isnan(b)) { return a + b; }
            if (a == 0.0) { return b > 0.0 ? 0.0 : asfloat(0x7F800000u); }
            float r = pow(abs(a), b);
            if (a > 0.0) { return r; }
            if (floor(b) != b && tdsl_isfinite(a)) { return asfloat(0x7FC00000u); }
            return b - 2.0 * floor(b * 0.5) == 1.0 ? -r : r;
        }

        """;
}
