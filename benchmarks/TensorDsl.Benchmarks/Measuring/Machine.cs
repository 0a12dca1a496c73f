using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TensorDsl.Benchmarks.Measuring;

/// <summary>What figures were measured on: the machine, and the versions of all that computed.</summary>
internal static class Machine
{
    private static readonly Lazy<string> s_revision = new(FindRevision);

    /// <summary>Name and value, without the peers in Python, which say theirs themselves.</summary>
    public static Dictionary<string, string> Describe()
    {
        var facts = new Dictionary<string, string>
        {
            ["Processor"] = $"{ProcessorName()}, {Environment.ProcessorCount} of its cores, {VectorBits}-bit vectors",
            ["Memory"] = $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30):0.0} GiB",
            ["System"] = RuntimeInformation.OSDescription,
            [".NET"] = Environment.Version.ToString(),
            ["System.Numerics.Tensors"] = typeof(TensorPrimitives).Assembly.GetName().Version!.ToString(),
            ["Math.NET Numerics"] = typeof(MathNet.Numerics.Control).Assembly.GetName().Version!.ToString(),
        };
        string fit = OpenBlas.IsInstalled && !OpenBlas.IsCoreTypeSuitable ? ", which doesn't suit this processor" : "";
        if (OpenBlas.IsInstalled) facts["OpenBLAS"] = $"{OpenBlas.Configuration}; core type {OpenBlas.CoreType}{fit}";
        return facts;
    }

    /// <summary>The revision of the sources, with a plus where they have changed since.</summary>
    public static string Revision => s_revision.Value;

    /// <summary>The mean number of runnable threads in the last minute; null where there is no /proc.</summary>
    public static double? Load
        => File.Exists("/proc/loadavg") ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) : null;

    private static int VectorBits => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    private static string ProcessorName()
    {
        const string Cpu = "/proc/cpuinfo";
        string? line = File.Exists(Cpu) ? File.ReadLines(Cpu).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':') + 1)..].Trim();
    }

    private static string FindRevision()
    {
        try
        {
            string head = Git("rev-parse", "--short", "HEAD");
            if (head.Length == 0) return "unknown";
            // A report or a result that was written isn't a change of what is measured.
            string changes = Git("status", "--porcelain", "--untracked-files=no", "--", ":/src", ":/benchmarks", ":/Directory.Packages.props");
            return changes.Length > 0 ? head + "+" : head;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "unknown";
        }
    }

    private static string Git(params string[] arguments)
    {
        var info = new ProcessStartInfo("git", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Reports.ResultStore.Repository,
        };
        using var process = Process.Start(info)!;
        string text = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return text;
    }
}
