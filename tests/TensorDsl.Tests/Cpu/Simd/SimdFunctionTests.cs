using System.Numerics;
using TensorDsl.Cpu;

namespace TensorDsl.Tests.Cpu.Simd;

/// <summary>The elementary functions: their error over all exponents, and their values where there is nothing to round.</summary>
public abstract unsafe class SimdFunctionTests<T, V, O>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    where V : unmanaged
    where O : struct, ISimd<T, V>
{
    private const double Inf = double.PositiveInfinity;

    private static readonly Dictionary<string, Func<V, V>> Functions = new()
    {
        ["Exp"] = O.Exp,
        ["ExpOfDifference"] = O.ExpOfDifference,
        ["Expm1"] = O.Expm1,
        ["Log"] = O.Log,
        ["Log1p"] = O.Log1p,
        ["Log1pUnit"] = O.Log1pUnit,
        ["Sin"] = O.Sin,
        ["Cos"] = O.Cos,
        ["Tan"] = O.Tan,
        ["Asin"] = O.Asin,
        ["Acos"] = O.Acos,
        ["Atan"] = O.Atan,
        ["Tanh"] = O.Tanh,
        ["Sigmoid"] = O.Sigmoid,
        ["Softplus"] = O.Softplus,
    };

    [Theory]
    [InlineData("Exp")]
    [InlineData("Expm1")]
    [InlineData("Log")]
    [InlineData("Log1p")]
    [InlineData("Log1pUnit")]
    [InlineData("Tanh")]
    [InlineData("Sigmoid")]
    [InlineData("Softplus")]
    [InlineData("Sin")]
    [InlineData("Cos")]
    [InlineData("Tan")]
    [InlineData("Asin")]
    [InlineData("Acos")]
    [InlineData("Atan")]
    public void Within_two_units_in_the_last_place(string function)
    {
        var (worst, at) = (0.0, 0.0);
        if (typeof(T) == typeof(float))
        {
            var points = ElementaryReference.OfFloat(function);
            var results = Apply(Functions[function], [.. points.Select(p => T.CreateChecked(p.X))]);
            for (var i = 0; i < points.Length; i++)
            {
                var error = FloatUlps(points[i].Y, float.CreateChecked(results[i]));
                (worst, at) = error > worst ? (error, points[i].X) : (worst, at);
            }
        }
        else if (function is "Sin" or "Cos" or "Tan" or "Asin" or "Acos" or "Atan")
        {
            // These are the functions of System.Math, lane by lane.
            var random = new Random(3);
            var points = Enumerable.Range(0, 2000).Select(i => random.NextDouble() * (i % 2 == 0 ? 2 : 200) - 1).ToArray();
            var results = Apply(Functions[function], [.. points.Select(T.CreateChecked)]);
            var expected = typeof(Math).GetMethod(function)!.CreateDelegate<Func<double, double>>();
            Assert.Equal(points.Select(expected), results.Select(double.CreateChecked));
        }
        else
        {
            var points = ElementaryReference.OfDouble(function);
            var results = Apply(Functions[function], [.. points.Select(p => T.CreateChecked(p.X))]);
            for (var i = 0; i < points.Length; i++)
            {
                var error = points[i].Y.UlpsTo(double.CreateChecked(results[i]));
                (worst, at) = error > worst ? (error, points[i].X) : (worst, at);
            }
        }

        Assert.True(worst <= 2, $"{function}({at:r}) is off by {worst} ulp");
    }

    [Theory]
    [InlineData("Exp", 0, 1)]
    [InlineData("Exp", -0.0, 1)]
    [InlineData("Exp", Inf, Inf)]
    [InlineData("Exp", -Inf, 0)]
    [InlineData("Exp", 1e30, Inf)]
    [InlineData("Exp", -1e30, 0)]
    [InlineData("Exp", 710.5, Inf)]
    [InlineData("Exp", -746, 0)]
    [InlineData("ExpOfDifference", 0, 1)]
    [InlineData("ExpOfDifference", -0.0, 1)]
    [InlineData("ExpOfDifference", Inf, Inf)]
    [InlineData("ExpOfDifference", -Inf, 0)]
    [InlineData("ExpOfDifference", 1e30, Inf)]
    [InlineData("ExpOfDifference", -1e30, 0)]
    [InlineData("ExpOfDifference", -709, 0)]
    [InlineData("Expm1", 0, 0)]
    [InlineData("Expm1", -0.0, -0.0)]
    [InlineData("Expm1", Inf, Inf)]
    [InlineData("Expm1", -Inf, -1)]
    [InlineData("Expm1", -1e30, -1)]
    [InlineData("Expm1", 1e30, Inf)]
    [InlineData("Log", 0, -Inf)]
    [InlineData("Log", -0.0, -Inf)]
    [InlineData("Log", 1, 0)]
    [InlineData("Log", -1, double.NaN)]
    [InlineData("Log", -1e-45, double.NaN)]
    [InlineData("Log", Inf, Inf)]
    [InlineData("Log", -Inf, double.NaN)]
    [InlineData("Log1pUnit", 0, 0)]
    [InlineData("Log1pUnit", double.NaN, double.NaN)]
    [InlineData("Log1p", 0, 0)]
    [InlineData("Log1p", -0.0, -0.0)]
    [InlineData("Log1p", -1, -Inf)]
    [InlineData("Log1p", -1.5, double.NaN)]
    [InlineData("Log1p", Inf, Inf)]
    [InlineData("Log1p", -Inf, double.NaN)]
    [InlineData("Tanh", 0, 0)]
    [InlineData("Tanh", -0.0, -0.0)]
    [InlineData("Tanh", Inf, 1)]
    [InlineData("Tanh", -Inf, -1)]
    [InlineData("Tanh", 1e30, 1)]
    [InlineData("Sigmoid", 0, 0.5)]
    [InlineData("Sigmoid", -0.0, 0.5)]
    [InlineData("Sigmoid", Inf, 1)]
    [InlineData("Sigmoid", -Inf, 0)]
    [InlineData("Sigmoid", 1e30, 1)]
    [InlineData("Sigmoid", -1e30, 0)]
    [InlineData("Softplus", Inf, Inf)]
    [InlineData("Softplus", -Inf, 0)]
    [InlineData("Softplus", -1e30, 0)]
    [InlineData("Sin", 0, 0)]
    [InlineData("Sin", -0.0, -0.0)]
    [InlineData("Sin", Inf, double.NaN)]
    [InlineData("Cos", 0, 1)]
    [InlineData("Cos", -Inf, double.NaN)]
    [InlineData("Tan", -0.0, -0.0)]
    [InlineData("Asin", 1.5, double.NaN)]
    [InlineData("Acos", 1, 0)]
    [InlineData("Acos", -1.5, double.NaN)]
    [InlineData("Atan", -0.0, -0.0)]
    public void Exact_where_there_is_nothing_to_round(string function, double x, double expected) =>
        AssertAllLanes(T.CreateChecked(expected), Functions[function](O.Broadcast(T.CreateChecked(x))), $"{function}({x})");

    [Fact]
    public void ExpOfDifference_is_within_two_units_and_a_tenth_of_the_rounding_of_the_difference()
    {
        var isFloat = typeof(T) == typeof(float);
        var points = isFloat
            ? ElementaryReference.OfFloat("Exp").Select(p => ((double)p.X, BigReal.From(p.Y))).Where(p => p.Item1 is >= -87 and <= 88.7).ToArray()
            : ElementaryReference.OfDouble("Exp").Where(p => p.X is >= -708 and <= 709.7).ToArray();
        var results = Apply(O.ExpOfDifference, [.. points.Select(p => T.CreateChecked(p.Item1))]);
        var unit = isFloat ? Math.Pow(2, -24) : Math.Pow(2, -53);
        Assert.True(points.Length > 900, $"{points.Length} points");
        for (var i = 0; i < points.Length; i++)
        {
            var (x, exact) = points[i];
            var off = Math.Abs((exact - BigReal.From(double.CreateChecked(results[i]))).Value) / exact.Value;
            Assert.True(off <= unit * (2 + Math.Abs(x) / 10), $"ExpOfDifference({x:r}) is off by {off / unit} half units");
        }
    }

    [Fact]
    public void NaN_stays_whatever_its_bits()
    {
        foreach (var (name, function) in Functions)
        {
            AssertAllLanes(T.NaN, function(O.Broadcast(T.NaN)), name);
            AssertAllLanes(T.NaN, function(O.Broadcast(-T.NaN)), name);
        }

        AssertAllLanes(T.NaN, O.LogAddExp(O.Broadcast(T.NaN), O.Constant(1)), "LogAddExp");
        AssertAllLanes(T.NaN, O.LogAddExp(O.Constant(1), O.Broadcast(T.NaN)), "LogAddExp");
        AssertAllLanes(T.NaN, O.LogAddExp(O.Constant(-Inf), O.Broadcast(T.NaN)), "LogAddExp");
    }

    [Fact]
    public void Extremes_and_ordinary_values_mix_in_one_vector()
    {
        T[] values =
        [
            T.NaN, T.One, T.PositiveInfinity, -T.One, T.Zero, T.NegativeInfinity, T.Epsilon, T.CreateChecked(0.3), T.MaxValue,
            T.CreateChecked(-3), T.MinValue, T.NegativeZero, T.CreateChecked(1e-40), T.CreateChecked(5), T.CreateChecked(-90),
            T.CreateChecked(88.5),
        ];
        foreach (var (name, function) in Functions)
        {
            var mixed = Apply(function, values);
            for (var i = 0; i < values.Length; i++)
            {
                AssertAllLanes(mixed[i], function(O.Broadcast(values[i])), $"{name}({values[i]})");
            }
        }
    }

    [Fact]
    public void Pow_has_the_special_cases_of_the_standard()
    {
        double[] values =
        [
            0, -0.0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 1.5, -1.5, double.NaN, Inf, -Inf, 1e10, -1e10, 16777217, 16777216, -33554432, 1e-40, -1e-40,
            1e38, -1e38, 100, -101,
        ];
        foreach (var a in values.Select(T.CreateChecked))
        {
            foreach (var b in values.Select(T.CreateChecked))
            {
                var expected = T.Pow(a, b);
                var actual = O.Pow(O.Broadcast(a), O.Broadcast(b));
                for (var i = 0; i < O.Count; i++)
                {
                    var got = O.At(actual, i);
                    var close = T.IsFinite(expected) && T.IsFinite(got) && expected != T.Zero && got != T.Zero
                        ? Math.Abs(double.CreateChecked(got / expected) - 1) < 3e-7 || T.Abs(got - expected) <= T.Epsilon + T.Epsilon
                        : Same(expected, got);
                    var sign = T.IsNaN(expected) || T.IsNegative(expected) == T.IsNegative(got);
                    Assert.True(close && sign, $"{a}^{b} = {expected}, got {got}");
                }
            }
        }
    }

    [Fact]
    public void Pow_is_within_two_units_of_finite_powers()
    {
        var random = new Random(11);
        var a = new T[20_000];
        var b = new T[a.Length];
        for (var i = 0; i < a.Length; i++)
        {
            a[i] = T.CreateChecked((random.NextDouble() + 1e-3) * Math.Pow(10, random.Next(-30, 30)));
            b[i] = T.CreateChecked(i % 2 == 0 ? random.NextDouble() * 20 - 10 : random.NextDouble() * 2 - 1);
        }

        var results = Apply(O.Pow, a, b);
        for (var i = 0; i < a.Length; i++)
        {
            var (x, y) = (double.CreateChecked(a[i]), double.CreateChecked(b[i]));
            if (typeof(T) == typeof(float))
            {
                Assert.True(FloatUlps(Math.Pow(x, y), float.CreateChecked(results[i])) <= 2, $"{x}^{y} = {results[i]}");
            }
            else
            {
                Assert.Equal(Math.Pow(x, y), double.CreateChecked(results[i]));
            }
        }
    }

    [Theory]
    [InlineData(-Inf, -Inf, -Inf)]
    [InlineData(Inf, Inf, Inf)]
    [InlineData(Inf, -Inf, Inf)]
    [InlineData(-Inf, Inf, Inf)]
    [InlineData(-Inf, 3, 3)]
    [InlineData(3, -Inf, 3)]
    [InlineData(Inf, 3, Inf)]
    [InlineData(1e30, 1e30, 1e30)]
    [InlineData(-1e30, 1e30, 1e30)]
    public void LogAddExp_of_extremes(double a, double b, double expected) =>
        AssertAllLanes(
            T.CreateChecked(expected),
            O.LogAddExp(O.Broadcast(T.CreateChecked(a)), O.Broadcast(T.CreateChecked(b))),
            $"{a}, {b}");

    [Fact]
    public void LogAddExp_is_within_two_units_of_its_larger_term_and_the_rounding_of_the_difference()
    {
        var random = new Random(12);
        var a = new T[1000];
        var b = new T[a.Length];
        for (var i = 0; i < a.Length; i++)
        {
            var spread = Math.Pow(10, random.Next(-3, 3));
            a[i] = T.CreateChecked((random.NextDouble() * 2 - 1) * spread);
            b[i] = T.CreateChecked((random.NextDouble() * 2 - 1) * spread);
        }

        var results = Apply(O.LogAddExp, a, b);
        for (var i = 0; i < a.Length; i++)
        {
            var (x, y) = (double.CreateChecked(a[i]), double.CreateChecked(b[i]));
            var (high, low) = (Math.Max(x, y), Math.Min(x, y));
            var term = BigReal.Log1p(BigReal.Exp(BigReal.From(low) - BigReal.From(high)));
            var exact = BigReal.From(high) + term;
            var off = Math.Abs((exact - BigReal.From(double.CreateChecked(results[i]))).Value);
            var largest = T.CreateChecked(Math.Max(Math.Max(Math.Abs(high), term.Value), Math.Abs(exact.Value)));
            var ulp = double.CreateChecked(T.BitIncrement(largest) - largest);

            // The derivative of the second term, times half a unit of the difference.
            var difference = T.CreateChecked(high - low);
            var slope = 1 / (1 + Math.Exp(high - low));
            var inherited = slope * double.CreateChecked(T.BitIncrement(difference) - difference) / 2;
            Assert.True(off <= 2 * ulp + inherited, $"{x}, {y}: {results[i]} is off by {off / ulp} ulp");
        }
    }

    private static double FloatUlps(double exact, float actual)
    {
        if (double.IsNaN(exact) || float.IsNaN(actual))
        {
            return double.IsNaN(exact) && float.IsNaN(actual) ? 0 : Inf;
        }

        if (float.IsInfinity(actual) && (float)exact == actual)
        {
            return 0;
        }

        // 2^128 in the place of an infinity: what overflows may be off as much as what does not.
        var finite = float.IsInfinity(actual) ? Math.CopySign(Math.Pow(2, 128), actual) : actual;
        return Math.Abs(exact - finite) / FloatUlp(exact);
    }

    private static double FloatUlp(double exact) => Math.Pow(2, Math.Max(Math.ILogB(exact), -126) - 23);

    private static T[] Apply(Func<V, V> function, T[] values) => Apply((a, _) => function(a), values, values);

    private static T[] Apply(Func<V, V, V> function, T[] a, T[] b)
    {
        var results = new T[a.Length];
        fixed (T* p = a, q = b, r = results)
        {
            for (var i = 0; i < a.Length; i += O.Count)
            {
                var rest = a.Length - i;
                O.Store(r + i, function(O.Load(p + i, rest), O.Load(q + i, rest)), rest);
            }
        }

        return results;
    }

    private static bool Same<S>(S a, S b)
        where S : IFloatingPointIeee754<S> =>
        S.IsNaN(a) ? S.IsNaN(b) : a == b && S.IsNegative(a) == S.IsNegative(b);

    private static void AssertAllLanes(T expected, V actual, string what)
    {
        for (var i = 0; i < O.Count; i++)
        {
            Assert.True(Same(expected, O.At(actual, i)), $"{what}: expected {expected}, got {O.At(actual, i)} in lane {i}");
        }
    }
}
