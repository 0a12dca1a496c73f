namespace TensorDsl.Tests.Cpu.Simd;

/// <summary>
/// The functions as they should be, at points over all exponents. Computed once, since all types of a precision are compared with them.
/// </summary>
internal static class ElementaryReference
{
    private static readonly Dictionary<string, Lazy<(float X, double Y)[]>> Floats = new()
    {
        ["Exp"] = Sweep(Math.Exp),
        ["Expm1"] = Sweep(x => Math.Abs(x) < 1e-5 ? x + x * x / 2 + x * x * x / 6 : Math.Exp(x) - 1),
        ["Log"] = Sweep(Math.Log),
        ["Log1p"] = Sweep(Log1p),
        ["Log1pUnit"] = new(() => [.. Sweep(Log1p).Value.Where(p => p.X is >= 0 and <= 1)]),
        ["Sin"] = Sweep(Math.Sin),
        ["Cos"] = Sweep(Math.Cos),
        ["Tan"] = Sweep(Math.Tan),
        ["Asin"] = Sweep(Math.Asin),
        ["Acos"] = Sweep(Math.Acos),
        ["Atan"] = Sweep(Math.Atan),
        ["Tanh"] = Sweep(Math.Tanh),
        ["Sigmoid"] = Sweep(x => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x))),
        ["Softplus"] = Sweep(x => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)))),
    };

    private static readonly Dictionary<string, Lazy<(double X, BigReal Y)[]>> Doubles = new()
    {
        ["Exp"] = Sweep(BigReal.Exp, -744, 710),
        ["Expm1"] = Sweep(BigReal.Expm1, -60, 710),
        ["Log"] = Sweep(BigReal.Log, double.Epsilon, double.MaxValue),
        ["Log1p"] = Sweep(BigReal.Log1p, -1 + 1e-15, double.MaxValue),
        ["Log1pUnit"] = Sweep(BigReal.Log1p, double.Epsilon, 1),
        ["Tanh"] = Sweep(x => Tanh(x), -25, 25),
        ["Sigmoid"] = Sweep(x => Sigmoid(x), -744, 60),
        ["Softplus"] = Sweep(x => BigReal.Log1p(BigReal.Exp(x)), -744, 800),
    };

    /// <summary>Points over all bit patterns of float, and double values, which have digits enough.</summary>
    public static (float X, double Y)[] OfFloat(string function) => Floats[function].Value;

    /// <summary>Points over the interval and the exponents where the function is neither constant nor infinite.</summary>
    public static (double X, BigReal Y)[] OfDouble(string function) => Doubles[function].Value;

    private static double Log1p(double x) => Math.Abs(x) < 1e-5 ? x - x * x / 2 + x * x * x / 3 : Math.Log(1 + x);

    private static BigReal Tanh(BigReal x)
    {
        var z = BigReal.Expm1(x + x);
        return z / (z + BigReal.One + BigReal.One);
    }

    private static BigReal Sigmoid(BigReal x)
    {
        var e = BigReal.Exp(x);
        return e / (e + BigReal.One);
    }

    private static Lazy<(float X, double Y)[]> Sweep(Func<double, double> function) => new(() =>
    {
        const uint stride = 20011;
        var points = new (float, double)[uint.MaxValue / stride];
        for (var i = 0u; i < points.Length; i++)
        {
            var x = BitConverter.UInt32BitsToSingle(i * stride);
            points[i] = (x, function(x));
        }

        return points;
    });

    private static Lazy<(double X, BigReal Y)[]> Sweep(Func<BigReal, BigReal> function, double low, double high) => new(() =>
    {
        // A third each: uniform in the interval, uniform in the exponent, and around the places where the text of a function changes.
        var random = new Random(17);
        var points = new List<(double, BigReal)>();
        while (points.Count < 3000)
        {
            var x = (points.Count % 3) switch
            {
                0 => high > 1e6 ? random.NextDouble() * 4 : low + random.NextDouble() * (high - low),
                1 => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue)),
                _ => (random.Next(-4, 5) + random.NextDouble() * 0.02) * Math.Log(2) / 2 + random.Next(2),
            };
            if (x >= low && x <= high && x != 0 && double.IsFinite(x))
            {
                points.Add((x, function(BigReal.From(x))));
            }
        }

        return points.ToArray();
    });
}
