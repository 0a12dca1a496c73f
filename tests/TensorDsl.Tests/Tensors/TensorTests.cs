namespace TensorDsl.Tests.RunTime;

public class TensorTests
{
    [Fact]
    public void Wraps_an_array_without_copying()
    {
        float[] data = [1, 2, 3, 4, 5, 6];
        var x = new Tensor<float, Batch, Hidden>(data, 2, 3);
        data[5] = 60;
        Assert.Equal(60, x[1, 2]);
        x[0, 0] = -1;
        Assert.Equal(-1, data[0]);
        Assert.True(x.Span == data.AsSpan());
    }

    [Fact]
    public void Wraps_a_slice_of_memory()
    {
        double[] data = [0, 1, 2, 3, 4, 5, 6, 7];
        var x = new Tensor<double, Batch, Hidden>(data.AsMemory(2, 4), 2, 2);
        Assert.Equal([2, 3, 4, 5], x.ToArray());
        x[1, 1] = 50;
        Assert.Equal(50, data[5]);
    }

    [Fact]
    public void Is_row_major_in_every_rank()
    {
        int[] data = [.. Enumerable.Range(0, 2 * 3 * 4 * 5)];
        var x = new Tensor<int, Batch, Hidden, Outer<int>.Inner, Batch>(data, 2, 3, 4, 5);
        var y = new Tensor<int, Batch, Hidden, Batch>(data, 2, 3, 20);
        var z = new Tensor<int, Batch>(data, 120);
        for (int i = 0; i < 2; i++)
            for (int j = 0; j < 3; j++)
                for (int k = 0; k < 4; k++)
                    for (int l = 0; l < 5; l++)
                    {
                        int position = i * 60 + j * 20 + k * 5 + l;
                        Assert.Equal(position, x[i, j, k, l]);
                        Assert.Equal(position, y[i, j, k * 5 + l]);
                        Assert.Equal(position, z[position]);
                    }
    }

