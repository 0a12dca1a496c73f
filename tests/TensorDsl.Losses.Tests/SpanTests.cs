using System.Buffers;
using System.Numerics.Tensors;

namespace TensorDsl.LossTests;

/// <summary>
/// The forms over tensor spans of the base class library: they run the code of the forms over tensors, so the results are the same to the last
/// bit; what differs is that shapes are checked when they are called.
/// </summary>
public class SpanTests
{
    private abstract class Rows;
    private abstract class Others;
    private abstract class Width;
    private abstract class Classes;
    private abstract class Pixels;
    private abstract class Parts;

    private static readonly Tensor<float, Rows, Width> s_x = Tensors.Normal<float, Rows, Width>(7, 19, seed: 1);
    private static readonly Tensor<float, Rows, Width> s_y = Tensors.Normal<float, Rows, Width>(7, 19, seed: 2);

    private static TensorSpan<float> Zeros(params nint[] lengths) => new(new float[(int)TensorPrimitives.Product<nint>(lengths)], lengths);

    private static float[] Elements(in ReadOnlyTensorSpan<float> span)
    {
        float[] elements = new float[(int)span.FlattenedLength];
        span.FlattenTo(elements);
        return elements;
    }

    [Fact]
    public void A_loss_and_its_gradients()
    {
        var (gradX, gradY) = (Tensors.Zeros<float, Rows, Width>(7, 19), Tensors.Zeros<float, Rows, Width>(7, 19));
        float expected = Losses.InfoNceGradient(s_x, s_y, gradX, gradY, temperature: 0.2f, upstream: 3);
        var spanX = Zeros(7, 19);
        var spanY = Zeros(7, 19);
        Assert.Equal(expected, Losses.Spans.InfoNceGradient(s_x.AsTensorSpan(), s_y.AsTensorSpan(), spanX, spanY, temperature: 0.2f, upstream: 3));
        Assert.Equal(gradX.ToArray(), Elements(spanX));
        Assert.Equal(gradY.ToArray(), Elements(spanY));
        Assert.Equal(expected, Losses.Spans.InfoNce(s_x.AsTensorSpan(), s_y.AsTensorSpan(), temperature: 0.2f));
    }

    [Fact]
    public void In_double()
    {
        var (x, y) = (Tensors.Normal<double, Rows, Width>(7, 19, seed: 1), Tensors.Normal<double, Rows, Width>(7, 19, seed: 2));
        Assert.Equal(Losses.InfoNce(x, y), Losses.Spans.InfoNce(x.AsTensorSpan(), y.AsTensorSpan()));
    }

    [Fact]
    public void A_default_span_is_a_gradient_not_asked_for()
    {
        var all = Zeros(7, 19);
        var one = Zeros(7, 19);
        Losses.Spans.InfoNceGradient(s_x.AsTensorSpan(), s_y.AsTensorSpan(), Zeros(7, 19), all);
        Losses.Spans.InfoNceGradient(s_x.AsTensorSpan(), s_y.AsTensorSpan(), default, one);
        Assert.Equal(Elements(all), Elements(one));
    }

    [Fact]
    public void A_similarity_new_and_into_a_destination_and_backward()
    {
        var others = Tensors.Normal<float, Others, Width>(4, 19, seed: 3);
        var expected = Similarities.CosineMatrix(s_x, others);
        var made = Similarities.Spans.CosineMatrix(s_x.AsTensorSpan(), others.AsTensorSpan());
        Assert.Equal([7, 4], made.Lengths.ToArray());
        Assert.Equal(expected.ToArray(), Elements(made.AsReadOnlyTensorSpan()));
        var into = Zeros(7, 4);
        Similarities.Spans.CosineMatrixInto(s_x.AsTensorSpan(), others.AsTensorSpan(), into);
        Assert.Equal(expected.ToArray(), Elements(into));

        var (gradX, gradY) = (Tensors.Zeros<float, Rows, Width>(7, 19), Tensors.Zeros<float, Others, Width>(4, 19));
        Similarities.CosineMatrixBackward(s_x, others, expected, gradX, gradY);
        var spanX = Zeros(7, 19);
        var spanY = Zeros(4, 19);
        Similarities.Spans.CosineMatrixBackward(s_x.AsTensorSpan(), others.AsTensorSpan(), into, spanX, spanY);
        Assert.Equal(gradX.ToArray(), Elements(spanX));
        Assert.Equal(gradY.ToArray(), Elements(spanY));
    }

