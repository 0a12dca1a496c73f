using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using TensorDsl.Hlsl;
using TensorDsl.Vulkan.Pipelines;

namespace TensorDsl.Vulkan.Compilation;

/// <summary>glslangValidator, as a process for each kernel.</summary>
internal sealed class GlslangCompiler : IShaderCompiler
{
    private const string Program = "glslangValidator";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private GlslangCompiler(string version) => Version = version;

    private static string[] Options { get; } =
    [
        "-D", "-V", "-S", "comp", "-e", HlslSource.EntryPoint, "--target-env", "vulkan1.1", "--hlsl-iomap", "--auto-map-bindings",
        "--shift-texture-binding", "0",
        "--shift-uav-binding", VulkanPipeline.FirstUavBinding.ToString(CultureInfo.InvariantCulture),
        "--shift-cbuffer-binding", (2 * VulkanPipeline.FirstUavBinding).ToString(CultureInfo.InvariantCulture),
        "--define-macro", "TENSORDSL_VULKAN",
    ];

    public string Name => "glslang";

    public string Version { get; }

    /// <summary>The program, if it is in the path and runs.</summary>
    public static (IShaderCompiler? Compiler, string Reason) TryCreate()
    {
        try
        {
            var (code, output) = Run(["--version"]);
            if (code != 0) return (null, $"{Program} --version ended with exit code {code}: {output}");
            return (new GlslangCompiler($"{output}\n{string.Join(' ', Options)}"), "");
        }
        catch (Exception e) when (e is Win32Exception or ShaderCompilationException)
        {
            return (null, $"{Program} cannot be run: {e.Message}");
        }
    }

    public byte[] Compile(string kernelName, string hlsl)
    {
        var folder = Directory.CreateTempSubdirectory("tensordsl");
        try
        {
            string source = Path.Combine(folder.FullName, "kernel.hlsl"), compiled = Path.Combine(folder.FullName, "kernel.spv");
            File.WriteAllText(source, hlsl);
            var (code, output) = Run([.. Options, source, "-o", compiled]);
            // An attribute that is not recognised is a warning, and a wrong kernel.
            if (code != 0 || output.Contains("WARNING", StringComparison.Ordinal))
                throw new ShaderCompilationException(
                    $"{Program} refuses the kernel {kernelName}:\n{output.Replace(source, "kernel.hlsl")}");
            return File.ReadAllBytes(compiled);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (int Code, string Output) Run(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new ShaderCompilationException($"{Program} does not start");
        // Both at once: a process that fills the one while the other is waited for would wait forever.
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(s_patience))
        {
            process.Kill(entireProcessTree: true);
            throw new ShaderCompilationException($"{Program} did not end within {s_patience.TotalSeconds} s");
        }
        return (process.ExitCode, (output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult()).Trim());
    }
}
