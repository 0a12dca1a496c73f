using System.Numerics;
using TensorDsl.Cpu;

namespace TensorDsl.Tests.Cpu.Simd;

/// <summary>Arithmetic, comparisons, masks, indices and the combination of lanes, each against a plain scalar definition.</summary>
public abstract unsafe class SimdArithmeticTests<T, V, O>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    where V : unmanaged
    where O : struct, ISimd<T, V>
{
    private static readonly T[] Values =
    [
        T.Zero, T.NegativeZero, T.One, -T.One, T.NaN, T.PositiveInfinity, T.NegativeInfinity, T.Epsilon, -T.Epsilon, T.MaxValue, T.MinValue,
        T.CreateChecked(0.5), T.CreateChecked(-0.5), T.CreateChecked(1.5), T.CreateChecked(2.5), T.CreateChecked(-2.5),
        T.CreateChecked(-7.25), T.CreateChecked(1e-30), T.CreateChecked(8388607.5), T.CreateChecked(1e30), T.CreateChecked(3),
    ];

    private static readonly T One = T.One;

    [Fact]
    public void Binary_operations_are_those_of_the_type()
    {
        ForPairs(O.Add, (a, b) => a + b);
        ForPairs(O.Subtract, (a, b) => a - b);
        ForPairs(O.Multiply, (a, b) => a * b);
        ForPairs(O.Divide, (a, b) => a / b);
    }

    [Fact]
    public void Max_and_min_are_NaN_where_either_operand_is()
    {
        ForPairs(O.Max, (a, b) => T.IsNaN(a) || T.IsNaN(b) ? T.NaN : a > b ? a : b, zerosAreEqual: true);
        ForPairs(O.Min, (a, b) => T.IsNaN(a) || T.IsNaN(b) ? T.NaN : a < b ? a : b, zerosAreEqual: true);
    }

    [Fact]
    public void MaxNumber_is_the_larger_of_a_number_and_what_it_is_compared_with()
    {
        ForPairs((a, b) => O.Select(O.Equal(b, b), O.MaxNumber(a, b), a), (a, b) => T.IsNaN(b) || T.IsNaN(a) || a > b ? a : b, zerosAreEqual: true);
        foreach (var a in Values)
        {
            var result = O.At(O.MaxNumber(O.Broadcast(a), O.Broadcast(T.NaN)), 0);
            Assert.True(T.IsNaN(result) || result == a, $"{a} and NaN: {result}");
        }
    }

    [Fact]
    public void Unary_operations_are_those_of_the_type()
    {
        ForValues(O.Negate, a => -a);
        ForValues(O.Abs, T.Abs);
        ForValues(O.Sqrt, T.Sqrt);
        ForValues(O.Floor, T.Floor);
        ForValues(O.Ceiling, T.Ceiling);
        ForValues(O.Round, T.Round);
        ForValues(O.Sign, a => T.IsNaN(a) ? a : a > T.Zero ? One : a < T.Zero ? -One : T.Zero, zerosAreEqual: true);
        ForValues(O.Relu, a => T.IsNaN(a) ? a : a > T.Zero ? a : T.Zero);
    }

    [Fact]
    public void MultiplyAdd_rounds_once_or_twice()
    {
        foreach (var c in Values)
        {
            foreach (var (a, b, x, y) in Pairs())
            {
                var actual = O.MultiplyAdd(x, y, O.Broadcast(c));
                for (var i = 0; i < O.Count; i++)
                {
                    var (p, q, got) = (a[i], b[i], O.At(actual, i));
                    Assert.True(Same(T.FusedMultiplyAdd(p, q, c), got) || Same(p * q + c, got), $"{p} · {q} + {c} gave {got}");
                }
            }
        }
    }

    [Fact]
    public void Comparisons_are_false_for_NaN_but_for_NotEqual()
    {
        ForMasks(O.Greater, (a, b) => a > b);
        ForMasks(O.GreaterOrEqual, (a, b) => a >= b);
        ForMasks(O.Less, (a, b) => a < b);
        ForMasks(O.LessOrEqual, (a, b) => a <= b);
        ForMasks(O.Equal, (a, b) => a == b);
        ForMasks(O.NotEqual, (a, b) => a != b);
    }

    [Fact]
    public void Masks_combine_and_select()
    {
        foreach (var (a, b, x, y) in Pairs())
        {
            var (below, zero) = (O.Less(x, y), O.Equal(x, O.Constant(0)));
            for (var i = 0; i < O.Count; i++)
            {
                var (p, q) = (a[i] < b[i], a[i] == T.Zero);
                Assert.Equal(p && q ? One : T.Zero, O.At(O.MaskToReal(O.And(below, zero)), i));
                Assert.Equal(p || q ? One : T.Zero, O.At(O.MaskToReal(O.Or(below, zero)), i));
                Assert.Equal(!p ? One : T.Zero, O.At(O.MaskToReal(O.Not(below)), i));
                AssertSame(p ? a[i] : b[i], O.At(O.Select(below, x, y), i), false);
                Assert.Equal(Enumerable.Range(0, O.Count).Any(k => a[k] < b[k]), O.Any(below));
                Assert.Equal(Enumerable.Range(0, O.Count).All(k => a[k] < b[k]), O.All(below));
            }
        }

        Assert.True(O.All(O.BroadcastMask(true)));
        Assert.False(O.Any(O.BroadcastMask(false)));
    }

    [Fact]
    public void Indices_compare_as_signed_integers()
    {
        int[] labels = [0, 1, -1, 5, -100, int.MaxValue, int.MinValue, 1 << 24, (1 << 24) + 1, 0x7F800001, unchecked((int)0xFFC00000)];
        foreach (var p in labels)
        {
            foreach (var q in labels)
            {
                // The last lane differs, so that a member which looks at one lane only is caught.
                var (a, b) = (O.BroadcastIndex(p), O.BroadcastIndex(q));
                Assert.Equal(p == q, O.All(O.IndexEqual(a, b)));
                Assert.Equal(p == q, O.Any(O.IndexEqual(a, b)));
                Assert.Equal(p != q, O.All(O.IndexNotEqual(a, b)));
                Assert.Equal(p < q, O.All(O.IndexLess(a, b)));
                Assert.Equal(p < q, O.Any(O.IndexLess(a, b)));
                var chosen = O.Select(O.IndexLess(a, b), a, b);
                Assert.Equal(Math.Min(p, q), O.IndexAt(chosen, O.Count - 1));
            }

            Assert.Equal(T.CreateChecked(p), O.At(O.IndexToReal(O.BroadcastIndex(p)), O.Count - 1));
        }

        var counted = O.IndexLess(O.Position(0), O.BroadcastIndex(1));
        Assert.Equal(One, O.Sum(O.MaskToReal(counted)));
    }

    [Fact]
    public void Constants_are_rounded_once()
    {
        Assert.Equal(T.CreateChecked(0.1), O.At(O.Constant(0.1), O.Count - 1));
        Assert.Equal(T.CreateChecked(1e300), O.At(O.Constant(1e300), 0));
        AssertSame(T.NegativeZero, O.At(O.Constant(-0.0), 0), false);
    }

    [Fact]
    public void Lanes_combine_in_halves()
    {
        var random = new Random(5);
        for (var turn = 0; turn < 200; turn++)
        {
            var lanes = new T[O.Count];
            for (var i = 0; i < O.Count; i++)
            {
                lanes[i] = T.CreateChecked(random.NextDouble() * 4 - 2);
            }

            var v = Load(lanes);
            Assert.Equal(Halves(lanes, (a, b) => a + b), O.Sum(v));
            Assert.Equal(Halves(lanes, (a, b) => a * b), O.Product(v));
            Assert.Equal(lanes.Max(), O.Largest(v));
            Assert.Equal(lanes.Min(), O.Smallest(v));
        }
    }

    [Fact]
    public void One_NaN_lane_is_enough()
    {
        for (var i = 0; i < O.Count; i++)
        {
            var lanes = Enumerable.Range(0, O.Count).Select(k => k == i ? T.NaN : T.CreateChecked(k)).ToArray();
            var v = Load(lanes);
            Assert.True(T.IsNaN(O.Sum(v)));
            Assert.True(T.IsNaN(O.Product(v)));
            Assert.True(T.IsNaN(O.Largest(v)));
            Assert.True(T.IsNaN(O.Smallest(v)));
            Assert.True(O.Any(O.NotEqual(v, v)));
            Assert.Equal(O.Count == 1, O.All(O.NotEqual(v, v)));
        }
    }

    private static T Halves(T[] lanes, Func<T, T, T> combine) =>
        lanes.Length == 1 ? lanes[0] : Halves([.. lanes.Take(lanes.Length / 2).Zip(lanes.Skip(lanes.Length / 2), combine)], combine);

    private static void ForValues(Func<V, V> actual, Func<T, T> expected, bool zerosAreEqual = false)
    {
        foreach (var (a, _, x, _) in Pairs())
        {
            var got = actual(x);
            for (var i = 0; i < O.Count; i++)
            {
                AssertSame(expected(a[i]), O.At(got, i), zerosAreEqual);
            }
        }
    }

    private static void ForPairs(Func<V, V, V> actual, Func<T, T, T> expected, bool zerosAreEqual = false)
    {
        foreach (var (a, b, x, y) in Pairs())
        {
            var got = actual(x, y);
            for (var i = 0; i < O.Count; i++)
            {
                AssertSame(expected(a[i], b[i]), O.At(got, i), zerosAreEqual);
            }
        }
    }

    private static void ForMasks(Func<V, V, V> actual, Func<T, T, bool> expected)
    {
        foreach (var (a, b, x, y) in Pairs())
        {
            var got = actual(x, y);
            var bytes = new ReadOnlySpan<byte>(&got, sizeof(V)).ToArray();
            for (var i = 0; i < bytes.Length; i++)
            {
                Assert.Equal(expected(a[i / sizeof(T)], b[i / sizeof(T)]) ? 255 : 0, bytes[i]);
            }
        }
    }

    // Every pair of values, neighbouring lanes holding different ones.
    private static IEnumerable<(T[] A, T[] B, V X, V Y)> Pairs()
    {
        var n = Values.Length;
        for (var start = 0; start < n * n; start += O.Count)
        {
            var a = Enumerable.Range(start, O.Count).Select(k => Values[k % n]).ToArray();
            var b = Enumerable.Range(start, O.Count).Select(k => Values[k / n % n]).ToArray();
            yield return (a, b, Load(a), Load(b));
        }
    }

    private static V Load(T[] lanes)
    {
        fixed (T* p = lanes)
        {
            return O.Load(p, lanes.Length);
        }
    }

    private static bool Same(T a, T b) => T.IsNaN(a) ? T.IsNaN(b) : a == b && T.IsNegative(a) == T.IsNegative(b);

    private static void AssertSame(T expected, T actual, bool zerosAreEqual) =>
        Assert.True(Same(expected, actual) || (zerosAreEqual && expected == actual), $"expected {expected}, got {actual}");
}
