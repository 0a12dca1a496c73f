using TensorDsl.Hlsl;
using TensorDsl.Vulkan.Devices;
using TensorDsl.Vulkan.Interop;

namespace TensorDsl.Vulkan.Pipelines;

/// <summary>A kernel as a device runs it: its code, and where its buffers and constants go.</summary>
internal sealed unsafe class VulkanPipeline
{
    /// <summary>
    /// Registers become bindings: t0, t1, … from 0, u0, u1, … from here. The compilers are told the same numbers.
    /// </summary>
    public const int FirstUavBinding = GpuKernel.MaxBindingsOfAKind;

    private readonly VulkanContext _context;
    private ulong _setLayout;
    private ulong _layout;
    private ulong _pipeline;

    public VulkanPipeline(VulkanContext context, ulong driverCache, GpuKernel kernel, ReadOnlySpan<byte> spirv)
    {
        _context = context;
        Bindings = [.. kernel.Bindings.Select((b, i) => (uint)(kernel.Register(i) + (b.IsWritten ? FirstUavBinding : 0)))];
        IsWritten = [.. kernel.Bindings.Select(b => b.IsWritten)];
        try
        {
            MakeLayout(kernel);
            MakePipeline(driverCache, kernel, spirv);
        }
        catch
        {
            Free();
            throw;
        }
    }

    /// <summary>The Vulkan binding of each of the kernel's bindings.</summary>
    public uint[] Bindings { get; }

    /// <summary>Whether the kernel writes each of its bindings.</summary>
    public bool[] IsWritten { get; }

    public ulong SetLayout => _setLayout;

    public ulong Layout => _layout;

    public ulong Handle => _pipeline;

    public void Free()
    {
        var api = _context.Api;
        if (_pipeline != 0) api.DestroyPipeline(_context.Device, _pipeline, null);
        if (_layout != 0) api.DestroyPipelineLayout(_context.Device, _layout, null);
        if (_setLayout != 0) api.DestroyDescriptorSetLayout(_context.Device, _setLayout, null);
        _pipeline = _layout = _setLayout = 0;
    }

    private void MakeLayout(GpuKernel kernel)
    {
        int count = Bindings.Length;
        VkDescriptorSetLayoutBinding* bindings = stackalloc VkDescriptorSetLayoutBinding[count];
        for (int i = 0; i < count; i++)
        {
            bindings[i] = new()
            {
                Binding = Bindings[i],
                DescriptorType = Vk.DescriptorStorageBuffer,
                Count = 1,
                Stages = Vk.ShaderStageCompute,
            };
        }
        var setInfo = new VkDescriptorSetLayoutCreateInfo
        {
            Type = StructureType.DescriptorSetLayoutCreateInfo,
            BindingCount = (uint)count,
            Bindings = bindings,
        };
        ulong setLayout, layout;
        _context.Check(_context.Api.CreateDescriptorSetLayout(_context.Device, &setInfo, null, &setLayout), $"making the kernel {kernel}");
        _setLayout = setLayout;
        var range = new VkPushConstantRange { Stages = Vk.ShaderStageCompute, Size = (uint)kernel.ConstantBytes };
        var info = new VkPipelineLayoutCreateInfo
        {
            Type = StructureType.PipelineLayoutCreateInfo,
            SetLayoutCount = 1,
            SetLayouts = &setLayout,
            RangeCount = 1,
            Ranges = &range,
        };
        _context.Check(_context.Api.CreatePipelineLayout(_context.Device, &info, null, &layout), $"making the kernel {kernel}");
        _layout = layout;
    }

    private void MakePipeline(ulong driverCache, GpuKernel kernel, ReadOnlySpan<byte> spirv)
    {
        ulong module = 0, pipeline;
        try
        {
            fixed (byte* code = spirv, entry = "Execute\0"u8)
            {
                var moduleInfo = new VkShaderModuleCreateInfo
                {
                    Type = StructureType.ShaderModuleCreateInfo,
                    CodeSize = (nuint)spirv.Length,
                    Code = (uint*)code,
                };
                _context.Check(_context.Api.CreateShaderModule(_context.Device, &moduleInfo, null, &module), $"making the kernel {kernel}");
                var info = new VkComputePipelineCreateInfo
                {
                    Type = StructureType.ComputePipelineCreateInfo,
                    Stage = new()
                    {
                        Type = StructureType.PipelineShaderStageCreateInfo,
                        Stage = Vk.ShaderStageCompute,
                        Module = module,
                        Name = entry,
                    },
                    Layout = _layout,
                    BasePipelineIndex = -1,
                };
                _context.Check(
                    _context.Api.CreateComputePipelines(_context.Device, driverCache, 1, &info, null, &pipeline), $"making the kernel {kernel}");
                _pipeline = pipeline;
            }
        }
        finally
        {
            if (module != 0) _context.Api.DestroyShaderModule(_context.Device, module, null);
        }
    }
}
