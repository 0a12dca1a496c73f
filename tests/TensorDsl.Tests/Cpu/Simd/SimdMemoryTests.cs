using System.Numerics;
using TensorDsl.Cpu;

namespace TensorDsl.Tests.Cpu.Simd;

/// <summary>Loads and stores: what they read and write, and that they touch nothing else.</summary>
public abstract unsafe class SimdMemoryTests<T, V, O>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where V : unmanaged
    where O : struct, ISimd<T, V>
{
    public static TheoryData<int, bool> Lengths
    {
        get
        {
            var data = new TheoryData<int, bool>();
            for (var rest = 0; rest <= 2 * O.Count + 1; rest++)
            {
                data.Add(rest, false);
                data.Add(rest, true);
            }

            return data;
        }
    }

    // Strides of a column, of a row read backwards, and of an axis along which the tensor is broadcast.
    private static readonly int[] Strides = [1, 3, 7, -1, -2, 0];

    [Fact]
    public void A_vector_has_as_many_lanes_as_fit() => Assert.Equal(sizeof(V) / sizeof(T), O.Count);

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Load_reads_the_first_elements_and_zeros(int rest, bool atEnd)
    {
        var values = Reals(rest);
        using var buffer = new GuardedBuffer<T>(values, atEnd);
        AssertLanes(O.Load(buffer.First, rest), i => i < rest ? values[i] : T.Zero);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Stores_past_the_caches_write_the_same_wherever_they_may_go(int rest, bool atEnd)
    {
        foreach (bool past in (bool[])[false, true])
        {
            using var buffer = new GuardedBuffer<T>(new T[rest], atEnd);
            for (int from = 0; from < rest; from += O.Count) O.Store(buffer.First + from, O.Constant(from + 1), rest - from, past);
            for (int i = 0; i < rest; i++) Assert.Equal(T.CreateChecked(i / O.Count * O.Count + 1), buffer.First[i]);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-100)]
    public void Nothing_left_is_nothing_read(int rest)
    {
        using var buffer = new GuardedBuffer<T>([]);
        AssertLanes(O.Load(buffer.First, rest), _ => T.Zero);
        O.Store(buffer.First, O.Constant(1), rest);
        AssertLanes(O.Keep(O.Constant(1), O.Constant(2), rest), _ => T.CreateChecked(2));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void LoadStrided_reads_every_stride_th_element(int rest, bool atEnd)
    {
        foreach (var stride in Strides)
        {
            var values = Reals(Extent(rest, stride));
            using var buffer = new GuardedBuffer<T>(values, atEnd);
            var first = First(rest, stride);
            AssertLanes(O.LoadStrided(buffer.First + first, stride, rest), i => i < rest ? values[first + i * stride] : T.Zero);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Store_writes_the_first_lanes(int rest, bool atEnd)
    {
        var value = Vector();
        var before = Reals(rest);
        using var buffer = new GuardedBuffer<T>(before, atEnd);
        O.Store(buffer.First, value, rest);
        for (var i = 0; i < rest; i++)
        {
            Assert.Equal(i < O.Count ? O.At(value, i) : before[i], buffer.Values[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Store_leaves_what_lies_behind(int rest, bool atEnd)
    {
        var value = Vector();
        var before = Reals(3 * O.Count + 2);
        using var buffer = new GuardedBuffer<T>(before, atEnd);
        O.Store(buffer.First, value, rest);
        for (var i = 0; i < before.Length; i++)
        {
            Assert.Equal(i < Math.Min(rest, O.Count) ? O.At(value, i) : before[i], buffer.Values[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void StoreStrided_writes_every_stride_th_element(int rest, bool atEnd)
    {
        var value = Vector();
        foreach (var stride in Strides.Where(s => s != 0))
        {
            var expected = Reals(Extent(rest, stride));
            using var buffer = new GuardedBuffer<T>(expected, atEnd);
            var first = First(rest, stride);
            O.StoreStrided(buffer.First + first, stride, value, rest);
            for (var i = 0; i < Math.Min(rest, O.Count); i++)
            {
                expected[first + i * stride] = O.At(value, i);
            }

            Assert.Equal(expected, buffer.Values.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void LoadMask_reads_bytes_that_are_not_zero_as_true(int rest, bool atEnd)
    {
        var bytes = Bytes(rest);
        using var buffer = new GuardedBuffer<byte>(bytes, atEnd);
        AssertMask(O.LoadMask(buffer.First, rest), i => i < rest && bytes[i] != 0);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void LoadMaskStrided_reads_every_stride_th_byte(int rest, bool atEnd)
    {
        foreach (var stride in Strides)
        {
            var bytes = Bytes(Extent(rest, stride));
            using var buffer = new GuardedBuffer<byte>(bytes, atEnd);
            var first = First(rest, stride);
            AssertMask(O.LoadMaskStrided(buffer.First + first, stride, rest), i => i < rest && bytes[first + i * stride] != 0);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void StoreMask_writes_ones_and_zeros(int rest, bool atEnd)
    {
        for (var pattern = 0; pattern < 8; pattern++)
        {
            var chosen = Bytes(O.Count + pattern)[pattern..];
            chosen[^1] = (byte)(pattern & 1);
            V mask;
            fixed (byte* p = chosen)
            {
                mask = O.LoadMask(p, O.Count);
            }

            var expected = Enumerable.Repeat((byte)7, rest).ToArray();
            using var buffer = new GuardedBuffer<byte>(expected, atEnd);
            O.StoreMask(buffer.First, mask, rest);
            for (var i = 0; i < Math.Min(rest, O.Count); i++)
            {
                expected[i] = chosen[i] != 0 ? (byte)1 : (byte)0;
            }

            Assert.Equal(expected, buffer.Values.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void LoadIndex_reads_signed_integers(int rest, bool atEnd)
    {
        var labels = Labels(rest);
        using var buffer = new GuardedBuffer<int>(labels, atEnd);
        AssertIndex(O.LoadIndex(buffer.First, rest), i => i < rest ? labels[i] : 0);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void LoadIndexStrided_reads_every_stride_th_integer(int rest, bool atEnd)
    {
        foreach (var stride in Strides)
        {
            var labels = Labels(Extent(rest, stride));
            using var buffer = new GuardedBuffer<int>(labels, atEnd);
            var first = First(rest, stride);
            AssertIndex(O.LoadIndexStrided(buffer.First + first, stride, rest), i => i < rest ? labels[first + i * stride] : 0);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void StoreIndex_writes_the_integers_back(int rest, bool atEnd)
    {
        var labels = Labels(O.Count);
        V index;
        fixed (int* p = labels)
        {
            index = O.LoadIndex(p, O.Count);
        }

        var expected = Enumerable.Repeat(77, rest).ToArray();
        using var buffer = new GuardedBuffer<int>(expected, atEnd);
        O.StoreIndex(buffer.First, index, rest);
        labels.AsSpan(0, Math.Min(rest, O.Count)).CopyTo(expected);
        Assert.Equal(expected, buffer.Values.ToArray());
    }

    [Fact]
    public void LoadAt_reads_the_positions_and_zero_outside()
    {
        foreach (var (extent, stride) in new[] { (1, 1), (5, 1), (40, 1), (9, 4), (6, 0), (0, 1) })
        {
            var values = Reals(extent == 0 ? 0 : (extent - 1) * stride + 1);
            using var buffer = new GuardedBuffer<T>(values);
            var edges = new[] { 0, extent - 1, extent, -1, int.MaxValue, int.MinValue, extent / 2, 1 };
            for (var turn = 0; turn < edges.Length; turn++)
            {
                var positions = Enumerable.Range(0, O.Count).Select(i => edges[(i + turn) % edges.Length]).ToArray();
                V index;
                fixed (int* p = positions)
                {
                    index = O.LoadIndex(p, O.Count);
                }

                AssertLanes(
                    O.LoadAt(buffer.First, index, stride, extent),
                    i => positions[i] >= 0 && positions[i] < extent ? values[positions[i] * stride] : T.Zero);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Keep_takes_the_first_lanes_from_the_value(int rest, bool _)
    {
        var value = Vector();
        var other = O.Negate(value);
        AssertLanes(O.Keep(value, other, rest), i => O.At(i < rest ? value : other, i));
    }

    [Fact]
    public void Position_counts_from_the_first()
    {
        foreach (var first in new nint[] { 0, 1, 1000, 1 << 24, int.MaxValue - 20 })
        {
            AssertIndex(O.Position(first), i => (int)first + i);
        }
    }

    private static void AssertLanes(V actual, Func<int, T> expected)
    {
        for (var i = 0; i < O.Count; i++)
        {
            Assert.Equal(expected(i), O.At(actual, i));
        }
    }

    private static void AssertIndex(V actual, Func<int, int> expected)
    {
        for (var i = 0; i < O.Count; i++)
        {
            Assert.Equal(expected(i), O.IndexAt(actual, i));
        }
    }

    // All ones or all zeros: what And, Or and Not are right for.
    private static void AssertMask(V actual, Func<int, bool> expected)
    {
        var bytes = new ReadOnlySpan<byte>(&actual, sizeof(V));
        for (var i = 0; i < O.Count; i++)
        {
            var lane = bytes.Slice(i * sizeof(T), sizeof(T)).ToArray();
            Assert.All(lane, b => Assert.Equal(expected(i) ? 255 : 0, b));
        }
    }

    private static V Vector()
    {
        fixed (T* p = Reals(O.Count))
        {
            return O.Load(p, O.Count);
        }
    }

    private static T[] Reals(int length) => [.. Enumerable.Range(1, length).Select(i => T.CreateChecked(i + 0.25))];

    private static byte[] Bytes(int length) => [.. Enumerable.Range(1, length).Select(i => (byte)(i * 37 % 5 == 0 ? 0 : i * 83))];

    private static int[] Labels(int length) =>
    [
        .. Enumerable.Range(0, length).Select(i => (i % 5) switch
        {
            0 => i,
            1 => -1 - i,
            2 => int.MaxValue - i,
            3 => int.MinValue + i,
            _ => -100,
        }),
    ];

    // How many elements are spanned by those that are read, and where the first of them lies.
    private static int Extent(int rest, int stride) => rest == 0 ? 0 : (Math.Min(rest, O.Count) - 1) * Math.Abs(stride) + 1;

    private static int First(int rest, int stride) => stride < 0 ? Math.Max(Extent(rest, stride) - 1, 0) : 0;
}
