using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace TensorDsl.Tests.RunTime;

public class ShapesTests
{
    private static Tensor<float, A, B> Zeros<A, B>(int a, int b) => Tensors.Zeros<float, A, B>(a, b);

    [Fact]
    public void Match_gives_the_common_size()
    {
        var (x, y) = (Zeros<Batch, Hidden>(5, 768), Zeros<Hidden, Batch>(768, 4));
        Assert.Equal(768, Shapes.Match("F", "D", x.Sizes, "x", "N, D", 1, y.Sizes, "y", "D, M", 0));
    }

    [Fact]
    public void Match_names_both_sides()
    {
        var e = Assert.Throws<ShapeMismatchException>(() => Shapes.Match(
            "CosineMatrix", "D", new TensorSizes(5, 768), "x", "N, D", 1, new TensorSizes(60, 512), "y", "M, D", 1));
        Assert.Equal(
            "CosineMatrix: dimension D is 768 in 'x' [N=5, D=768] but 512 in 'y' [M=60, D=512] (Parameter 'y')", e.Message);
        Assert.Equal("y", e.ParamName);
    }

    [Fact]
    public void Match_of_one_tensor_names_its_two_axes()
    {
        var s = Zeros<Batch, Prime<Batch>>(5, 6);
        var e = Assert.Throws<ShapeMismatchException>(
            () => Shapes.Match("InfoNce", "N", s.Sizes, "s", "N, Prime<N>", 0, s.Sizes, "s", "N, Prime<N>", 1));
        Assert.Equal("InfoNce: dimension N is 5 in 's' [N=5, Prime<N>=6] but 6 in 's' [N=5, Prime<N>=6] (Parameter 's')", e.Message);
    }

