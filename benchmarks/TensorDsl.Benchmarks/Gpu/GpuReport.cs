using System.Runtime.InteropServices;
using System.Text;
using TensorDsl.Vulkan;

namespace TensorDsl.Benchmarks;

/// <summary>
/// Measures a device and writes the result to docs/performance-gpu.md, where each device and size that was ever measured has a section, which the next run of it
/// replaces.
/// </summary>
internal static class GpuReport
{
    private const string Introduction =
        """
        # Speed on GPUs

        Written by `dotnet run -c Release --project benchmarks/TensorDsl.Benchmarks -- gpu [rows [width [product]]]`, a section for each device and size
        that it has run with; it has run on no other device than those below. A hardware device is measured with 65536 pairs of width 512, a software device with 1024 of
        width 64, unless sizes are given. Times are on the host's clock, from the call until its result can be read, with kernels compiled before. What else a machine does
        meets the two measurements unequally, so a share of a busy software device can even exceed 100 %.

        """;

    /// <summary>The exit code.</summary>
    public static int Run(string[] arguments)
    {
        if (!VulkanDevice.TryCreate(new VulkanOptions(), out var device, out string reason))
        {
            Console.Error.WriteLine($"no GPU: {reason}");
            return 1;
        }
        using (device)
        {
            int Size(int i, int hardware, int software)
                => arguments.Length > i ? int.Parse(arguments[i], System.Globalization.CultureInfo.InvariantCulture) : device.IsSoftware ? software : hardware;
            int rows = Size(0, 65536, 1024), width = Size(1, 512, 64), product = Size(2, 4096, 512);
            try
            {
                var rate = GpuProduct.Measure(device, product, device.IsSoftware ? 5 : 20);
                var contrast = GpuContrast.Measure(device, rows, width, device.IsSoftware ? 3 : 7);
                string section = Section(device, rate, contrast, $"gpu {rows} {width} {product}");
                Console.WriteLine(section);
                Write(section);
                return 0;
            }
            catch (Exception e) when (e is GpuException or InvalidOperationException)
            {
                Console.Error.WriteLine(e.Message);
                return 1;
            }
        }
    }

    private static string Section(VulkanDevice device, GpuProduct product, GpuContrast contrast, string command)
    {
        double wanted = contrast.Operations / product.Rate;
        return $"""
            ## {device.Name}, N = {contrast.Rows}, D = {contrast.Width}

            {(device.IsSoftware ? "A software device, which computes on the CPU: it shows that the benchmark runs, not what a GPU can do. " : "")}{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors, .NET {Environment.Version}; `-- {command}`.

            | | |
            |---|---:|
            | matrix product {product.Size}³ in tiles | {product.Tiled * 1e3:F1} ms, {product.Rate / 1e9:F1} Gflop/s |
            | the same by a naive kernel | {product.Naive * 1e3:F1} ms: {product.Naive / product.Tiled:F2} times as long |
            | InfoNCE with both gradients, N = {contrast.Rows}, D = {contrast.Width} | {contrast.Best * 1e3:F1} ms, the best of {contrast.Runs}; {contrast.Median * 1e3:F1} ms in the middle |
            | share of the product's rate, for its {contrast.Operations / 1e9:F1} Gflop (4 · 2·N²·D) | {wanted / contrast.Best:P0} |
            | kernels of a call | {contrast.Dispatches} |
            | operands, gradients and value on the device | {Mebi(contrast.TensorBytes)} |
            | memory that the call takes beyond those | {Mebi(contrast.ScratchBytes)} |
            | a matrix over all pairs would take | {Mebi(contrast.PairBytes)} |

            """;
    }

    private static string Mebi(double bytes) => $"{bytes / (1 << 20):F1} MiB";

    private static void Write(string section)
    {
        string path = Path.Combine(Root(), "docs", "performance-gpu.md");
        var sections = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (File.Exists(path))
            foreach (string part in File.ReadAllText(path).ReplaceLineEndings("\n").Split("\n## ").Skip(1))
                Keep("## " + part);
        Keep(section.ReplaceLineEndings("\n"));
        var text = new StringBuilder(Introduction.ReplaceLineEndings("\n").TrimEnd('\n') + "\n");
        foreach (string s in sections.Values) text.Append('\n').Append(s);
        File.WriteAllText(path, text.ToString());
        Console.WriteLine($"written to {Path.GetRelativePath(Directory.GetCurrentDirectory(), path)}");

        void Keep(string part) => sections[part[..part.IndexOf('\n', StringComparison.Ordinal)]] = part.TrimEnd('\n') + "\n";
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "TensorDsl.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("this does not run inside the repository, whose docs it writes");
    }
}
