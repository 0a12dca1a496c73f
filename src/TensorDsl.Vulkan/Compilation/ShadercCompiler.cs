using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using TensorDsl.Hlsl;
using TensorDsl.Vulkan.Interop;
using TensorDsl.Vulkan.Pipelines;

namespace TensorDsl.Vulkan.Compilation;

/// <summary>libshaderc, in this process.</summary>
internal sealed unsafe class ShadercCompiler : IShaderCompiler
{
    private const string Probe =
        "RWStructuredBuffer<float> a : register(u0);\n[numthreads(1, 1, 1)]\nvoid Execute(uint i : SV_GroupIndex) { a[i] = 1.0; }\n";

    // It lives as long as the process: compilers are found once.
    private readonly nint _compiler = NativeShaderc.CompilerInitialize();

    private ShadercCompiler()
    {
        uint version, revision;
        NativeShaderc.GetSpvVersion(&version, &revision);
        // The library doesn't tell its version. What it makes of a small kernel holds that of the generator.
        Version = $"SPIR-V {version:x}.{revision}, {Convert.ToHexStringLower(SHA256.HashData(Compile("probe", Probe)))}";
    }

    public string Name => "shaderc";

    public string Version { get; }

    /// <summary>The library, if it can be loaded and does compile: some distributions' cannot.</summary>
    public static (IShaderCompiler? Compiler, string Reason) TryCreate()
    {
        NativeLibraries.Initialize();
        if (!NativeLibraries.CanLoad(NativeLibraries.Shaderc))
            return (null, $"{string.Join(", ", NativeLibraries.Files(NativeLibraries.Shaderc))} cannot be loaded");
        try
        {
            return (new ShadercCompiler(), "");
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException or ShaderCompilationException)
        {
            return (null, $"it is there but does not work: {e.Message}");
        }
    }

    public byte[] Compile(string kernelName, string hlsl)
    {
        nint options = Options();
        nint result = 0;
        try
        {
            byte[] text = Encoding.UTF8.GetBytes(hlsl);
            fixed (byte* first = text, file = "kernel.hlsl\0"u8, entry = Encoding.UTF8.GetBytes(HlslSource.EntryPoint + "\0"))
            {
                result = NativeShaderc.CompileIntoSpv(
                    _compiler, first, (nuint)text.Length, NativeShaderc.ComputeShader, file, entry, options);
            }
            if (NativeShaderc.ResultStatus(result) != 0)
                throw new ShaderCompilationException(
                    $"shaderc refuses the kernel {kernelName}:\n{Marshal.PtrToStringUTF8((nint)NativeShaderc.ResultMessage(result))}");
            return new ReadOnlySpan<byte>(NativeShaderc.ResultBytes(result), checked((int)NativeShaderc.ResultLength(result))).ToArray();
        }
        finally
        {
            if (result != 0) NativeShaderc.ResultRelease(result);
            NativeShaderc.OptionsRelease(options);
        }
    }

    private static nint Options()
    {
        nint options = NativeShaderc.OptionsInitialize();
        NativeShaderc.SetSourceLanguage(options, NativeShaderc.LanguageHlsl);
        NativeShaderc.SetTargetEnv(options, NativeShaderc.TargetVulkan, Vk.Version11);
        // An attribute that is not recognised is a warning, and a wrong kernel.
        NativeShaderc.SetWarningsAsErrors(options);
        NativeShaderc.SetHlslIoMapping(options, 1);
        NativeShaderc.SetHlslOffsets(options, 1);
        NativeShaderc.SetAutoBindUniforms(options, 1);
        NativeShaderc.SetBindingBase(options, NativeShaderc.TextureBinding, 0);
        NativeShaderc.SetBindingBase(options, NativeShaderc.UavBinding, VulkanPipeline.FirstUavBinding);
        NativeShaderc.SetBindingBase(options, NativeShaderc.BufferBinding, 2 * VulkanPipeline.FirstUavBinding);
        ReadOnlySpan<byte> macro = "TENSORDSL_VULKAN"u8;
        fixed (byte* name = macro) NativeShaderc.AddMacro(options, name, (nuint)macro.Length, null, 0);
        return options;
    }
}