    [Fact]
    public void Match_does_not_allocate_when_sizes_agree()
    {
        TensorBase x = Zeros<Batch, Hidden>(5, 7), y = Zeros<Batch, Hidden>(6, 7);
        long Measure()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++) Shapes.Match("F", "D", x.Sizes, "x", "N, D", 1, y.Sizes, "y", "M, D", 1);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Measure();
        Assert.Equal(0, Measure());
    }

    [Fact]
    public void Rank_names_the_declared_dims()
    {
        Shapes.Rank("F", "x", "N, D", 2, [5, 768]);
        var e = Assert.Throws<ShapeMismatchException>(() => Shapes.Rank("CosineMatrix", "x", "N, D", 2, [5, 2, 768]));
        Assert.Equal("CosineMatrix: 'x' [5, 2, 768] has rank 3 but [N, D] has rank 2 (Parameter 'x')", e.Message);
    }

    [Fact]
    public void Declared_names_the_dim_and_both_sizes()
    {
        Shapes.Declared<Embed>("F", "x", "N, D", 1, [5, 3]);
        Shapes.Declared<Batch>("F", "x", "N, D", 1, [5, 4]);
        var e = Assert.Throws<ShapeMismatchException>(() => Shapes.Declared<Embed>("F", "x", "N, D", 1, [5, 4]));
        Assert.Equal("F: 'x' [N=5, D=4]: dimension Embed is declared [Dim(3)] but is 4 here (Parameter 'x')", e.Message);
    }

    [Fact]
    public void Dense_accepts_what_the_base_class_library_calls_dense()
    {
        int[][] shapes = [[5], [2, 3], [1, 3], [3, 1], [1, 1], [0, 3], [3, 0], [2, 1, 3], [2, 3, 4, 5]];
        foreach (int[] shape in shapes)
        {
            nint[] lengths = [.. shape.Select(s => (nint)s)];
            var span = new TensorSpan<float>(new float[shape.Aggregate(1, (a, b) => a * b)], lengths);
            Shapes.Dense("F", "x", string.Join(", ", shape.Select((_, i) => $"A{i}")), span.Lengths, span.Strides);
        }
    }

    [Fact]
    public void Dense_refuses_transposed_sliced_and_broadcast_views()
    {
        Assert.Equal(
            "F: 'x' [N=5, D=768] is not dense: its strides are [1, 5] but row-major ones are [768, 1]; copy it into dense memory " +
            "first (Parameter 'x')",
            Assert.Throws<ArgumentException>(() => Shapes.Dense("F", "x", "N, D", [5, 768], [1, 5])).Message);
        Assert.Throws<ArgumentException>(() =>
        {
            var view = new TensorSpan<float>(new float[12], [3, 4]).Slice(NRange.All, new NRange(0, 2));
            Shapes.Dense("F", "x", "N, D", view.Lengths, view.Strides);
        });
        Assert.Throws<ArgumentException>(() => Shapes.Dense("F", "x", "N, D", [5, 3], [0, 1]));
    }

    [Fact]
    public void SameExtent_names_the_relabelled_dims()
    {
        Shapes.SameExtent("F", "N", 5, "M", 5);
        var e = Assert.Throws<ShapeMismatchException>(() => Shapes.SameExtent("SiameseLoss", "N", 5, "M", 6));
        Assert.Equal("SiameseLoss: Relabel<N, M> needs equal extents, but N is 5 and M is 6", e.Message);
    }

    [Fact]
    public void Destination_names_what_it_is_and_what_the_result_is()
    {
        Shapes.Destination("F", Zeros<Batch, Hidden>(5, 60).Sizes, "destination", "N, M", 5, 60);
        var e = Assert.Throws<ShapeMismatchException>(
            () => Shapes.Destination("CosineMatrix", Zeros<Batch, Hidden>(5, 59).Sizes, "destination", "N, M", 5, 60));
        Assert.Equal("CosineMatrix: 'destination' is [N=5, M=59] but the result is [N=5, M=60] (Parameter 'destination')", e.Message);
    }

    [Fact]
    public void Destination_of_a_scalar_has_nothing_to_differ_in() => Shapes.Destination("F", new Tensor<float>(0).Sizes, "destination", "");

    [Fact]
    public void A_destination_that_is_absent_is_not_checked() => Shapes.Destination("F", default, "gradX", "N, M", 5, 60);

    [Fact]
    public void NoOverlap_refuses_shared_memory()
    {
        byte[] memory = new byte[16];
        Shapes.NoOverlap("F", "destination", memory.AsSpan(0, 8), "x", memory.AsSpan(8, 8));
        Shapes.NoOverlap("F", "destination", memory, "x", new byte[16]);
        Shapes.NoOverlap("F", "destination", memory.AsSpan(4, 0), "x", memory);

        var e = Assert.Throws<ArgumentException>(
            () => Shapes.NoOverlap("CosineMatrix", "destination", memory.AsSpan(0, 9), "x", memory.AsSpan(8)));
        Assert.Equal(
            "CosineMatrix: 'destination' overlaps the memory of 'x', which is read while it is written; give it memory of its own " +
            "(Parameter 'destination')",
            e.Message);
        Assert.Throws<ArgumentException>(() => Shapes.NoOverlap("F", "destination", memory, "x", memory));
    }

    [Fact]
    public void NoOverlap_allows_exactly_the_same_memory_where_asked_to()
    {
        byte[] memory = new byte[16];
        Shapes.NoOverlap("Adam", "destination", memory, "x", memory, allowSame: true);
        var e = Assert.Throws<ArgumentException>(
            () => Shapes.NoOverlap("Adam", "destination", memory.AsSpan(0, 12), "x", memory.AsSpan(4, 12), allowSame: true));
        Assert.Equal(
            "Adam: 'destination' overlaps the memory of 'x' in part; it must be exactly the same memory or separate " +
            "(Parameter 'destination')",
            e.Message);
        Assert.Throws<ArgumentException>(() => Shapes.NoOverlap("Adam", "destination", memory.AsSpan(0, 8), "x", memory, allowSame: true));
    }

    [Fact]
    public void Labels_names_the_first_one_outside()
    {
        var e = Assert.Throws<ArgumentOutOfRangeException>(() => Shapes.Labels("CrossEntropy", "target", [0, 9, 3, 12, -1], 10, "C"));
        Assert.Equal("CrossEntropy: label 12 at position 3 of 'target' is outside [0, 10) (dimension C) (Parameter 'target')", e.Message);
        e = Assert.Throws<ArgumentOutOfRangeException>(() => Shapes.Labels("CrossEntropy", "target", [-100, -1], 10, "C", -100));
        Assert.Equal(
            "CrossEntropy: label -1 at position 1 of 'target' is outside [0, 10) (dimension C) and is not the ignored label -100 " +
            "(Parameter 'target')",
            e.Message);
    }

    // Every length around the vector width, every position, and the values next to the bounds.
    [Fact]
    public void Labels_finds_a_label_at_every_position()
    {
        foreach (int bad in new[] { 10, 11, -1, int.MinValue, int.MaxValue })
        {
            for (int length = 1; length < 40; length++)
            {
                for (int at = 0; at < length; at++)
                {
                    int[] labels = [.. Enumerable.Range(0, length).Select(i => i % 10)];
                    Shapes.Labels("F", "y", labels, 10, "C");
                    labels[at] = bad;
                    labels[^1] = at == length - 1 ? bad : labels[^1];
                    var e = Assert.Throws<ArgumentOutOfRangeException>(() => Shapes.Labels("F", "y", labels, 10, "C"));
                    Assert.StartsWith($"F: label {bad} at position {at} of 'y'", e.Message);
                    e = Assert.Throws<ArgumentOutOfRangeException>(() => Shapes.Labels("F", "y", labels, 10, "C", ignoreIndex: -100));
                    Assert.StartsWith($"F: label {bad} at position {at} of 'y'", e.Message);
                    Shapes.Labels("F", "y", labels, 10, "C", ignoreIndex: bad);
                }
            }
        }
    }

    [Fact]
    public void Without_classes_no_label_is_inside()
    {
        Shapes.Labels("F", "y", [], 0, "C");
        Assert.Throws<ArgumentOutOfRangeException>(() => Shapes.Labels("F", "y", [0], 0, "C"));
        Shapes.Labels("F", "y", [0], 0, "C", ignoreIndex: 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => Shapes.Labels("F", "y", [0], 0, "C", ignoreIndex: -100));
    }

    [Fact]
    public void Positions_of_labels_are_checked_without_copying()
    {
        var labels = new Tensor<Index<Classes>, Batch>(new Index<Classes>[] { 1, 2 }, 2);
        Shapes.Labels("F", "y", labels.Positions(), 3, "C");
        Assert.True(MemoryMarshal.AsBytes(labels.Span) == MemoryMarshal.AsBytes(labels.Positions()));
    }
}
