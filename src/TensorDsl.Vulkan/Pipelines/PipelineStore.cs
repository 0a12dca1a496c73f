using System.Reflection;
using TensorDsl.Hlsl;
using TensorDsl.Vulkan.Compilation;
using TensorDsl.Vulkan.Devices;

namespace TensorDsl.Vulkan.Pipelines;

/// <summary>The pipelines of a device: one for each text, however many kernels have it.</summary>
internal sealed class PipelineStore(VulkanContext context, SpirvSource source, DriverCache driverCache)
{
    private readonly Dictionary<GpuKernel, VulkanPipeline> _byKernel = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, VulkanPipeline> _byText = new(StringComparer.Ordinal);

    /// <summary>The number of pipelines made.</summary>
    public int Count => _byText.Count;

    /// <param name="kernel">The kernel.</param>
    /// <param name="assembly">The assembly that has it, and perhaps its SPIR-V.</param>
    /// <exception cref="ShaderCompilationException">The kernel cannot be compiled.</exception>
    /// <exception cref="GpuException">It asks for more than the device has.</exception>
    public VulkanPipeline Get(GpuKernel kernel, Assembly? assembly)
    {
        if (_byKernel.TryGetValue(kernel, out var pipeline)) return pipeline;
        string text = HlslSource.Of(kernel);
        if (!_byText.TryGetValue(text, out pipeline))
        {
            CheckLimits(kernel);
            pipeline = new VulkanPipeline(context, driverCache.Handle, kernel, source.Compile(kernel.Name, text, assembly));
            _byText.Add(text, pipeline);
        }
        _byKernel.Add(kernel, pipeline);
        return pipeline;
    }

    public void Dispose()
    {
        foreach (var pipeline in _byText.Values) pipeline.Free();
        _byText.Clear();
        _byKernel.Clear();
    }

    private unsafe void CheckLimits(GpuKernel kernel)
    {
        var limits = context.Adapter.Properties;
        Check("threads in a group", kernel.GroupX * kernel.GroupY * kernel.GroupZ, limits.MaxComputeWorkGroupInvocations);
        Check("threads along x", kernel.GroupX, limits.MaxComputeWorkGroupSize[0]);
        Check("threads along y", kernel.GroupY, limits.MaxComputeWorkGroupSize[1]);
        Check("threads along z", kernel.GroupZ, limits.MaxComputeWorkGroupSize[2]);
        Check("bytes of shared memory", kernel.SharedBytes, limits.MaxComputeSharedMemorySize);
        Check("buffers", kernel.Bindings.Count, limits.MaxPerStageDescriptorStorageBuffers);
        Check("bytes of constants", kernel.ConstantBytes, limits.MaxPushConstantsSize);

        void Check(string what, int needed, uint limit)
        {
            if (needed > limit)
                throw new GpuException($"the kernel {kernel} needs {needed} {what}, but {context.Adapter.Name} allows {limit}");
        }
    }
}
