using System.Runtime.InteropServices;

namespace TensorDsl.Vulkan.Interop;

/// <summary>The functions of libshaderc that are used.</summary>
internal static unsafe partial class NativeShaderc
{
    public const int LanguageHlsl = 1;
    public const int TargetVulkan = 0;
    public const int ComputeShader = 2;
    public const int TextureBinding = 2;
    public const int BufferBinding = 3;
    public const int UavBinding = 5;

    private const string Library = NativeLibraries.Shaderc;

    [LibraryImport(Library, EntryPoint = "shaderc_compiler_initialize")]
    public static partial nint CompilerInitialize();

    [LibraryImport(Library, EntryPoint = "shaderc_compiler_release")]
    public static partial void CompilerRelease(nint compiler);

    [LibraryImport(Library, EntryPoint = "shaderc_get_spv_version")]
    public static partial void GetSpvVersion(uint* version, uint* revision);

    [LibraryImport(Library, EntryPoint = "shaderc_compile_options_initialize")]
    public static partial nint OptionsInitialize();

    [LibraryImport(Library, EntryPoint = "shaderc_compile_options_release")]
    public static partial void OptionsRelease(nint options);

    [LibraryImport(Library, EntryPoint = "shaderc_compile_options_set_source_language")]
    public static partial void SetSourceLanguage(nint options, int language);

    [LibraryImport(Library, EntryPoint = "shaderc_compile_options_set_target_env")]
    public static partial void SetTargetEnv(nint options, int target, uint version);

    [LibraryImport(Library, EntryPoint = "shaderc_compile_options_set_warnings_as_errors")]
    public static partial void SetWarningsAsErrors(nint options);

    [LibraryImport(Library, EntryPoint = "shaderc_compile_options_set_hlsl_io_mapping")]
    public static partial void SetHlslIoMapping(nint options, byte isOn);

    [LibraryImport(Library, EntryPoint = "shaderc_compile_options_set_hlsl_offsets")]
    public static partial void SetHlslOffsets(nint options, byte isOn);

    [LibraryImport(Library, EntryPoint = "shaderc_compile_options_set_auto_bind_uniforms")]
    public static partial void SetAutoBindUniforms(nint options, byte isOn);

    [LibraryImport(Library, EntryPoint = "shaderc_compile_options_set_binding_base")]
    public static partial void SetBindingBase(nint options, int kind, uint first);

    [LibraryImport(Library, EntryPoint = "shaderc_compile_options_add_macro_definition")]
    public static partial void AddMacro(nint options, byte* name, nuint nameLength, byte* value, nuint valueLength);

    [LibraryImport(Library, EntryPoint = "shaderc_compile_into_spv")]
    public static partial nint CompileIntoSpv(nint compiler, byte* text, nuint length, int kind, byte* file, byte* entry, nint options);

    [LibraryImport(Library, EntryPoint = "shaderc_result_get_compilation_status")]
    public static partial int ResultStatus(nint result);

    [LibraryImport(Library, EntryPoint = "shaderc_result_get_length")]
    public static partial nuint ResultLength(nint result);

    [LibraryImport(Library, EntryPoint = "shaderc_result_get_bytes")]
    public static partial byte* ResultBytes(nint result);

    [LibraryImport(Library, EntryPoint = "shaderc_result_get_error_message")]
    public static partial byte* ResultMessage(nint result);

    [LibraryImport(Library, EntryPoint = "shaderc_result_release")]
    public static partial void ResultRelease(nint result);
}
