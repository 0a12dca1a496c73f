namespace TensorDsl.Vulkan;

/// <summary>How a device is opened. What is not said is taken from the environment, so that a program need not be changed to be
/// examined.</summary>
public sealed record VulkanOptions
{
    /// <summary>
    /// Which device: its number in the driver's list ("0"), or a part of its name ("llvmpipe", "RTX"), in any case. By default the
    /// environment variable TENSORDSL_VULKAN_DEVICE, and without that a discrete GPU before an integrated one before a virtual one. A
    /// device
    /// that computes on the CPU is taken only if it is named here or there is no other.
    /// </summary>
    public string? Device { get; init; }

    /// <summary>
    /// Loads VK_LAYER_KHRONOS_validation, which must be installed and makes everything slow. By default true if the environment variable
    /// TENSORDSL_VULKAN_VALIDATION is 1.
    /// </summary>
    public bool? Validation { get; init; }

    /// <summary>Receives the warnings and errors of the validation layer, on any thread; by default they go to the standard error
    /// output.</summary>
    public Action<string>? OnValidationMessage { get; init; }

    /// <summary>
    /// Copies through staging memory even where the host could write the device's memory itself. For tests: it is what a discrete GPU does.
    /// </summary>
    public bool ForceStaging { get; init; }

    /// <summary>
    /// Where compiled kernels are kept between runs. By default the environment variable TENSORDSL_CACHE, and without that a folder
    /// "tensordsl" in the user's cache folder. Empty keeps none.
    /// </summary>
    public string? CacheDirectory { get; init; }

    /// <summary>
    /// "shaderc" or "glslang": only that compiler. By default the environment variable TENSORDSL_SHADER_COMPILER, and without that the
    /// first
    /// that works.
    /// </summary>
    public string? ShaderCompiler { get; init; }

    internal VulkanOptions WithEnvironment() => this with
    {
        Device = Device ?? NotEmpty("TENSORDSL_VULKAN_DEVICE"),
        Validation = Validation ?? Environment.GetEnvironmentVariable("TENSORDSL_VULKAN_VALIDATION") == "1",
        CacheDirectory = CacheDirectory ?? Environment.GetEnvironmentVariable("TENSORDSL_CACHE") ?? Compilation.SpirvCache.DefaultDirectory,
        ShaderCompiler = ShaderCompiler ?? NotEmpty("TENSORDSL_SHADER_COMPILER"),
    };

    private static string? NotEmpty(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
