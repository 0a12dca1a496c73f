using System.Collections.Concurrent;

namespace TensorDsl.Vulkan.Compilation;

/// <summary>Finds a compiler that works on this machine. Which ones do is found out once per process.</summary>
internal static class ShaderCompilers
{
    private static readonly ConcurrentDictionary<string, IShaderCompiler> s_found = new();

    /// <param name="wanted">"shaderc", "glslang", or null for the first that works.</param>
    /// <exception cref="ShaderCompilationException">None works; the message says of each why, and how to install one.</exception>
    public static IShaderCompiler Find(string? wanted)
    {
        if (s_found.TryGetValue(wanted ?? "", out var known)) return known;
        var found = Find(wanted, [("shaderc", ShadercCompiler.TryCreate), ("glslang", GlslangCompiler.TryCreate)]);
        return s_found.GetOrAdd(wanted ?? "", found);
    }

    internal static IShaderCompiler Find(string? wanted, IReadOnlyList<(string Name, Func<(IShaderCompiler?, string)> Try)> compilers)
    {
        var reasons = new List<string>();
        foreach (var (name, tryCreate) in compilers)
        {
            if (wanted != null && !wanted.Equals(name, StringComparison.OrdinalIgnoreCase)) continue;
            var (compiler, reason) = tryCreate();
            if (compiler != null) return compiler;
            reasons.Add($"{name}: {reason}");
        }
        if (reasons.Count == 0)
            throw new ShaderCompilationException(
                $"there is no shader compiler '{wanted}'; there are {string.Join(" and ", compilers.Select(c => $"'{c.Name}'"))}");
        throw new ShaderCompilationException(
            "no compiler for HLSL works on this machine. " + string.Join(". ", reasons) +
            ". Install libshaderc (in the Vulkan SDK) or glslangValidator (Debian and Ubuntu: apt-get install glslang-tools)");
    }
}
