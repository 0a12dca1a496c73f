namespace TensorDsl.Vulkan.Compilation;

/// <summary>Turns HLSL into SPIR-V. Thread-safe.</summary>
internal interface IShaderCompiler
{
    /// <summary>"shaderc" or "glslang".</summary>
    string Name { get; }

    /// <summary>What its output depends on besides the text: version and options. A part of the cache's key.</summary>
    string Version { get; }

    /// <exception cref="ShaderCompilationException">The text has an error or a warning; the message has the compiler's output.</exception>
    byte[] Compile(string kernelName, string hlsl);
}
