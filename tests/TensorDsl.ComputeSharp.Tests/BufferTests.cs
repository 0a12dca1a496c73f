using ComputeSharp;
using ComputeSharp.Resources;
using TensorDsl.Hlsl;
using TensorDsl.Vulkan.Tests.Kernels;

namespace TensorDsl.BridgeTests;

/// <summary>The methods of a project's own templates over ComputeSharp's buffers, on the stand-in.</summary>
public sealed class BufferTests
{
    private abstract class N;

    private abstract class M;

    private abstract class D;

    [BridgeFact]
    public void A_context_runs_a_function_over_buffers_that_are_read_only_and_that_are_not()
    {
        using var scene = new Scene();
        var (x, y) = (Random(37 * 19, 1), Random(23 * 19, 2));
        float[] expected = Functions.Pairs(new Tensor<float, N, D>(x, 37, 19), new Tensor<float, M, D>(y, 23, 19), 2f).Span.ToArray();
        var inputs = new (StructuredBuffer<float> X, StructuredBuffer<float> Y)[]
        {
            (scene.ReadOnly(x), scene.ReadOnly(y)), (scene.Writable(x), scene.Writable(y)), (scene.ReadOnly(x), scene.Writable(y)), (scene.Writable(x), scene.ReadOnly(y)),
        };
        foreach (var (bx, by) in inputs)
        {
            var result = scene.Writable(new float[37 * 23]);
            using (ComputeContext context = scene.Graphics.CreateComputeContext()) context.Pairs(bx, by, result, n: 37, m: 23, d: 19, scale: 2f);
            AssertClose(expected, Read(result));
        }
    }

    [BridgeFact]
    public void A_device_runs_a_function_at_once()
    {
        using var scene = new Scene();
        var (x, y) = (Random(5 * 3, 3), Random(4 * 3, 4));
        var result = scene.Writable(new float[20]);
        scene.Graphics.Pairs(scene.ReadOnly(x), scene.ReadOnly(y), result, 5, 4, 3);
        Assert.Equal(1, scene.StandIn.Contexts);
        AssertClose(Functions.Pairs(new Tensor<float, N, D>(x, 5, 3), new Tensor<float, M, D>(y, 4, 3)).Span.ToArray(), Read(result));
    }

    [BridgeFact]
    public void Losses_and_gradients_write_what_is_asked_for()
    {
        using var scene = new Scene();
        var (x, y) = (Random(70 * 9, 5), Random(70 * 9, 6));
        var (tx, ty) = (new Tensor<float, N, D>(x, 70, 9), new Tensor<float, N, D>(y, 70, 9));
        var wanted = Tensors.Zeros<float, N, D>(70, 9);
        float expected = Functions.ContrastGradient(tx, ty, null, wanted, upstream: 3f);
        var (bx, by) = (scene.ReadOnly(x), scene.ReadOnly(y));
        var (loss, value, gradY) = (scene.Writable([0]), scene.Writable([0]), scene.Writable(new float[70 * 9]));
        using (ComputeContext context = scene.Graphics.CreateComputeContext())
        {
            context.Contrast(bx, by, loss, 70, 9);
            context.ContrastGradient(bx, by, value, null, gradY, 70, 9, upstream: 3f);
        }
        Assert.Equal(1, scene.StandIn.Contexts);
        Assert.Equal(expected, Read(loss)[0], 1e-4f);
        Assert.Equal(expected, Read(value)[0], 1e-4f);
        AssertClose(wanted.Span.ToArray(), Read(gradY));
    }

    [BridgeFact]
    public void Labels_are_ints_and_truth_values_uints()
    {
        using var scene = new Scene();
        float[] logits = Random(6 * 4, 7);
        int[] labels = [3, 0, 1, 1, 2, 3];
        bool[] mask = [true, false, true, true, false, true];
        float expected = Functions.Chosen(new Tensor<float, N, M>(logits, 6, 4), Tensors.Labels<N, M>(labels), new Tensor<bool, N>(mask, 6));
        var target = scene.Keep(scene.Graphics.AllocateReadOnlyBuffer<int>(6));
        target.CopyFrom<int>(labels);
        var flags = scene.Keep(scene.Graphics.AllocateReadWriteBuffer<uint>(6));
        flags.CopyFrom<uint>([.. mask.Select(m => m ? 1u : 0u)]);
        var value = scene.Writable([0]);
        scene.Graphics.Chosen(scene.ReadOnly(logits), target, flags, value, n: 6, c: 4);
        Assert.Equal(expected, Read(value)[0], 1e-4f);
    }