    [Fact]
    public void Tensors_of_the_base_class_library_convert_by_themselves()
    {
        var x = System.Numerics.Tensors.Tensor.Create(s_x.ToArray(), [7, 19]);
        var y = System.Numerics.Tensors.Tensor.Create(s_y.ToArray(), [7, 19]);
        Assert.Equal(Losses.InfoNce(s_x, s_y), Losses.Spans.InfoNce(x, y));
    }

    [Fact]
    public void Overloads_that_differ_in_ranks_only_are_one_method()
    {
        var logits = Tensors.Normal<float, Rows, Classes>(7, 5, seed: 4);
        var target = Tensors.Labels<Rows, Classes>([0, 1, 2, 3, 4, 0, 1]);
        var images = Tensors.Normal<float, Rows, Classes, Pixels>(2, 5, 3, seed: 5);
        var pixels = Tensors.Labels<Rows, Pixels, Classes>([0, 1, 2, 3, 4, 0], 2, 3);
        Assert.Equal(Losses.CrossEntropy(logits, target), Losses.Spans.CrossEntropy(logits.AsTensorSpan(), Ints(target)));
        Assert.Equal(
            Losses.CrossEntropy(images, pixels, labelSmoothing: 0.1f),
            Losses.Spans.CrossEntropy(images.AsTensorSpan(), new ReadOnlyTensorSpan<int>(pixels.Positions(), [2, 3]), labelSmoothing: 0.1f));

        var e = Assert.Throws<ArgumentException>(() => Losses.Spans.CrossEntropy(s_x.AsTensorSpan(), new ReadOnlyTensorSpan<int>(new int[4], [2, 2])));
        Assert.Equal(
            "CrossEntropy: no form takes ranks logits: 2, target: 2; there are logits [N, C], target [N] and logits [N, C, L], target [N, L]", e.Message);
    }

    [Fact]
    public void Parameters_that_differ_in_name_and_rank_only_carry_both_names()
    {
        var target = Tensors.Filled<float, Rows, Width>(0.3f, 7, 19);
        var (weight, posWeight) = (Tensors.Filled<float, Rows, Width>(2, 7, 19), Tensors.Filled<float, Width>(3, 19));
        Assert.Equal(
            Losses.BinaryCrossEntropyWithLogits(s_x, target, weight: weight),
            Losses.Spans.BinaryCrossEntropyWithLogits(s_x.AsTensorSpan(), target.AsTensorSpan(), weightOrPosWeight: weight.AsTensorSpan()));
        Assert.Equal(
            Losses.BinaryCrossEntropyWithLogits(s_x, target, posWeight: posWeight),
            Losses.Spans.BinaryCrossEntropyWithLogits(s_x.AsTensorSpan(), target.AsTensorSpan(), weightOrPosWeight: posWeight.AsTensorSpan()));
    }

    [Fact]
    public void A_number_beside_results_that_are_tensors_is_a_tensor_of_one_element()
    {
        var (u, v) = (Tensors.Normal<float, Width>(19, seed: 1), Tensors.Normal<float, Width>(19, seed: 2));
        var one = Similarities.Spans.CosineSimilarity(u.AsTensorSpan(), v.AsTensorSpan());
        Assert.Equal(Similarities.CosineSimilarity(u, v), Assert.Single(Elements(one.AsReadOnlyTensorSpan())));
        var rows = Similarities.Spans.CosineSimilarity(s_x.AsTensorSpan(), s_y.AsTensorSpan());
        Assert.Equal(Similarities.CosineSimilarity(s_x, s_y).ToArray(), Elements(rows.AsReadOnlyTensorSpan()));
    }

