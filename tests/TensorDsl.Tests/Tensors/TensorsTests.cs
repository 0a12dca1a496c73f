using System.Runtime.CompilerServices;

namespace TensorDsl.Tests.RunTime;

public class TensorsTests
{
    [Fact]
    public void Create_wraps()
    {
        float[] data = [1, 2, 3, 4];
        Assert.True(Tensors.Create<Batch>(data, 4).Span == data.AsSpan());
        Assert.Equal(4, Tensors.Create<Batch, Hidden>(data, 2, 2)[1, 1]);
        Assert.Equal(4, Tensors.Create<Batch, Hidden, Batch>(data, 2, 2, 1)[1, 1, 0]);
        Assert.Equal(4, Tensors.Create<Batch, Hidden, Batch, Hidden>(new double[] { 1, 2, 3, 4 }, 2, 1, 2, 1)[1, 0, 1, 0]);
    }

    // Overloads over float and double must not make literals ambiguous: whole numbers and floats are float, others double.
    [Fact]
    public void Collection_expressions_bind()
    {
        Tensor<float, Batch> whole = Tensors.Create<Batch>([1, 2], 2);
        Tensor<float, Batch> floats = Tensors.Create<Batch>([1f, 2], 2);
        Tensor<double, Batch> doubles = Tensors.Create<Batch>([1, 2.5], 2);
        Tensor<float, Batch, Hidden> rows = Tensors.FromRows<Batch, Hidden>([[1, 2], [3f, 4]]);
        Tensor<double, Batch, Hidden> doubleRows = Tensors.FromRows<Batch, Hidden>([[1, 2], [3.5, 4]]);
        Assert.Equal((2, 2, 2.5, 4, 3.5), (whole[1], floats[1], doubles[1], rows[1, 1], doubleRows[1, 0]));
    }

    [Fact]
    public void Zeros_and_Filled_make_memory_of_their_own()
    {
        Assert.Equal([0, 0, 0, 0, 0, 0], Tensors.Zeros<float, Batch, Hidden>(2, 3).ToArray());
        Assert.Equal([.5, .5, .5], Tensors.Filled<double, Embed>(.5, 3).ToArray());
        Assert.All(Tensors.Filled<bool, Batch, Batch, Batch, Batch>(true, 2, 2, 2, 2).ToArray(), Assert.True);
        var e = Assert.Throws<ArgumentOutOfRangeException>(() => Tensors.Zeros<float, Batch, Hidden>(2, -3));
        Assert.Equal("size1", e.ParamName);
        Assert.Throws<ShapeMismatchException>(() => Tensors.Zeros<float, Embed>(4));
    }

    [Fact]
    public void FromRows_copies_rows_of_equal_length()
    {
        float[][] rows = [[1, 2, 3], [4, 5, 6]];
        var x = Tensors.FromRows<Batch, Embed>(rows);
        Assert.Equal([1, 2, 3, 4, 5, 6], x.ToArray());
        rows[0][0] = 10;
        Assert.Equal(1, x[0, 0]);
        Assert.Equal((1, 2), (Tensors.FromRows<Batch, Hidden>(new double[][] { [1, 2] }).Size0, 2));
    }

    [Fact]
    public void FromRows_of_nothing_has_the_declared_width()
    {
        Assert.Equal("Tensor<float>[Batch=0, Embed=3]", Tensors.FromRows<Batch, Embed>(Array.Empty<float[]>()).ToString());
        Assert.Equal("Tensor<float>[Batch=0, Hidden=0]", Tensors.FromRows<Batch, Hidden>(Array.Empty<float[]>()).ToString());
    }

    [Fact]
    public void FromRows_names_the_row_that_differs()
    {
        var e = Assert.Throws<ShapeMismatchException>(() => Tensors.FromRows<Batch, Hidden>(new float[][] { [1, 2], [3] }));
        Assert.Equal("FromRows: row 1 has 1 elements but row 0 has 2 (Parameter 'rows')", e.Message);
        var n = Assert.Throws<ArgumentException>(() => Tensors.FromRows<Batch, Hidden>(new float[][] { [1, 2], null! }));
        Assert.Equal("FromRows: row 1 is null (Parameter 'rows')", n.Message);
        Assert.Throws<ArgumentNullException>(() => Tensors.FromRows<Batch, Hidden>((float[][])null!));
    }

    [Fact]
    public void Labels_view_the_same_memory()
    {
        int[] positions = [3, 1, 4];
        var labels = Tensors.Labels<Batch, Classes>(positions);
        Assert.Equal(4, labels[2].Value);
        positions[2] = 5;
        Assert.Equal<Index<Classes>>(5, labels[2]);
        labels[0] = 9;
        Assert.Equal(9, positions[0]);
        Assert.True(labels.Positions() == positions.AsSpan());
        Assert.Equal([9, 1, 5], labels.ToArray().Select(i => (int)i));
    }