    [BridgeFact]
    public void Labels_are_written_as_ints()
    {
        using var scene = new Scene();
        var (x, y) = (Random(9 * 3, 10), Random(5 * 3, 11));
        var found = scene.Keep(scene.Graphics.AllocateReadWriteBuffer<int>(9));
        scene.Graphics.Nearest(scene.ReadOnly(x), scene.ReadOnly(y), found, n: 9, m: 5, d: 3);
        var positions = new int[9];
        found.CopyTo<int>(positions);
        Assert.Equal(Functions.Nearest(new Tensor<float, N, D>(x, 9, 3), new Tensor<float, M, D>(y, 5, 3)).Positions().ToArray(), positions);
    }

    /// <summary>Outputs of one call are inputs of the next; the barrier between them is the caller's, as between ComputeSharp's own shaders.</summary>
    [BridgeFact]
    public void Calls_are_chained_with_barriers_of_the_caller_s()
    {
        using var scene = new Scene();
        float[] x = Random(8 * 8, 8);
        var (input, first, second) = (scene.ReadOnly(x), scene.Writable(new float[64]), scene.Writable(new float[64]));
        using (ComputeContext context = scene.Graphics.CreateComputeContext())
        {
            context.Pairs(input, input, first, 8, 8, 8);
            context.Barrier(first);
            context.Pairs(first, first, second, 8, 8, 8);
        }
        var once = Functions.Pairs(new Tensor<float, N, D>(x, 8, 8), new Tensor<float, D, D>(x, 8, 8));
        AssertClose(Functions.Pairs(once, once.Rename<M, D>()).Span.ToArray(), Read(second));
    }

