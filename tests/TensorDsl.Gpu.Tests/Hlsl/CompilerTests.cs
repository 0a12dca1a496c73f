using System.Diagnostics;
using TensorDsl.LossTests.Execution;

namespace TensorDsl.LossTests.Hlsl;

/// <summary>All emitted kernels through glslang, also those that no fixture reaches.</summary>
public class CompilerTests
{
    [GpuFact]
    public void Every_kernel_compiles_without_a_warning()
    {
        string folder = Directory.CreateTempSubdirectory("tensordsl").FullName;
        try
        {
            var faults = new System.Collections.Concurrent.ConcurrentQueue<string>();
            Parallel.ForEach(EmittedKernels.Texts.Index(), kernel =>
            {
                string file = Path.Combine(folder, $"{kernel.Index}.hlsl");
                File.WriteAllText(file, kernel.Item.Text);
                string said = Compile(file);
                if (said.Length > 0) faults.Enqueue($"{kernel.Item.Name}: {said}");
            });
            Assert.True(faults.IsEmpty, string.Join("\n", faults.Take(5)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What the compiler says beyond the file's name; nothing if all is well.</summary>
    private static string Compile(string file)
    {
        string[] arguments =
        [
            "-D", "-V", "-S", "comp", "-e", "Execute", "--target-env", "vulkan1.1", "--hlsl-iomap", "--auto-map-bindings", "--shift-texture-binding", "0", "--shift-uav-binding", "16",
            "--shift-cbuffer-binding", "32", "--define-macro", "TENSORDSL_VULKAN", file, "-o", file + ".spv",
        ];
        var start = new ProcessStartInfo("glslangValidator", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        string said = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        bool clean = process.ExitCode == 0 && !said.Contains("WARNING", StringComparison.OrdinalIgnoreCase);
        return clean ? "" : said;
    }
}
