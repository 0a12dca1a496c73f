using System.Buffers;
using System.Numerics.Tensors;

namespace TensorDsl.Tests.RunTime;

public class DenseViewsTests
{
    [Fact]
    public void A_tensor_is_seen_as_it_is()
    {
        var x = Tensors.Create<Batch, Hidden>([1, 2, 3, 4, 5, 6], 2, 3);
        var view = DenseViews.Of(x);
        Assert.Equal([1f, 2, 3, 4, 5, 6], view.Elements.ToArray());
        Assert.Equal("[2, 3]", view.Sizes.ToString());
        Assert.True(view.Elements.Overlaps(x.Span));
    }

    [Fact]
    public void A_missing_tensor_is_named()
    {
        Tensor<float, Batch>? @in = null;
        Assert.Equal("in", Assert.Throws<ArgumentNullException>(() => { DenseViews.Of(@in!); }).ParamName);
        Tensor<Index<Hidden>, Batch>? labels = null;
        Assert.Equal("labels", Assert.Throws<ArgumentNullException>(() => { DenseViews.OfLabels(labels!); }).ParamName);
    }

    [Fact]
    public void A_gradient_that_is_not_asked_for_is_absent_and_an_empty_one_is_not()
    {
        Assert.True(DenseViews.OfGradient<float>(null).Sizes.IsAbsent);
        Assert.True(DenseViews.Gradient<float>("F", "gradX", "N, D", default).Sizes.IsAbsent);
        Assert.False(DenseViews.Gradient("F", "gradX", "N, D", new TensorSpan<float>(new float[0], [0, 5])).Sizes.IsAbsent);
        Assert.False(DenseViews.OfGradient(Tensors.Zeros<float, Batch, Hidden>(0, 5)).Sizes.IsAbsent);
    }

    [Fact]
    public void A_variable_is_a_scalar()
    {
        float value = 3;
        var view = DenseViews.OfScalar(ref value);
        value = 4;
        Assert.Equal(4, Assert.Single(view.Elements.ToArray()));
        Assert.Equal((0, false), (view.Sizes.Rank, view.Sizes.IsAbsent));
    }

    [Fact]
    public void A_span_is_seen_without_a_copy()
    {
        float[] data = [1, 2, 3, 4, 5, 6];
        var view = DenseViews.Input("F", "x", "N, D", new ReadOnlyTensorSpan<float>(data, [2, 3]));
        data[5] = 7;
        Assert.Equal(data, view.Elements.ToArray());
        Assert.Equal("[2, 3]", view.Sizes.ToString());
    }

    [Fact]
    public void A_scalar_is_a_span_of_one_element()
    {
        var view = DenseViews.Input("F", "sigma", "", new ReadOnlyTensorSpan<float>([5f]));
        Assert.Equal((0, 5f), (view.Sizes.Rank, view.Elements[0]));
    }

    [Fact]
    public void Another_rank_is_refused_and_named()
    {
        var e = Assert.Throws<ShapeMismatchException>(() => { DenseViews.Input("F", "x", "N, D", new ReadOnlyTensorSpan<float>(new float[6])); });
        Assert.Equal("F: 'x' [6] has rank 1 but [N, D] has rank 2 (Parameter 'x')", e.Message);
        e = Assert.Throws<ShapeMismatchException>(() => { DenseViews.Input("F", "sigma", "", new ReadOnlyTensorSpan<float>(new float[3])); });
        Assert.Equal("F: 'sigma' [3] has rank 1 but a scalar has rank 0 (Parameter 'sigma')", e.Message);
        Assert.Throws<ShapeMismatchException>(() => { DenseViews.Input<float>("F", "x", "N, D", default); });
        Assert.Throws<ShapeMismatchException>(() => { DenseViews.Destination<float>("F", "destination", "N", default); });
    }

    [Fact]
    public void A_view_with_gaps_is_refused_and_named()
    {
        var e = Assert.Throws<ArgumentException>(() =>
        {
            var whole = new ReadOnlyTensorSpan<float>(new float[12], [3, 4]);
            DenseViews.Input("F", "x", "N, D", whole.Slice(NRange.All, new NRange(0, 2)));
        });
        Assert.StartsWith("F: 'x' [N=3, D=2] is not dense: its strides are [4, 1] but row-major ones are [2, 1]", e.Message);
        Assert.Equal("x", e.ParamName);
    }

    [Fact]
    public void Extents_know_their_axes()
    {
        var extents = new TensorSizes(2, 3, 4, 5);
        Assert.Equal((4, 2, 5), (extents.Rank, extents[0], extents[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => extents[4]);
        Assert.Throws<ArgumentOutOfRangeException>(() => default(TensorSizes)[0]);
        Assert.Throws<ArgumentException>(() => new TensorSizes(1, 2, 3, 4, 5));
        Assert.Equal((true, 0), (default(TensorSizes).IsAbsent, default(TensorSizes).Rank));
    }
}