    [Fact]
    public void Masks_are_spans_of_bool()
    {
        bool[] a = [true, false, true, true, false, true], b = [true, true, false, true, false, false];
        var (x, y) = (new Tensor<bool, Rows, Width>(a, 2, 3), new Tensor<bool, Rows, Width>(b, 2, 3));
        var made = Similarities.Spans.Jaccard(new ReadOnlyTensorSpan<bool>(a, [2, 3]), new ReadOnlyTensorSpan<bool>(b, [2, 3]), 1f);
        Assert.Equal(Similarities.Jaccard(x, y, 1f).ToArray(), Elements(made.AsReadOnlyTensorSpan()));
    }

    [Fact]
    public void A_learnable_scalar_is_a_span_of_one_element()
    {
        var weight = Tensors.Normal<float, Classes, Parts, Width>(3, 2, 19, seed: 6);
        float[] sigma = [7];
        var expected = Similarities.CosineLinear(s_x, weight, new Tensor<float>(sigma));
        var made = Similarities.Spans.CosineLinear(s_x.AsTensorSpan(), weight.AsTensorSpan(), new ReadOnlyTensorSpan<float>(sigma));
        Assert.Equal(expected.ToArray(), Elements(made.AsReadOnlyTensorSpan()));

        var upstream = Tensors.Filled<float, Rows, Classes>(1, 7, 3);
        var gradSigma = new Tensor<float>(0);
        var spanSigma = Zeros(1);
        Similarities.CosineLinearBackward(s_x, weight, new Tensor<float>(sigma), upstream, null, null, gradSigma);
        Similarities.Spans.CosineLinearBackward(s_x.AsTensorSpan(), weight.AsTensorSpan(), new ReadOnlyTensorSpan<float>(sigma), upstream.AsTensorSpan(), default, default, spanSigma);
        Assert.Equal(gradSigma.ToArray(), Elements(spanSigma));
    }

    [Fact]
    public void A_tuple_is_a_tuple_of_tensors_and_the_elements_may_be_written_in_place()
    {
        Tensor<float, Width> New(ulong seed) => Tensors.Uniform<float, Width>(19, seed: seed);
        var expected = Optimizers.Adam(New(1), New(2), New(3), New(4), step: 3);
        var (w, m, v) = Optimizers.Spans.Adam(New(1).AsTensorSpan(), New(2).AsTensorSpan(), New(3).AsTensorSpan(), New(4).AsTensorSpan(), step: 3);
        Assert.Equal(expected.w.ToArray(), Elements(w.AsReadOnlyTensorSpan()));
        Assert.Equal(expected.expAvg.ToArray(), Elements(m.AsReadOnlyTensorSpan()));
        Assert.Equal(expected.expAvgSq.ToArray(), Elements(v.AsReadOnlyTensorSpan()));

        var w2 = New(1).AsTensorSpan();
        var m2 = New(3).AsTensorSpan();
        var v2 = New(4).AsTensorSpan();
        Optimizers.Spans.AdamInto(w2, New(2).AsTensorSpan(), m2, v2, 3, w2, m2, v2);
        Assert.Equal(expected.w.ToArray(), Elements(w2));
    }

    [Fact]
    public void Mismatches_name_both_arguments_and_write_nothing()
    {
        float[] grad = [.. Enumerable.Repeat(float.NaN, 6)];
        void Call(int rows, int width, int gradRows)
            => Losses.Spans.InfoNceGradient(
                new ReadOnlyTensorSpan<float>(new float[6], [2, 3]), new ReadOnlyTensorSpan<float>(new float[rows * width], [rows, width]),
                new TensorSpan<float>(grad, [gradRows, 6 / gradRows]), default);
        Assert.Equal(
            "InfoNce: dimension D is 3 in 'query' [N=2, D=3] but 4 in 'key' [N=2, D=4] (Parameter 'key')",
            Assert.Throws<ShapeMismatchException>(() => Call(2, 4, 2)).Message);
        Assert.Equal(
            "InfoNce: 'gradQuery' is [N=3, D=2] but the result is [N=2, D=3] (Parameter 'gradQuery')",
            Assert.Throws<ShapeMismatchException>(() => Call(2, 3, 3)).Message);
        Assert.All(grad, g => Assert.Equal(float.NaN, g));
    }