    [Fact]
    public void Knows_its_sizes()
    {
        var x = new Tensor<float, Batch, Hidden, Batch, Hidden>(new float[120], 2, 3, 4, 5);
        Assert.Equal((4, 120L), (x.Rank, x.Length));
        Assert.Equal((2, 3, 4, 5), (x.Size0, x.Size1, x.Size2, x.Size3));
        Assert.Equal([2, 3, 4, 5], Enumerable.Range(0, 4).Select(x.Size));
        Assert.Equal(["Batch", "Hidden", "Batch", "Hidden"], Enumerable.Range(0, 4).Select(x.Dim));
        var e = Assert.Throws<ArgumentOutOfRangeException>(() => x.Size(4));
        Assert.Equal("Tensor<float>[Batch=2, Hidden=3, Batch=4, Hidden=5] has no axis 4: its rank is 4 (Parameter 'axis')", e.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Size(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.Dim(4));
    }

    [Fact]
    public void A_scalar_holds_one_value()
    {
        float[] memory = [2];
        var x = new Tensor<float>(memory);
        x.Value += 1;
        Assert.Equal(3, memory[0]);
        Assert.Equal((0, 1L), (x.Rank, x.Length));
        Assert.Equal(7, new Tensor<double>(7.0).Value);
        var e = Assert.Throws<ShapeMismatchException>(() => new Tensor<float>(new float[2]));
        Assert.Equal("Tensor<float> has 1 elements but the data has 2 (Parameter 'data')", e.Message);
    }

    [Fact]
    public void Empty_tensors_keep_their_other_sizes()
    {
        var x = new Tensor<float, Batch, Embed>([], 0, 3);
        Assert.Equal((0, 3, 0L), (x.Size0, x.Size1, x.Length));
        Assert.Equal("Tensor<float>[Batch=0, Embed=3]", x.ToString());
    }

    [Fact]
    public void Data_of_another_length_is_refused()
    {
        var e = Assert.Throws<ShapeMismatchException>(() => new Tensor<float, Batch, Hidden>(new float[7], 2, 3));
        Assert.Equal("Tensor<float>[Batch=2, Hidden=3] has 6 elements but the data has 7 (Parameter 'data')", e.Message);
        Assert.Equal("data", e.ParamName);
        Assert.IsAssignableFrom<ArgumentException>(e);
    }

    [Fact]
    public void Sizes_whose_product_wraps_around_are_refused()
    {
        // 2^16 to the fourth is 2^64, which is 0 in 64 bits.
        const int Size = 1 << 16;
        var e = Assert.Throws<ShapeMismatchException>(() => new Tensor<bool, Batch, Batch, Batch, Batch>([], Size, Size, Size, Size));
        Assert.Contains("has 18446744073709551616 elements but the data has 0", e.Message);
    }

    [Fact]
    public void A_negative_size_is_refused()
    {
        var e = Assert.Throws<ArgumentOutOfRangeException>(() => new Tensor<float, Batch, Hidden>(new float[6], -2, -3));
        Assert.Equal("size0", e.ParamName);
        Assert.Equal("Tensor<float>[Batch=-2, Hidden=-3]: a size is negative (Parameter 'size0')", e.Message);
    }

    [Fact]
    public void Null_data_is_refused_by_name()
    {
        Assert.Equal("data", Assert.Throws<ArgumentNullException>(() => new Tensor<float, Batch>(null!, 0)).ParamName);
        Assert.Equal("data", Assert.Throws<ArgumentNullException>(() => new Tensor<float>((float[])null!)).ParamName);
    }

    [Fact]
    public void A_position_outside_is_refused_with_its_dim()
    {
        var x = new Tensor<float, Batch, Embed>(new float[6], 2, 3);
        // The element exists in memory; that it is outside its row is what counts.
        var e = Assert.Throws<ArgumentOutOfRangeException>(() => x[0, 3]);
        Assert.Equal("Tensor<float>[Batch=2, Embed=3]: position 3 is outside [0, 3) of dimension Embed (Parameter 'j')", e.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => x[-1, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => x[2, 0]);
    }

    [Fact]
    public void A_declared_size_holds_for_every_tensor_over_the_dim()
    {
        var e = Assert.Throws<ShapeMismatchException>(() => new Tensor<float, Batch, Embed>(new float[8], 2, 4));
        Assert.Equal("Tensor<float>[Batch=2, Embed=4]: dimension Embed is declared [Dim(3)] but is 4 here (Parameter 'size1')", e.Message);
        Assert.Throws<ShapeMismatchException>(() => new Tensor<float, Embed>(new float[2], 2));
    }

    [Fact]
    public void Prime_has_the_declared_size_of_its_dim()
    {
        Assert.Equal(3, DimSize<Prime<Embed>>.Fixed);
        Assert.Equal(3, DimSize<Prime<Prime<Embed>>>.Fixed);
        Assert.Null(DimSize<Prime<Batch>>.Fixed);
        var e = Assert.Throws<ShapeMismatchException>(() => new Tensor<float, Embed, Prime<Embed>>(new float[6], 3, 2));
        Assert.Equal(
            "Tensor<float>[Embed=3, Prime<Embed>=2]: dimension Prime<Embed> is declared [Dim(3)] but is 2 here " +
            "(Parameter 'size1')",
            e.Message);
    }

    [Fact]
    public void Describes_itself_by_element_dims_and_sizes()
    {
        Assert.Equal("Tensor<float>[Batch=5, Hidden=768]", new Tensor<float, Batch, Hidden>(new float[5 * 768], 5, 768).ToString());
        Assert.Equal("Tensor<double>[Prime<Batch>=1]", new Tensor<double, Prime<Batch>>([1], 1).ToString());
        Assert.Equal("Tensor<bool>[Inner=1]", new Tensor<bool, Outer<int>.Inner>([true], 1).ToString().Replace("Inner<int>", "Inner"));
        Assert.Equal("Tensor<Index<Classes>>[Batch=1]", Tensors.Labels<Batch, Classes>([3]).ToString());
        Assert.Equal("Tensor<float>", new Tensor<float>(1).ToString());
    }

    [Fact]
    public void Rename_shares_the_memory_and_checks_the_declared_size()
    {
        var x = new Tensor<float, Batch, Hidden>([1, 2, 3, 4, 5, 6], 2, 3);
        Tensor<float, Hidden, Embed> y = x.Rename<Hidden, Embed>();
        y[1, 2] = 9;
        Assert.Equal(9, x[1, 2]);
        Assert.Throws<ShapeMismatchException>(() => x.Rename<Embed, Hidden>());
        Assert.Equal((2, 1, 3), Sizes(new Tensor<float, Batch, Batch, Batch>(new float[6], 2, 1, 3).Rename<Hidden, Hidden, Embed>()));
        Assert.Equal("Tensor<float>[Embed=3]", new Tensor<float, Batch>(new float[3], 3).Rename<Embed>().ToString());
        Assert.Equal(
            "Tensor<float>[Hidden=1, Hidden=2, Embed=3, Batch=4]",
            new Tensor<float, Batch, Batch, Batch, Batch>(new float[24], 1, 2, 3, 4).Rename<Hidden, Hidden, Embed, Batch>().ToString());

        static (int, int, int) Sizes<A, B, C>(Tensor<float, A, B, C> t) => (t.Size0, t.Size1, t.Size2);
    }

    [Fact]
    public void Becomes_a_tensor_span_over_the_same_memory()
    {
        var x = new Tensor<float, Batch, Hidden>([1, 2, 3, 4, 5, 6], 2, 3);
        var span = x.AsTensorSpan();
        Assert.Equal([2, 3], span.Lengths.ToArray());
        Assert.Equal(6, span[1, 2]);
        span[0, 1] = 20;
        Assert.Equal(20, x[0, 1]);
        Assert.Equal(20, x.AsReadOnlyTensorSpan()[0, 1]);
        Shapes.Dense("F", "x", "N, D", span.Lengths, span.Strides);
    }

    [Fact]
    public void A_scalar_becomes_a_tensor_span_of_one_element()
    {
        var span = new Tensor<float>(5).AsTensorSpan();
        Assert.Equal([1], span.Lengths.ToArray());
        Assert.Equal(5, span[0]);
    }
}
