using TensorDsl.Hlsl;

namespace TensorDsl.Tests.Gpu;

public sealed class HlslSourceTests
{
    private static readonly GpuKernel s_kernel = new(
        "Kernel",
        "groupshared float part[64];\n",
        "sums[groupId] = scale * x[threadIndex];\n\ny[groupId] = first;",
        8,
        4,
        2,
        [new("sums", GpuScalar.Float, true), new("x", GpuScalar.Float, false), new("labels", GpuScalar.Int, false), new("y", GpuScalar.UInt, true)],
        [new("n", GpuScalar.UInt), new("first", GpuScalar.Int), new("scale", GpuScalar.Float)]);

    [Fact]
    public void The_text_is_composed_from_the_facts()
        => Assert.Equal(
            """
            #ifdef TENSORDSL_VULKAN
            [[vk::push_constant]] cbuffer _
            #else
            cbuffer _ : register(b0)
            #endif
            {
                uint __x;
                uint __y;
                uint __z;
                uint n;
                int first;
                float scale;
            };

            RWStructuredBuffer<float> sums : register(u0);
            StructuredBuffer<float> x : register(t0);
            StructuredBuffer<int> labels : register(t1);
            RWStructuredBuffer<uint> y : register(u1);

            groupshared float part[64];

            [numthreads(8, 4, 2)]
            void Execute(uint3 __group : SV_GroupID, uint3 threadId : SV_GroupThreadID, uint threadIndex : SV_GroupIndex)
            {
                uint groupId = __group.y * __y + __group.x;
                if (groupId >= __x) { return; }
                sums[groupId] = scale * x[threadIndex];

                y[groupId] = first;
            }

            """,
            HlslSource.Of(s_kernel));

    [Fact]
    public void As_writable_views_all_bindings_are_numbered_together()
    {
        string text = HlslSource.Of(s_kernel, readOnly: 0);
        Assert.Contains("RWStructuredBuffer<float> sums : register(u0);\nRWStructuredBuffer<float> x : register(u1);\n", text);
        Assert.Contains("RWStructuredBuffer<int> labels : register(u2);\nRWStructuredBuffer<uint> y : register(u3);\n", text);
    }

    [Fact]
    public void The_name_is_no_part_of_the_text()
    {
        var other = new GpuKernel("Other", s_kernel.Declarations, s_kernel.Body, 8, 4, 2, s_kernel.Bindings, s_kernel.Constants);
        Assert.Equal(HlslSource.Of(s_kernel), HlslSource.Of(other));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(65535, 65535, 1)]
    [InlineData(65536, 32768, 2)]
    [InlineData(65537, 32769, 2)]
    [InlineData(65535L * 65535, 65535, 65535)]
    public void A_grid_is_folded_into_lines_of_equal_length(long groups, uint x, uint y) => Assert.Equal((x, y), HlslSource.Fold(groups));

    [Fact]
    public void A_folded_grid_holds_all_groups_and_less_than_a_line_more()
    {
        for (long groups = 65536; groups < 1L << 31; groups += groups / 7 + 1)
        {
            var (x, y) = HlslSource.Fold(groups);
            Assert.InRange(x, 1u, 65535u);
            Assert.InRange(y, 1u, 65535u);
            Assert.InRange((long)x * y, groups, groups + y - 1);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65535L * 65535 + 1)]
    public void A_grid_that_cannot_be_is_refused(long groups) => Assert.Throws<ArgumentOutOfRangeException>(() => HlslSource.Fold(groups));

    [Fact]
    public void Constants_follow_the_words_in_front()
    {
        var words = new uint[6];
        Assert.Equal((50000u, 2u), HlslSource.WriteConstants(100_000, [7, 8, 9], words));
        Assert.Equal([100_000, 50_000, 0, 7, 8, 9], words);
        Assert.Equal(24, s_kernel.ConstantBytes);
    }

    [Fact]
    public void A_kernel_beyond_what_devices_promise_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Kernel(1025, 1, 1));
        Assert.Throws<ArgumentException>(() => Kernel(1, 1, 65));
        Assert.Throws<ArgumentException>(() => Kernel(32, 33, 1));
        Assert.Throws<ArgumentException>(() => Kernel(0, 1, 1));
        Kernel(32, 32, 1, 16, 29);
        Assert.Throws<ArgumentException>(() => Kernel(1, 1, 1, 17));
        Assert.Throws<ArgumentException>(() => Kernel(1, 1, 1, 1, 30));

        static GpuKernel Kernel(int x, int y, int z, int buffers = 1, int constants = 0) => new(
            "K",
            "",
            "",
            x,
            y,
            z,
            [.. Enumerable.Range(0, buffers).Select(i => new GpuBinding($"b{i}", GpuScalar.Float, true))],
            [.. Enumerable.Range(0, constants).Select(i => new GpuConstant($"c{i}", GpuScalar.Float))]);
    }
}
