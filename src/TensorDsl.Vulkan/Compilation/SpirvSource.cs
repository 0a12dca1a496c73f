using System.Reflection;

namespace TensorDsl.Vulkan.Compilation;

/// <summary>
/// SPIR-V of kernels: what was embedded when they were built, else from the cache, else from a compiler, which is looked for when the first kernel
/// needs one.
/// </summary>
internal sealed class SpirvSource(SpirvCache cache, Func<IShaderCompiler> findCompiler)
{
    private readonly EmbeddedSpirv _embedded = new();
    private IShaderCompiler? _compiler;

    /// <summary>How often a compiler ran.</summary>
    public int Compilations { get; private set; }

    /// <param name="kernelName">The name for messages.</param>
    /// <param name="hlsl">The text.</param>
    /// <param name="assembly">That of the kernel, where it is known.</param>
    /// <exception cref="ShaderCompilationException">There is no compiler, or it refuses the text.</exception>
    public byte[] Compile(string kernelName, string hlsl, Assembly? assembly = null)
    {
        if (_embedded.TryGet(hlsl, assembly) is { } embedded) return embedded;
        _compiler ??= findCompiler();
        if (cache.TryGet(_compiler, hlsl) is { } cached) return cached;
        byte[] spirv = _compiler.Compile(kernelName, hlsl);
        Compilations++;
        cache.Put(_compiler, hlsl, spirv);
        return spirv;
    }
}