    [BridgeFact]
    public void What_does_not_fit_is_told_before_anything_is_recorded()
    {
        using var scene = new Scene();
        var (x, result) = (scene.ReadOnly(new float[12]), scene.Writable(new float[16]));
        string small = Assert.Throws<ShapeMismatchException>(() => scene.Graphics.Pairs(x, x, result, 4, 4, 4)).Message;
        Assert.StartsWith("Pairs: 'x' [N=4, D=4] has 16 elements but its buffer has 12", small, StringComparison.Ordinal);
        Assert.Throws<ShapeMismatchException>(() => scene.Graphics.Pairs(x, x, result, 4, 5, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => scene.Graphics.Pairs(x, x, result, 4, -1, 3));
        Assert.Throws<ArgumentNullException>("y", () => scene.Graphics.Pairs(x, null!, result, 4, 4, 3));
        Assert.Throws<ArgumentException>(() => scene.Graphics.Pairs(result, x, result, 4, 4, 3));
        Assert.Contains("[Dim(3)]", Assert.Throws<ShapeMismatchException>(() => scene.Graphics.Sized(x, result, 3, 4)).Message);
        using var other = new Scene();
        Assert.Throws<ArgumentException>(() => other.Graphics.Pairs(x, x, other.Writable(new float[16]), 4, 4, 3));
        Assert.Empty(scene.StandIn.Dispatches);
        scene.Graphics.Pairs(x, x, result, 4, 4, 3);
        Assert.NotEmpty(scene.StandIn.Dispatches);
    }

    [BridgeFact]
    public void A_type_without_extension_methods_has_plain_ones_and_names_do_not_meet()
    {
        using var scene = new Scene();
        var result = scene.Writable(new float[3]);
        Scope<string>.Twice(scene.Graphics, scene.ReadOnly([1, 2, 3]), 2f, result, 3);
        Assert.Equal([3, 6, 9], Read(result));
    }

    /// <summary>A kernel has three forms with read-only buffers; what comes after is copied.</summary>
    [BridgeFact]
    public void Any_combination_of_read_only_buffers_works()
    {
        using var scene = new Scene();
        var device = ComputeSharpDevice.Of(scene.Graphics);
        var sum = device.Wrap(scene.Writable([0]));
        for (int mask = 0; mask < 16; mask++)
        {
            GpuBuffer Input(int i) => device.Wrap((mask >> i & 1) == 1 ? (StructuredBuffer<float>)scene.ReadOnly([1 << i]) : scene.Writable([1 << i]));
            device.Dispatch<AddFour>([Input(0), Input(1), Input(2), Input(3), sum], [1], 1);
            var value = new float[1];
            device.Download(sum, System.Runtime.InteropServices.MemoryMarshal.AsBytes(value.AsSpan()));
            Assert.Equal(15, value[0]);
        }
        // Twelve combinations without a form, with 1 × 4 + 2 × 6 + 3 × 4 + 4 buffers less those of the three that came first: 1, 2 and 1 + 2.
        Assert.Equal(28, scene.StandIn.Dispatches.Count(d => d.Shader.GetGenericArguments()[0] == typeof(CopyWords)));
    }

    [BridgeFact]
    public void A_read_only_buffer_is_not_written()
    {
        using var scene = new Scene();
        var device = ComputeSharpDevice.Of(scene.Graphics);
        var x = device.Wrap(scene.ReadOnly([1]));
        Assert.Contains("ReadOnlyBuffer", Assert.Throws<ArgumentException>(() => device.Dispatch<Increment>([x], [1], 1)).Message);
        Assert.Throws<ArgumentException>(() => device.Wrap(scene.Keep(scene.Graphics.AllocateReadOnlyBuffer<double>(1))));
    }

    [BridgeFact]
    public void Memory_between_kernels_is_kept_for_the_next_call()
    {
        using var scene = new Scene();
        var (x, value) = (scene.ReadOnly(Random(70 * 9, 9)), scene.Writable([0]));
        scene.Graphics.Contrast(x, x, value, 70, 9);
        int live = scene.StandIn.Live;
        for (int i = 0; i < 3; i++) scene.Graphics.Contrast(x, x, value, 70, 9);
        Assert.Equal(live, scene.StandIn.Live);
    }

    private static float[] Random(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.5))];
    }

    private static float[] Read(ReadWriteBuffer<float> buffer)
    {
        var values = new float[buffer.Length];
        buffer.CopyTo<float>(values);
        return values;
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        float scale = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], scale * 1e-4f);
    }

    /// <summary>A device, and buffers on it that end with it.</summary>
    private sealed class Scene : IDisposable
    {
        private readonly TensorDsl.Vulkan.VulkanDevice _vulkan = TensorDsl.Vulkan.VulkanDevice.Create();
        private readonly List<IDisposable> _kept = [];

        // One compiler for all tests: it is a static of the bridge.
        static Scene() => System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(typeof(BridgeDevice).TypeHandle);

        public Scene()
        {
            StandIn = new VulkanStandIn(_vulkan);
            Graphics = new GraphicsDevice(StandIn);
        }

        public VulkanStandIn StandIn { get; }

        public GraphicsDevice Graphics { get; }

        public T Keep<T>(T buffer)
            where T : IDisposable
        {
            _kept.Add(buffer);
            return buffer;
        }

        public ReadOnlyBuffer<float> ReadOnly(float[] values)
        {
            var buffer = Keep(Graphics.AllocateReadOnlyBuffer<float>(values.Length));
            buffer.CopyFrom<float>(values);
            return buffer;
        }

        public ReadWriteBuffer<float> Writable(float[] values)
        {
            var buffer = Keep(Graphics.AllocateReadWriteBuffer<float>(values.Length));
            buffer.CopyFrom<float>(values);
            return buffer;
        }

        public void Dispose()
        {
            ComputeSharpDevice.Of(Graphics).Dispose();
            foreach (var kept in _kept) kept.Dispose();
            Assert.Equal(0, StandIn.Live);
            _vulkan.Dispose();
        }
    }
}