    [Fact]
    public void Labels_can_be_sliced_pinned_and_of_any_rank()
    {
        int[] positions = [0, 1, 2, 3, 4, 5];
        var part = Tensors.Labels<Batch, Hidden, Classes>(positions.AsMemory(2), 2, 2);
        Assert.Equal(5, part[1, 1].Value);
        using (var pin = part.Memory[1..].Pin())
        {
            unsafe
            {
                Assert.Equal(3, *(int*)pin.Pointer);
            }
        }
        Assert.Equal(5, Tensors.Labels<Batch, Hidden, Batch, Classes>(positions, 1, 2, 3)[0, 1, 2].Value);
        Assert.Equal(5, Tensors.Labels<Batch, Hidden, Batch, Hidden, Classes>(positions, 1, 2, 3, 1)[0, 1, 2, 0].Value);
        Assert.Equal(7, Tensors.Labels<Classes>(7).Value.Value);
        Assert.Throws<ShapeMismatchException>(() => Tensors.Labels<Batch, Hidden, Classes>(positions, 2, 2));
        Assert.Throws<ArgumentNullException>(() => Tensors.Labels<Batch, Classes>((int[])null!));
    }

    [Fact]
    public void Labels_are_checked_where_their_dim_declares_its_size()
    {
        var e = Assert.Throws<ArgumentOutOfRangeException>(() => Tensors.Labels<Batch, Classes>([0, 9, 10]));
        Assert.Equal(
            "Tensors.Labels: label 10 at position 2 of 'labels' is outside [0, 10) (dimension Classes) (Parameter 'labels')", e.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensors.Labels<Classes>(-1));
        Assert.Equal(-100, Tensors.Labels<Batch, Classes>([0, -100], ignoreIndex: -100)[1].Value);
        Assert.Throws<ArgumentOutOfRangeException>(() => Tensors.Labels<Batch, Classes>([0, -1], ignoreIndex: -100));
        // Hidden declares none, so nothing is known before a function sees the labels.
        Assert.Equal(1000, Tensors.Labels<Batch, Hidden>([1000])[0].Value);
    }

    [Fact]
    public void An_index_is_an_int_in_memory()
    {
        Assert.Equal(4, Unsafe.SizeOf<Index<Classes>>());
        Index<Classes> index = 3;
        Assert.Equal(3, (int)index);
        Assert.True(index == 3);
        Assert.False(index.Equals(new Index<Classes>(4)));
        Assert.Equal("3 of Classes", index.ToString());
    }

    // First outputs of SplitMix64 for seed 1234567, as its reference implementation publishes them (Vigna, splitmix64.c).
    [Fact]
    public void The_generator_is_SplitMix64()
    {
        var random = new RandomSequence(1234567);
        Assert.Equal(
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821],
            Enumerable.Range(0, 5).Select(_ => random.NextBits()));
    }

    [Fact]
    public void Uniform_numbers_fill_their_interval()
    {
        float[] x = Tensors.Uniform<float, Batch, Hidden>(100, 1000, seed: 1, low: -2, high: 6).ToArray();
        Assert.All(x, v => Assert.InRange(v, -2f, MathF.BitDecrement(6)));
        // Standard errors over 10⁵ numbers are 0.0073 for the mean and 0.015 for the variance, 64 / 12.
        Assert.InRange(x.Average(v => (double)v), 2 - .03, 2 + .03);
        Assert.InRange(x.Average(v => ((double)v - 2) * ((double)v - 2)), 64.0 / 12 - .06, 64.0 / 12 + .06);
        Assert.Equal(x, Tensors.Uniform<float, Batch>(100_000, seed: 1, low: -2, high: 6).ToArray());
        Assert.NotEqual(x, Tensors.Uniform<float, Batch>(100_000, seed: 2, low: -2, high: 6).ToArray());
    }

    [Fact]
    public void Uniform_numbers_stay_below_the_upper_bound_after_rounding()
    {
        // Half of the doubles in [2²⁴, 2²⁴ + 2) would round to 2²⁴ + 2 or to 2²⁴ in float, which has only even numbers there.
        float[] x = Tensors.Uniform<float, Batch>(1000, seed: 3, low: 1 << 24, high: (1 << 24) + 2).ToArray();
        Assert.All(x, v => Assert.Equal(1 << 24, v));
    }

    [Fact]
    public void Normal_numbers_have_the_moments_of_the_normal_distribution()
    {
        double[] x = Tensors.Normal<double, Batch, Hidden, Batch>(10, 101, 99, seed: 5, mean: 1, deviation: 2).ToArray();
        double[] z = [.. x.Select(v => (v - 1) / 2)];
        // n = 99 990: standard errors are 0.0032, 0.0045 and 0.031.
        Assert.InRange(z.Average(), -.013, .013);
        Assert.InRange(z.Average(v => v * v), 1 - .018, 1 + .018);
        Assert.InRange(z.Average(v => v * v * v * v), 3 - .13, 3 + .13);
        Assert.InRange(z.Zip(z.Skip(1), (a, b) => a * b).Average(), -.013, .013);
    }

    [Fact]
    public void A_single_normal_number_is_the_first_of_a_longer_sequence()
        => Assert.Equal(Tensors.Normal<float, Batch>(4, seed: 9)[0], Tensors.Normal<float, Batch>(1, seed: 9)[0]);
}
