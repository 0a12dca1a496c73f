using System.Collections.Concurrent;
using TensorDsl;
using TensorDsl.Spirv;
using TensorDsl.Vulkan.Compilation;

// Compiles the kernels of an assembly to SPIR-V, into a file that the build embeds. The one argument is a file with a line each for the assembly, the
// file to write, "true" (the assembly's own kernels and the run-time library's) or "all" (those of references too), and the references.
if (args is not [var list])
{
    Console.Error.WriteLine("TensorDsl.Spirv : error TDSLBUILD1: one argument is expected, the file with the arguments");
    return 2;
}
string[] lines = [.. File.ReadAllLines(list).Where(l => l.Length > 0)];
var (assembly, output, scope, references) = (lines[0], lines[1], lines[2], lines[3..]);

IShaderCompiler compiler;
try
{
    compiler = ShaderCompilers.Find(Environment.GetEnvironmentVariable("TENSORDSL_SHADER_COMPILER") is { Length: > 0 } wanted ? wanted : null);
}
catch (ShaderCompilationException e)
{
    // In the form that MSBuild reads as a warning. What an earlier build left must not be embedded as if it were this one's.
    Console.WriteLine($"TensorDsl.Spirv : warning TDSLBUILD1: TensorDslEmbedSpirv is '{scope}', but nothing is embedded: {e.Message.ReplaceLineEndings(" ")}");
    File.Delete(output);
    return 0;
}

var cache = new SpirvCache(Environment.GetEnvironmentVariable("TENSORDSL_CACHE") ?? SpirvCache.DefaultDirectory);
var compiled = new ConcurrentBag<(string, byte[])>();
try
{
    Parallel.ForEach(KernelTexts.Of(assembly, references, scope == "all"), kernel =>
    {
        byte[]? spirv = cache.TryGet(compiler, kernel.Hlsl);
        if (spirv is null) cache.Put(compiler, kernel.Hlsl, spirv = compiler.Compile(kernel.Name, kernel.Hlsl));
        compiled.Add((kernel.Hlsl, spirv));
    });
}
catch (AggregateException e) when (e.InnerException is ShaderCompilationException refused)
{
    Console.WriteLine($"TensorDsl.Spirv : error TDSLBUILD1: {refused.Message.ReplaceLineEndings(" ")}");
    return 1;
}

using (var file = File.Create(output)) EmbeddedSpirv.Write(file, compiled);
Console.WriteLine($"{compiled.Count} kernels, by {compiler.Name}");
return 0;
