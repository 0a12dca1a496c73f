using System.Reflection;
using System.Runtime.InteropServices;
using ComputeSharp;
using ComputeSharp.Interop;
using TensorDsl.Hlsl;
using TensorDsl.Vulkan;

namespace TensorDsl.BridgeTests;

/// <summary>
/// Runs what the bridge hands to ComputeSharp on Vulkan, after checking it as Direct3D would: that what the descriptor says fits what was
/// loaded, and that no shader touches what an earlier one of the same context writes without a barrier between them.
/// </summary>
internal sealed class VulkanStandIn(VulkanDevice vulkan) : StandIn
{
    private readonly Dictionary<object, bool> _touched = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<object> _known = new(ReferenceEqualityComparer.Instance);
    private bool _isRecording;

    public override string Name => "stand-in";

    public override bool IsHardwareAccelerated => false;

    /// <summary>Called before each thing done; it may throw as a driver would.</summary>
    public Action<string>? Before { get; set; }

    public List<StandInDispatch> Dispatches { get; } = [];

    public int Contexts { get; private set; }

    public int Barriers { get; private set; }

    public int Live { get; private set; }

    public override object Allocate(int bytes)
    {
        Before?.Invoke("Allocate");
        Live++;
        return vulkan.Rent(bytes / 4);
    }

    public override void Free(object buffer)
    {
        Live--;
        ((GpuBuffer)buffer).Dispose();
    }

    public override void Write(object buffer, ReadOnlySpan<byte> data)
    {
        Before?.Invoke("Write");
        Assert.False(_isRecording);
        vulkan.Upload((GpuBuffer)buffer, data);
    }

    public override void Read(object buffer, Span<byte> data)
    {
        Before?.Invoke("Read");
        Assert.False(_isRecording);
        vulkan.Download((GpuBuffer)buffer, data);
    }

    public override void Begin()
    {
        Before?.Invoke("Begin");
        Assert.False(_isRecording);
        _isRecording = true;
        _touched.Clear();
        Contexts++;
    }

    public override void Barrier(object buffer)
    {
        Assert.True(_isRecording);
        // A barrier for what another context touched is needless, but who records into contexts of others can't know that.
        Assert.True(_touched.Remove(buffer) || _known.Contains(buffer), "a barrier for what nothing touched");
        Barriers++;
    }

    public override void Run(StandInDispatch dispatch)
    {
        Before?.Invoke("Run");
        Assert.True(_isRecording);
        Dispatches.Add(dispatch);
        var kernel = KernelOf(dispatch.Shader);
        Assert.Equal((kernel.GroupX, kernel.GroupY, kernel.GroupZ), dispatch.Threads);
        Assert.Equal(dispatch.ConstantBufferSize, dispatch.Constants.Length);
        Assert.Equal(kernel.Bindings.Count, dispatch.Ranges.Count);
        Assert.Equal(dispatch.Ranges.Count, dispatch.Buffers.Count);
        var next = new uint[2];
        for (int i = 0; i < dispatch.Ranges.Count; i++)
        {
            var (buffer, isReadOnly) = dispatch.Buffers[i];
            // The view that the buffer has must be the one that the root signature says and the shader declares.
            var type = isReadOnly ? ResourceDescriptorRangeType.ShaderResourceView : ResourceDescriptorRangeType.UnorderedAccessView;
            uint register = next[isReadOnly ? 0 : 1]++;
            Assert.Equal((type, register), (dispatch.Ranges[i].Type, dispatch.Ranges[i].Register));
            Assert.Contains($" {kernel.Bindings[i].Name} : register({(isReadOnly ? 't' : 'u')}{register});", dispatch.Hlsl);
            bool isHazard = _touched.TryGetValue(buffer, out bool wasWritten) && (wasWritten || kernel.Bindings[i].IsWritten);
            Assert.False(isHazard, $"{kernel}: no barrier before it touches '{kernel.Bindings[i].Name}'");
        }
        for (int i = 0; i < dispatch.Buffers.Count; i++)
        {
            object buffer = dispatch.Buffers[i].Memory;
            _touched[buffer] = _touched.GetValueOrDefault(buffer) | kernel.Bindings[i].IsWritten;
            _known.Add(buffer);
        }

        uint[] words = MemoryMarshal.Cast<byte, uint>(dispatch.Constants).ToArray();
        var (x, y) = HlslSource.Fold(words[0]);
        Assert.Equal((x, words[1], 0u), ((uint)dispatch.Groups.X, x, words[2]));
        Assert.Equal(((int)y, 1), (dispatch.Groups.Y, dispatch.Groups.Z));
        var asBound = new GpuKernel(
            kernel.Name, kernel.Declarations, kernel.Body, kernel.GroupX, kernel.GroupY, kernel.GroupZ,
            [.. kernel.Bindings.Select((b, i) => b with { IsWritten = !dispatch.Buffers[i].IsReadOnly })], kernel.Constants) { SharedBytes = kernel.SharedBytes };
        Assert.Equal(HlslSource.Of(asBound), dispatch.Hlsl);
        // Vulkan's device refuses a buffer that is bound as written and elsewhere too; Direct3D does not mind if nothing writes it.
        bool isTwice = dispatch.Buffers.Select(b => b.Memory).Distinct().Count() < dispatch.Buffers.Count;
        vulkan.Dispatch(isTwice ? kernel : asBound, [.. dispatch.Buffers.Select(b => (GpuBuffer)b.Memory)], words.AsSpan(HlslSource.HeaderWords), words[0]);
    }

    public override void End()
    {
        Assert.True(_isRecording);
        _isRecording = false;
        Before?.Invoke("End");
        vulkan.Flush();
    }

    private static GpuKernel KernelOf(Type shader)
        => (GpuKernel)typeof(VulkanStandIn).GetMethod(nameof(KernelIn), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(shader.GetGenericArguments()[0]).Invoke(null, null)!;

    private static GpuKernel KernelIn<TKernel>()
        where TKernel : struct, IGpuKernel
        => TKernel.Kernel;
}
