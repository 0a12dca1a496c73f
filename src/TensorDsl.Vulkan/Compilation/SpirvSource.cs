namespace TensorDsl.Vulkan.Compilation;

/// <summary>SPIR-V of kernels: from the cache, else from a compiler, which is looked for when the first kernel is asked for.</summary>
internal sealed class SpirvSource(SpirvCache cache, Func<IShaderCompiler> findCompiler)
{
    private IShaderCompiler? _compiler;

    /// <summary>How often a compiler ran.</summary>
    public int Compilations { get; private set; }

    /// <exception cref="ShaderCompilationException">There is no compiler, or it refuses the text.</exception>
    public byte[] Compile(string kernelName, string hlsl)
    {
        _compiler ??= findCompiler();
        if (cache.TryGet(_compiler, hlsl) is { } cached) return cached;
        byte[] spirv = _compiler.Compile(kernelName, hlsl);
        Compilations++;
        cache.Put(_compiler, hlsl, spirv);
        return spirv;
    }
}