    [Fact]
    public void A_rank_is_refused_by_name()
        => Assert.Equal(
            "InfoNce: 'key' [6] has rank 1 but [N, D] has rank 2 (Parameter 'key')",
            Assert.Throws<ShapeMismatchException>(() => Losses.Spans.InfoNce(new ReadOnlyTensorSpan<float>(new float[6], [2, 3]), new ReadOnlyTensorSpan<float>(new float[6]))).Message);

    [Fact]
    public void Strided_inputs_and_destinations_are_refused_by_name()
    {
        var e = Assert.Throws<ArgumentException>(() => Losses.Spans.InfoNce(s_x.AsTensorSpan().Slice(NRange.All, new NRange(0, 5)), s_y.AsTensorSpan()));
        Assert.StartsWith("InfoNce: 'query' [N=7, D=5] is not dense: its strides are [19, 1] but row-major ones are [5, 1]", e.Message);
        e = Assert.Throws<ArgumentException>(() => Losses.Spans.InfoNceGradient(
            s_x.AsTensorSpan(), s_y.AsTensorSpan(), Zeros(7, 20).Slice(NRange.All, new NRange(0, 19)), default));
        Assert.Equal("gradQuery", e.ParamName);
    }

    [Fact]
    public void A_slice_of_whole_rows_is_dense()
    {
        var (x, y) = (new Tensor<float, Rows, Width>(s_x.Memory[19..], 6, 19), new Tensor<float, Rows, Width>(s_y.Memory[19..], 6, 19));
        Assert.Equal(
            Losses.InfoNce(x, y),
            Losses.Spans.InfoNce(s_x.AsTensorSpan().Slice(new NRange(1, 7), NRange.All), s_y.AsTensorSpan().Slice(new NRange(1, 7), NRange.All)));
    }

    [Fact]
    public void Empty_spans_are_as_empty_tensors()
    {
        var none = Tensors.Zeros<float, Rows, Width>(0, 19);
        Assert.Equal(Losses.Mse(none, none), Losses.Spans.Mse(none.AsTensorSpan(), none.AsTensorSpan()));
        Assert.Equal(Losses.MseSum(none, none), Losses.Spans.MseSum(none.AsTensorSpan(), none.AsTensorSpan()));
        var made = Similarities.Spans.CosineMatrix(s_x.AsTensorSpan(), none.AsTensorSpan());
        Assert.Equal([7, 0], made.Lengths.ToArray());
    }

    [Fact]
    public void Labels_out_of_range_are_named()
        => Assert.Equal("target", Assert.Throws<ArgumentOutOfRangeException>(
            () => Losses.Spans.CrossEntropy(s_x.AsTensorSpan(), new ReadOnlyTensorSpan<int>([0, 1, 19, 0, 0, 0, 0]))).ParamName);

    [Fact]
    public void A_destination_over_an_input_is_refused()
        => Assert.Contains("'gradQuery' overlaps the memory of 'query'", Assert.Throws<ArgumentException>(
            () => Losses.Spans.InfoNceGradient(s_x.AsTensorSpan(), s_y.AsTensorSpan(), s_x.AsTensorSpan(), default)).Message);

    /// <summary>Neither the views nor a number's place are allocated.</summary>
    [Fact]
    public void Calls_that_return_a_number_allocate_nothing()
    {
        var (gradX, gradY) = (Tensors.Zeros<float, Rows, Width>(7, 19), Tensors.Zeros<float, Rows, Width>(7, 19));
        Assert.Equal(0, Allocated(() => Losses.InfoNceGradient(s_x, s_y, gradX, gradY)));
        Assert.Equal(0, Allocated(() => Losses.Spans.InfoNceGradient(s_x.AsTensorSpan(), s_y.AsTensorSpan(), gradX.AsTensorSpan(), gradY.AsTensorSpan())));
    }

    private static long Allocated(Action call)
    {
        for (int i = 0; i < 50; i++) call();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++) call();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static ReadOnlyTensorSpan<int> Ints(Tensor<Index<Classes>, Rows> labels) => new(labels.Positions());
}
